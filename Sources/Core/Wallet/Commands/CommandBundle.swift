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
    try r.record(version: 1, count: 3)
    signed = try r.bytes(max: 2 * Command.maximumBytes)
    sealed = try r.list(max: Self.maximumSealed) { (r) throws(CodingError) in
      guard let sealed = Sealed(bytes: try r.bytes()) else { throw r.invalid("a sealed record is too short") }
      return sealed
    }
  }
}
