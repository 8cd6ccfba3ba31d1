import Model
import Signing

/// A credential as its state leaf has it (docs/FORMATS.md, credentials).
public struct CredentialLeaf: Equatable, Sendable {
  /// Its row, which is also its lane's.
  public let row: UInt32
  public let account: AccountNumber
  public let number: UInt16
  public let isLive: Bool
  public let tier: UInt8
  public let key: PublicKey
  /// Row of the account's next credential, or none: all bits set.
  public let next: UInt32

  public static let byteCount = 78

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8], row: UInt32) {
    guard preimage.count == Self.byteCount, let key = Self.key(kind: preimage[8], preimage[14..<78]) else { return nil }
    self.row = row
    self.key = key
    isLive = preimage[7] == 1
    tier = preimage[9]
    (account, number, next) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress! + 1
      return (AccountNumber(p.loadLittleEndian()), p.loadLittleEndian(at: 4), p.loadLittleEndian(at: 9))
    }
  }

  private static func key(kind: UInt8, _ bytes: ArraySlice<UInt8>) -> PublicKey? {
    switch kind {
    case 0: P256Point(bytes: bytes).map(PublicKey.p256)
    case 1: P256Point(bytes: bytes).map(PublicKey.webAuthn)
    case 2: Ed25519Key(bytes: bytes.prefix(32)).map(PublicKey.ed25519)
    default: nil
    }
  }
}
