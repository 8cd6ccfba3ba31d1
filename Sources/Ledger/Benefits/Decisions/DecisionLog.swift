import Coding
import Model
import Rules

/// What a replay could not work out again once sealed bytes are gone, in the order it was worked out: what became of each
/// command that sealed bytes travelled beside (2 bytes: its rejection, or 0), whom each attested fact is about and when it
/// holds (16 bytes), and every decision (8 bytes). What the facts say is not in it.
///
/// A replay writes its own log, which must come out the same, and reads the recorded one only where bytes are gone.
public struct DecisionLog: Sendable {
  public private(set) var bytes: [UInt8] = []
  /// Decisions taken from the recorded log.
  public internal(set) var adopted: UInt64 = 0
  private let recorded: [UInt8]?

  public init(recorded: [UInt8]?) { self.recorded = recorded }

  /// Whether this block has been applied before, and erased bytes may be absent.
  var isReplay: Bool { recorded != nil }
}

// MARK: - Decisions

extension DecisionLog {
  /// Makes room for decisions that lanes will `write`; the first one's offset.
  mutating func reserve(_ decisions: Int) -> Int {
    let offset = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: decisions * Decision.encodedLength))
    return offset
  }

  mutating func append(_ decision: Decision) {
    let offset = reserve(1)
    withUnsafeMutableBytes { decision.encode(to: $0 + offset) }
  }

  mutating func withUnsafeMutableBytes<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    bytes.withUnsafeMutableBytes { body($0.baseAddress!) }
  }

  /// What was decided when the log was this long; nobody, where the recorded log ends before.
  func recordedDecision(at offset: Int) -> Decision {
    guard let recorded, offset + Decision.encodedLength <= recorded.count else { return Decision() }
    return recorded.withUnsafeBytes { Decision(decoding: $0.baseAddress! + offset) }
  }
}

// MARK: - Outcomes

extension DecisionLog {
  static let outcomeLength = 2

  /// Makes room for what will become of a command; its offset.
  mutating func reserveOutcome() -> Int {
    bytes.append(contentsOf: repeatElement(0, count: Self.outcomeLength))
    return bytes.count - Self.outcomeLength
  }

  mutating func setOutcome(_ rejection: Rejection, at offset: Int) {
    withUnsafeMutableBytes { LittleEndian.store(rejection.rawValue, to: $0, at: offset) }
  }

  /// Takes back all that was written from an offset on: the command did not enter the block.
  mutating func truncate(to offset: Int) { bytes.removeLast(bytes.count - offset) }

  /// Why the command was refused when its sealed bytes were there.
  func recordedRejection(at offset: Int) -> Rejection? {
    guard let recorded, offset + Self.outcomeLength <= recorded.count else { return nil }
    return Rejection(rawValue: recorded.withUnsafeBytes { LittleEndian.load(from: $0.baseAddress!, at: offset) })
  }
}

// MARK: - Facts

extension DecisionLog {
  /// Whom a fact is about, as a number of its schema's kind of subject, and when it holds.
  struct Fact: Equatable {
    let subject: UInt64
    let validFrom: Int32
    let validUntil: Int32

    static let encodedLength = 16
  }

  mutating func append(_ fact: Fact) {
    let offset = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: Fact.encodedLength))
    withUnsafeMutableBytes { p in
      LittleEndian.store(fact.subject, to: p, at: offset)
      LittleEndian.store(fact.validFrom, to: p, at: offset + 8)
      LittleEndian.store(fact.validUntil, to: p, at: offset + 12)
    }
  }

  /// The fact recorded `index` facts after the log's present end.
  func recordedFact(ahead index: Int) -> Fact? {
    let offset = bytes.count + index * Fact.encodedLength
    guard let recorded, offset + Fact.encodedLength <= recorded.count else { return nil }
    return recorded.withUnsafeBytes { bytes in
      let p = bytes.baseAddress! + offset
      return Fact(
        subject: LittleEndian.load(from: p), validFrom: LittleEndian.load(from: p, at: 8),
        validUntil: LittleEndian.load(from: p, at: 12))
    }
  }
}
