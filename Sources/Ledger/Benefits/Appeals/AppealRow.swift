import Model
import Signing

/// One appeal. Its words and their answer are sealed; the row holds their seals.
public struct AppealRow: TableRecord, Equatable {
  /// The entry that made it, by which it is called.
  public var entry: UInt64
  public var cycle: UInt32
  /// Whom the decision is about: an account's number, or a person's.
  public var registrant: UInt32
  public var account: AccountNumber
  public var filedBy: AccountNumber
  public var filed: BlockTime
  /// Who has to answer until when.
  public var decider: AccountNumber
  public var deadline: BlockTime
  /// How often nobody answered in time.
  public var late: UInt8
  public var status: Status
  /// The eligibility rule an exception waives, and the officer who proposed it.
  public var rule: UInt8
  public var officer: UInt16
  public var answered: BlockTime
  public var words: Digest
  public var answer: Digest

  public enum Status: UInt8, Sendable, BitwiseCopyable {
    case open = 0
    /// An exception waits for a second officer.
    case proposed = 1
    case refused = 2
    case corrected = 3
    /// A rule is waived.
    case excepted = 4

    public var isOpen: Bool { self == .open || self == .proposed }
  }

  public init() {
    entry = 0
    cycle = 0
    registrant = 0
    account = .none
    filedBy = .none
    filed = BlockTime(milliseconds: 0)
    decider = .none
    deadline = BlockTime(milliseconds: 0)
    late = 0
    status = .open
    rule = 0
    officer = 0
    answered = BlockTime(milliseconds: 0)
    words = .zero
    answer = .zero
  }

  public static var rowsPerLeaf: Int { 4 }
  public static var encodedLength: Int { 121 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(entry, to: bytes, at: 0)
    LittleEndian.store(cycle, to: bytes, at: 8)
    LittleEndian.store(registrant, to: bytes, at: 12)
    LittleEndian.store(account.raw, to: bytes, at: 16)
    LittleEndian.store(filedBy.raw, to: bytes, at: 20)
    LittleEndian.store(filed.milliseconds, to: bytes, at: 24)
    LittleEndian.store(decider.raw, to: bytes, at: 32)
    LittleEndian.store(deadline.milliseconds, to: bytes, at: 36)
    LittleEndian.store(late, to: bytes, at: 44)
    LittleEndian.store(status.rawValue, to: bytes, at: 45)
    LittleEndian.store(rule, to: bytes, at: 46)
    LittleEndian.store(officer, to: bytes, at: 47)
    LittleEndian.store(answered.milliseconds, to: bytes, at: 49)
    LittleEndian.store(words, to: bytes, at: 57)
    LittleEndian.store(answer, to: bytes, at: 89)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    entry = LittleEndian.load(from: bytes, at: 0)
    cycle = LittleEndian.load(from: bytes, at: 8)
    registrant = LittleEndian.load(from: bytes, at: 12)
    account = AccountNumber(LittleEndian.load(from: bytes, at: 16))
    filedBy = AccountNumber(LittleEndian.load(from: bytes, at: 20))
    filed = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 24))
    decider = AccountNumber(LittleEndian.load(from: bytes, at: 32))
    deadline = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 36))
    late = LittleEndian.load(from: bytes, at: 44)
    status = Status(rawValue: LittleEndian.load(from: bytes, at: 45)) ?? .open
    rule = LittleEndian.load(from: bytes, at: 46)
    officer = LittleEndian.load(from: bytes, at: 47)
    answered = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 49))
    words = LittleEndian.load(from: bytes, at: 57)
    answer = LittleEndian.load(from: bytes, at: 89)
  }
}

extension AppealRow: EntryOrdered {}
