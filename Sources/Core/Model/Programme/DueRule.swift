import Coding
import Rules

/// When cycles fall due: by the calendar or by an event.
public enum DueRule: Hashable, Sendable {
  case schedule(Schedule)
  case trigger(Trigger)
}

/// Calendar cycles.
public struct Schedule: Hashable, Sendable {
  public enum Every: UInt8, Sendable, CaseIterable {
    case month = 0
    case quarter = 1
    case year = 2

    public var months: Int {
      switch self {
      case .month: 1
      case .quarter: 3
      case .year: 12
      }
    }
  }

  public let every: Every
  /// The month within the period, 1-based, and the day; a day past the month's end is its last day.
  public let month: UInt8
  public let day: UInt8
  public let offset: UTCOffset
  public let from: CivilDate
  public let until: CivilDate

  public init(every: Every, month: UInt8, day: UInt8, offset: UTCOffset, from: CivilDate, until: CivilDate) {
    self.every = every
    self.month = month
    self.day = day
    self.offset = offset
    self.from = from
    self.until = until
  }
}

/// Cycles that an attested event sets off.
public struct Trigger: Hashable, Sendable {
  /// `name/version` of the event feed's schema.
  public let feed: Text
  /// How many distinct operators must attest the same event, out of how many, within what time of the first.
  public let quorum: UInt8
  public let sources: UInt8
  public let within: Period
  /// A condition on the aggregated event, `event.magnitude_x10 >= 50`; nil where every event counts.
  public let when: Text?
  /// One cycle each, this long after the quorum.
  public let instalments: [Period]
  public let offset: UTCOffset
  public let from: CivilDate
  public let until: CivilDate

  public init(
    feed: Text, quorum: UInt8, sources: UInt8, within: Period, when: Text?, instalments: [Period],
    offset: UTCOffset, from: CivilDate, until: CivilDate
  ) {
    self.feed = feed
    self.quorum = quorum
    self.sources = sources
    self.within = within
    self.when = when
    self.instalments = instalments
    self.offset = offset
    self.from = from
    self.until = until
  }
}
