import Coding
import Rules
import Signing

/// What a fact source may attest: the record's fields, whom it is about and how long it may be believed.
public struct FactSchema: Hashable, Sendable {
  /// What a fact of this schema is about.
  public enum Subject: UInt8, Sendable, CaseIterable {
    case family = 0
    case person = 1
    case region = 2
    /// Something that happened at a place; public, and true only with a quorum.
    case event = 3
  }

  public let record: RecordType
  public let title: Words
  public let subject: Subject
  /// How long after its first valid day a fact goes stale; nil where it never does.
  public let life: Period?
  /// For events: the fields that must agree for two attestations to be of one event. All others are aggregated by
  /// the median.
  public let key: [Text]

  public init(record: RecordType, title: Words, subject: Subject, life: Period?, key: [Text]) {
    self.record = record
    self.title = title
    self.subject = subject
    self.life = life
    self.key = key
  }

  /// `name/version`.
  public var name: Text { Text(record.description) }
}

extension FactSchema: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.unsigned(1 as UInt64)
    record.encode(to: &w)
    title.encode(to: &w)
    w.unsigned(subject.rawValue)
    w.optional(life)
    w.list(key) { $0.name($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 6)
    self.init(
      record: try RecordType(from: &r), title: try Words(from: &r), subject: try r.choice(), life: try r.optional(),
      key: try r.list(max: 8) { r throws(CodingError) in try r.name() })
  }
}
