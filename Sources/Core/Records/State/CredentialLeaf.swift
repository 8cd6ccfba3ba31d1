import Model
import Signing

/// A credential as its state leaf has it (docs/FORMATS.md, credentials).
public struct CredentialLeaf: Equatable, Sendable {
  /// Its row, which is also its lane's.
  public let row: UInt32
  public let account: AccountNumber
  public let number: UInt16
  public let isLive: Bool
  public let tier: Tier
  public let use: CredentialUse
  /// Whether somebody on the way to a new key calls this one lost.
  public let isReportedLost: Bool
  public let key: PublicKey
  /// Row of its terms, or none: all bits set.
  public let terms: UInt32
  /// Row of the account's next credential, or none: all bits set.
  public let next: UInt32

  public static let byteCount = 91

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8], row: UInt32) {
    guard preimage.count == Self.byteCount, let key = Self.key(kind: preimage[8], preimage[14..<78]),
      let tier = Tier(rawValue: preimage[9]), let use = CredentialUse(rawValue: preimage[78])
    else { return nil }
    self.row = row
    self.key = key
    isLive = preimage[7] == 1
    self.tier = tier
    self.use = use
    isReportedLost = preimage[83..<87].contains { $0 != 0xFF }
    (account, number, next, terms) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress! + 1
      return (
        AccountNumber(p.loadLittleEndian()), p.loadLittleEndian(at: 4), p.loadLittleEndian(at: 9),
        p.loadLittleEndian(at: 78)
      )
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
