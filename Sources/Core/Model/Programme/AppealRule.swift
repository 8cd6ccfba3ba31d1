import Coding
import Rules

/// How a decision is appealed: until when, who answers, and what happens where nobody does.
public struct AppealRule: Hashable, Sendable {
  /// How long after the due day a decision may be appealed, and late facts may still change it.
  public var window: Period
  /// How long a decider has. What lies longer goes on to the next, and everybody is told that it did.
  public var answer: Period
  /// The agency that answers in a region; the most precise region counts. Elsewhere the programme's owner answers.
  public var deciders: [Decider]
  /// Who answers what a decider left lying; nil: the programme's owner.
  public var escalation: Text?

  public struct Decider: Hashable, Sendable {
    public let region: Region
    /// The agency's name.
    public let agency: Text

    public init(region: Region, agency: Text) {
      self.region = region
      self.agency = agency
    }
  }

  public init(window: Period, answer: Period = .days(14), deciders: [Decider] = [], escalation: Text? = nil) {
    self.window = window
    self.answer = answer
    self.deciders = deciders
    self.escalation = escalation
  }

  /// The agency that answers first for someone who lives here; nil: the owner.
  public func decider(for home: Region) -> Text? {
    deciders.filter { $0.region.contains(home) }.max { $0.region.level < $1.region.level }?.agency
  }
}

extension AppealRule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    window.encode(to: &w)
    answer.encode(to: &w)
    w.list(deciders)
    w.optional(escalation) { $0.name($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 4)
    self.init(
      window: try Period(from: &r), answer: try Period(from: &r), deciders: try r.list(max: 600),
      escalation: try r.optionalName())
  }
}

extension AppealRule.Decider: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    region.encode(to: &w)
    w.name(agency)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    self.init(region: try Region(from: &r), agency: try r.name())
  }
}
