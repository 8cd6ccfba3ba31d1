import Coding
import Signing

/// What keeps one person from holding two places on the ledger, without saying who the person is.
///
/// 32 bytes derived by the identity authority from the national number, and the version of the key they were derived
/// with. The national number itself never reaches the ledger.
public struct Nullifier: Hashable, Sendable {
  public let value: Digest
  public let keyVersion: UInt8

  public init(value: Digest, keyVersion: UInt8) {
    self.value = value
    self.keyVersion = keyVersion
  }
}

extension Nullifier: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.unsigned(UInt64(keyVersion))
    w.bytes(value.bytes)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    keyVersion = try r.unsigned()
    value = try r.digest()
  }
}
