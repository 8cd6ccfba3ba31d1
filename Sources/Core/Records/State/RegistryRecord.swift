import Coding
import Model
import Signing

/// The ledger's small records as the state root hashes them: parameters, series, voucher classes.
public struct RegistryRecord: Equatable, Sendable {
  /// What the registry's digest hashes; it names the digest of the classes.
  private let bytes: [UInt8]
  public let network: NetworkID
  public let height: UInt64
  public let time: BlockTime
  public let parameters: Parameters
  /// Names of the series, by number.
  public let series: [Text]
  /// Voucher classes, by number.
  public let classes: [VoucherClass]

  public static let maximumBytes = 1 << 20

  var digest: Digest { SHA256.hash(bytes) }

  /// - Parameters:
  ///   - bytes: the encoding the registry's digest hashes.
  ///   - classes: the encoding of the list of classes whose digest it names.
  public init(_ bytes: [UInt8], classes: [UInt8]) throws(CodingError) {
    self.bytes = bytes
    var r = CBORReader(bytes)
    try r.array(exactly: 16)
    network = try NetworkID(from: &r)
    for _ in 0..<2 { _ = try r.item() }
    height = try r.unsigned()
    time = try BlockTime(from: &r)
    for _ in 0..<3 { _ = try r.item() }
    parameters = try Parameters(from: &r)
    _ = try r.item()
    series = try r.list(max: 1 << 16) { (r) throws(CodingError) in
      var series = CBORReader(try r.item())
      try series.array(exactly: 6)
      return try series.name()
    }
    for _ in 0..<2 { _ = try r.item() }
    guard try r.digest() == SHA256.hash(classes) else { throw r.invalid("the classes are not those of the registry") }
    for _ in 0..<2 { _ = try r.item() }
    try r.end()
    var list = CBORReader(classes)
    self.classes = try list.list(VoucherClass.self, max: 1 << 20)
    try list.end()
  }
}

/// `[registry, classes]`, each the bytes that are hashed.
extension RegistryRecord: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.bytes(bytes)
    var list = CBORWriter()
    list.list(classes)
    w.bytes(list.bytes)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    let bytes = try r.bytes(max: Self.maximumBytes)
    try self.init(bytes, classes: try r.bytes(max: Self.maximumBytes))
  }
}
