import Coding
import Rules

extension DueRule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    switch self {
    case .schedule(let schedule):
      w.unsigned(0)
      schedule.encode(to: &w)
    case .trigger(let trigger):
      w.unsigned(1)
      trigger.encode(to: &w)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    let number = try r.unsigned() as UInt64
    switch number {
    case 0: self = .schedule(try Schedule(from: &r))
    case 1: self = .trigger(try Trigger(from: &r))
    default: throw r.error(.unknownCase(number))
    }
  }
}

extension Schedule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.unsigned(UInt64(every.rawValue))
    w.unsigned(UInt64(month))
    w.unsigned(UInt64(day))
    offset.encode(to: &w)
    from.encode(to: &w)
    until.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 6)
    let every = try r.choice(Every.self)
    let month: UInt8 = try r.unsigned()
    let day: UInt8 = try r.unsigned()
    guard month >= 1, Int(month) <= every.months, (1...31).contains(day) else { throw r.invalid("no such due day") }
    self.init(
      every: every, month: month, day: day, offset: try UTCOffset(from: &r), from: try CivilDate(from: &r),
      until: try CivilDate(from: &r))
  }
}

extension Trigger: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(9)
    w.name(feed)
    w.unsigned(UInt64(quorum))
    w.unsigned(UInt64(sources))
    within.encode(to: &w)
    w.optional(when) { $0.name($1) }
    w.list(instalments)
    offset.encode(to: &w)
    from.encode(to: &w)
    until.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 9)
    self.init(
      feed: try r.name(), quorum: try r.unsigned(), sources: try r.unsigned(),
      within: try Period(from: &r), when: try r.optionalName(max: 16384),
      instalments: try r.list(Period.self, max: 24), offset: try UTCOffset(from: &r),
      from: try CivilDate(from: &r), until: try CivilDate(from: &r))
  }
}
