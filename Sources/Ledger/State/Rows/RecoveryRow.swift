import Model
import Signing

/// An account on its way to a new key: who agrees, and when it comes unless the owner objects.
public struct RecoveryRow: TableRecord, Equatable {
  /// The entry that began it, by which it is called.
  public var entry: UInt64
  public var account: AccountNumber
  public var kind: Kind
  public var status: Status
  /// The new key, as in `CredentialRow`, and the tier it gets.
  public var keyKind: UInt8
  public var tier: Tier
  public var keyHigh: Digest
  public var keyLow: Digest
  /// While it collects voices: when it lapses. Once locked: when the key comes.
  public var due: BlockTime
  /// It also waits for so many blocks that accepted commands.
  public var waitsFor: UInt64
  /// A bit for every guardian that agrees, by its leaf.
  public var guardians: UInt16
  /// Agencies that agree, or none.
  public var first: AccountNumber
  public var second: AccountNumber
  /// What both agencies have seen.
  public var evidence: Digest
  /// The account's recovery before this one, or none.
  public var previous: UInt32

  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    case guardians = 0
    case card = 1
    case reissue = 2
  }

  public enum Status: UInt8, Sendable, BitwiseCopyable {
    case collecting = 0
    case locked = 1
    /// A credential reported lost objected; a third agency decides.
    case disputed = 2
    case done = 3
    case vetoed = 4
    case lapsed = 5
    case refused = 6

    public var isOpen: Bool { rawValue <= 2 }
  }

  public static let none: UInt32 = .max

  public init() {
    entry = 0
    account = .none
    kind = .guardians
    status = .collecting
    keyKind = 0
    tier = .software
    keyHigh = .zero
    keyLow = .zero
    due = BlockTime(milliseconds: 0)
    waitsFor = 0
    guardians = 0
    first = .none
    second = .none
    evidence = .zero
    previous = Self.none
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 142 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(entry, to: bytes, at: 0)
    LittleEndian.store(account.raw, to: bytes, at: 8)
    LittleEndian.store(kind.rawValue, to: bytes, at: 12)
    LittleEndian.store(status.rawValue, to: bytes, at: 13)
    LittleEndian.store(keyKind, to: bytes, at: 14)
    LittleEndian.store(tier.rawValue, to: bytes, at: 15)
    LittleEndian.store(keyHigh, to: bytes, at: 16)
    LittleEndian.store(keyLow, to: bytes, at: 48)
    LittleEndian.store(due.milliseconds, to: bytes, at: 80)
    LittleEndian.store(waitsFor, to: bytes, at: 88)
    LittleEndian.store(guardians, to: bytes, at: 96)
    LittleEndian.store(first.raw, to: bytes, at: 98)
    LittleEndian.store(second.raw, to: bytes, at: 102)
    LittleEndian.store(evidence, to: bytes, at: 106)
    LittleEndian.store(previous, to: bytes, at: 138)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    entry = LittleEndian.load(from: bytes, at: 0)
    account = AccountNumber(LittleEndian.load(from: bytes, at: 8))
    kind = Kind(rawValue: LittleEndian.load(from: bytes, at: 12)) ?? .guardians
    status = Status(rawValue: LittleEndian.load(from: bytes, at: 13)) ?? .refused
    keyKind = LittleEndian.load(from: bytes, at: 14)
    tier = Tier(rawValue: LittleEndian.load(from: bytes, at: 15)) ?? .software
    keyHigh = LittleEndian.load(from: bytes, at: 16)
    keyLow = LittleEndian.load(from: bytes, at: 48)
    due = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 80))
    waitsFor = LittleEndian.load(from: bytes, at: 88)
    guardians = LittleEndian.load(from: bytes, at: 96)
    first = AccountNumber(LittleEndian.load(from: bytes, at: 98))
    second = AccountNumber(LittleEndian.load(from: bytes, at: 102))
    evidence = LittleEndian.load(from: bytes, at: 106)
    previous = LittleEndian.load(from: bytes, at: 138)
  }
}

extension RecoveryRow: EntryOrdered {}
