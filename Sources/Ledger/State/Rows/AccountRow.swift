import Model
import Rules
import Signing

/// An account's head: what it is and who its people are. Its money lies elsewhere, so that a proof of identity shows no
/// balance.
public struct AccountRow: TableRecord {
  public var kind: Kind
  public var erased: Bool
  /// Credentials that may act, and the number the next one gets.
  public var liveCredentials: UInt16
  public var nextCredential: UInt16
  /// Row of its first credential; the others are chained behind it.
  public var firstCredential: UInt32
  /// Row of its agency or merchant record.
  public var office: UInt32
  /// Where its people begin in the membership table, and how many they are.
  public var firstMember: UInt32
  public var memberCount: UInt16
  public var guardianThreshold: UInt8
  public var guardianCount: UInt8
  public var salt: Salt
  public var region: UInt64
  /// Row of the family's last change of place (`MoveRow`), or none.
  public var moved: UInt32
  public var frozenUntil: BlockTime
  /// Commands up to this height had been applied when it came.
  public var registeredAt: UInt64
  public var guardians: Digest
  /// The credential that froze it, or `byGuardian`.
  public var frozenBy: UInt16
  /// When a guardian last froze it.
  public var guardianFroze: BlockTime
  /// Row of its newest recovery (`RecoveryRow`), or none.
  public var recovery: UInt32

  public static let byGuardian: UInt16 = .max

  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    case none = 0
    case agency = 1
    case family = 2
    case merchant = 3
  }

  public init() {
    kind = .none
    erased = false
    liveCredentials = 0
    nextCredential = 0
    firstCredential = .max
    office = .max
    firstMember = 0
    memberCount = 0
    guardianThreshold = 0
    guardianCount = 0
    salt = .none
    region = 0
    moved = MoveRow.none
    frozenUntil = BlockTime(milliseconds: .min)
    registeredAt = 0
    guardians = .zero
    frozenBy = 0
    guardianFroze = BlockTime(milliseconds: .min)
    recovery = RecoveryRow.none
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 112 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(kind.rawValue, to: bytes, at: 0)
    LittleEndian.store(UInt8(erased ? 1 : 0), to: bytes, at: 1)
    LittleEndian.store(liveCredentials, to: bytes, at: 2)
    LittleEndian.store(nextCredential, to: bytes, at: 4)
    LittleEndian.store(firstCredential, to: bytes, at: 6)
    LittleEndian.store(office, to: bytes, at: 10)
    LittleEndian.store(firstMember, to: bytes, at: 14)
    LittleEndian.store(memberCount, to: bytes, at: 18)
    LittleEndian.store(guardianThreshold, to: bytes, at: 20)
    LittleEndian.store(guardianCount, to: bytes, at: 21)
    LittleEndian.store(salt.high, to: bytes, at: 22)
    LittleEndian.store(salt.low, to: bytes, at: 30)
    LittleEndian.store(region, to: bytes, at: 38)
    LittleEndian.store(frozenUntil.milliseconds, to: bytes, at: 46)
    LittleEndian.store(registeredAt, to: bytes, at: 54)
    LittleEndian.store(guardians, to: bytes, at: 62)
    LittleEndian.store(moved, to: bytes, at: 94)
    LittleEndian.store(frozenBy, to: bytes, at: 98)
    LittleEndian.store(guardianFroze.milliseconds, to: bytes, at: 100)
    LittleEndian.store(recovery, to: bytes, at: 108)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    kind = Kind(rawValue: LittleEndian.load(from: bytes, at: 0)) ?? .none
    erased = LittleEndian.load(from: bytes, at: 1) as UInt8 == 1
    liveCredentials = LittleEndian.load(from: bytes, at: 2)
    nextCredential = LittleEndian.load(from: bytes, at: 4)
    firstCredential = LittleEndian.load(from: bytes, at: 6)
    office = LittleEndian.load(from: bytes, at: 10)
    firstMember = LittleEndian.load(from: bytes, at: 14)
    memberCount = LittleEndian.load(from: bytes, at: 18)
    guardianThreshold = LittleEndian.load(from: bytes, at: 20)
    salt = Salt(high: LittleEndian.load(from: bytes, at: 22), low: LittleEndian.load(from: bytes, at: 30))
    region = LittleEndian.load(from: bytes, at: 38)
    frozenUntil = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 46))
    registeredAt = LittleEndian.load(from: bytes, at: 54)
    guardians = LittleEndian.load(from: bytes, at: 62)
    moved = LittleEndian.load(from: bytes, at: 94)
    guardianCount = LittleEndian.load(from: bytes, at: 21)
    frozenBy = LittleEndian.load(from: bytes, at: 98)
    guardianFroze = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 100))
    recovery = LittleEndian.load(from: bytes, at: 108)
  }
}
