import Model
import Signing

/// An account's head as its state leaf has it (docs/FORMATS.md, accounts): what it is and who may act for it.
public struct AccountLeaf: Equatable, Sendable {
  /// 1 agency, 2 family, 3 shop.
  public let kind: UInt8
  public let isErased: Bool
  public let liveCredentials: UInt16
  public let nextCredential: UInt16
  /// Row of its first credential, or none: all bits set.
  public let firstCredential: UInt32
  public let salt: Salt
  public let region: UInt64
  public let frozenUntil: BlockTime
  /// So many of so many guardians may give it a new key; none of none where it has none.
  public let guardianThreshold: UInt8
  public let guardianCount: UInt8
  /// The credential that froze it, or all bits set: a guardian.
  public let frozenBy: UInt16
  /// Row of its newest recovery, or none: all bits set.
  public let recovery: UInt32

  public static let byteCount = 113

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8]) {
    guard preimage.count == Self.byteCount, let salt = Salt([UInt8](preimage[23..<39].reversedWords)) else {
      return nil
    }
    (kind, isErased, self.salt) = (preimage[1], preimage[2] == 1, salt)
    (guardianThreshold, guardianCount) = (preimage[21], preimage[22])
    (liveCredentials, nextCredential, firstCredential, region, frozenUntil, frozenBy, recovery) =
      preimage.withUnsafeBytes { bytes in
        let p = bytes.baseAddress! + 1
        return (
          p.loadLittleEndian(at: 2), p.loadLittleEndian(at: 4), p.loadLittleEndian(at: 6), p.loadLittleEndian(at: 38),
          BlockTime(milliseconds: p.loadLittleEndian(at: 46)), p.loadLittleEndian(at: 98), p.loadLittleEndian(at: 108)
        )
      }
  }
}

extension ArraySlice<UInt8> {
  /// The table keeps a salt's two words least significant byte first.
  fileprivate var reversedWords: [UInt8] { prefix(8).reversed() + dropFirst(8).reversed() }
}
