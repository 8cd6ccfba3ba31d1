import Model
import Signing

/// A recovery as its state leaf has it (docs/FORMATS.md, recoveries).
public struct RecoveryLeaf: Equatable, Sendable {
  /// The entry that began it, by which it is called.
  public let entry: UInt64
  public let account: AccountNumber
  /// 0 by guardians, 1 by card, 2 re-issue.
  public let kind: UInt8
  /// 0 collecting, 1 locked, 2 disputed, 3 done, 4 vetoed, 5 lapsed, 6 refused.
  public let status: UInt8
  public let due: BlockTime
  /// How many guardians agree.
  public let guardians: Int
  public let first: AccountNumber?
  public let second: AccountNumber?
  let previous: UInt32

  public static let byteCount = 143

  public var isOpen: Bool { status <= 2 }

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8]) {
    guard preimage.count == Self.byteCount else { return nil }
    (kind, status) = (preimage[13], preimage[14])
    (entry, account, due, guardians, first, second, previous) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress! + 1
      func agency(at offset: Int) -> AccountNumber? {
        let account = AccountNumber(p.loadLittleEndian(at: offset))
        return account == .none ? nil : account
      }
      return (
        p.loadLittleEndian(), AccountNumber(p.loadLittleEndian(at: 8)),
        BlockTime(milliseconds: p.loadLittleEndian(at: 80)),
        (p.loadLittleEndian(at: 96) as UInt16).nonzeroBitCount, agency(at: 98), agency(at: 102),
        p.loadLittleEndian(at: 138)
      )
    }
  }
}
