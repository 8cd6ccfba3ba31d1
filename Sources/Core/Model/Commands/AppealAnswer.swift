import Coding

/// What a decider says to an appeal. None of these can take anything from anyone.
public enum AppealAnswer: Hashable, Sendable {
  /// The decision stands; why is in the sealed text.
  case refused
  /// A fact has been corrected: the decision is taken again with all that is known now.
  case corrected
  /// An eligibility rule, by its place, is waived for this registrant in this cycle. Another officer must confirm it.
  case exception(rule: UInt8)
}

extension AppealAnswer: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    switch self {
    case .refused:
      w.array(1)
      w.unsigned(0 as UInt64)
    case .corrected:
      w.array(1)
      w.unsigned(1 as UInt64)
    case .exception(let rule):
      w.array(2)
      w.unsigned(2 as UInt64)
      w.unsigned(rule)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    let count = try r.array(max: 2)
    let number: UInt64 = try r.unsigned()
    switch (number, count) {
    case (0, 1): self = .refused
    case (1, 1): self = .corrected
    case (2, 2): self = .exception(rule: try r.unsigned())
    default: throw r.error(.unknownCase(number))
    }
  }
}

/// What travels sealed with an appeal or its answer: words for people, and evidence such as photographs' digests or
/// short documents.
public struct AppealText: Hashable, Sendable {
  public let words: Text
  public let evidence: [[UInt8]]

  public static let mostWords = 4_000
  public static let mostEvidence = 8

  public init(words: Text, evidence: [[UInt8]] = []) {
    self.words = words
    self.evidence = evidence
  }
}

extension AppealText: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    w.name(words)
    w.list(evidence) { $0.bytes($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    words = try r.name(max: Self.mostWords)
    guard !words.utf8.isEmpty else { throw r.invalid("an appeal or answer says something") }
    evidence = try r.list(max: Self.mostEvidence) { r throws(CodingError) in try r.bytes(max: Sealed.maximumBytes) }
  }
}
