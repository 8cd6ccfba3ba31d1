import Coding
import Model

/// A signed command and the sealed bytes that travel beside it, as they are sent to a node.
public struct CommandBundle: Sendable {
  public let signed: [UInt8]
  public let sealed: [Sealed]

  public init(signed: [UInt8], sealed: [Sealed]) {
    self.signed = signed
    self.sealed = sealed
  }

  /// The most sealed records beside one command.
  public static let maximumSealed = 1 << 20
}

/// `[1, signed, [sealed, …]]`
extension CommandBundle: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    w.bytes(signed)
    w.list(sealed) { $0.bytes($1.bytes) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    signed = try Self.signed(from: &r)
    sealed = try r.list(max: Self.maximumSealed) { (r) throws(CodingError) in
      guard let sealed = Sealed(bytes: try r.bytes()) else { throw r.invalid("a sealed record is too short") }
      return sealed
    }
  }

  /// The signed command at the beginning of a bundle that has not come whole yet.
  public static func signed(in beginning: [UInt8]) throws(CodingError) -> [UInt8] {
    var r = CBORReader(beginning)
    return try signed(from: &r)
  }

  private static func signed(from r: inout CBORReader) throws(CodingError) -> [UInt8] {
    try r.record(version: 1, count: 3)
    return try r.bytes(max: 2 * Command.maximumBytes)
  }
}
