/// A day of the proleptic Gregorian calendar, years 1 to 9999, as days since 1970-01-01.
public struct CivilDate: Hashable, Sendable {
  public let days: Int32

  public static let earliest = CivilDate(unchecked: -719_162)  // 0001-01-01
  public static let latest = CivilDate(unchecked: 2_932_896)  // 9999-12-31

  /// `nil` outside the years 1 to 9999.
  public init?(days: Int32) {
    guard days >= CivilDate.earliest.days, days <= CivilDate.latest.days else { return nil }
    self.days = days
  }

  /// `nil` when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1,
      day <= CivilDate.daysIn(month: month, year: year)
    else { return nil }
    days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
  }

  /// Parses `2026-02-10`.
  public init?(_ text: String) {
    self.init(utf8: Array(text.utf8))
  }

  init?<Bytes: RandomAccessCollection<UInt8>>(utf8: Bytes) where Bytes.Index == Int {
    let start = utf8.startIndex
    guard utf8.count == 10, utf8[start + 4] == UInt8(ascii: "-"), utf8[start + 7] == UInt8(ascii: "-"),
      let year = decimal(utf8.prefix(4)), let month = decimal(utf8[(start + 5)..<(start + 7)]),
      let day = decimal(utf8.suffix(2))
    else { return nil }
    self.init(year: Int(year), month: Int(month), day: Int(day))
  }

  init(unchecked days: Int32) {
    self.days = days
  }
}

extension CivilDate {
  public typealias Components = (year: Int, month: Int, day: Int)

  public var components: Components { CivilDate.components(daysSinceEpoch: days) }
  public var year: Int { components.year }
  public var month: Int { components.month }
  public var day: Int { components.day }

  /// 0 = Sunday … 6 = Saturday.
  public var weekday: Int { Int((days % 7 + 11) % 7) }

  /// 0 on 1 January.
  public var dayOfYear: Int { Int(days - CivilDate.daysSinceEpoch(year: year, month: 1, day: 1)) }

  /// `nil` outside the calendar.
  public func adding(days count: Int) -> CivilDate? {
    let (sum, overflow) = Int64(days).addingReportingOverflow(Int64(count))
    guard !overflow, let days = Int32(exactly: sum) else { return nil }
    return CivilDate(days: days)
  }

  /// The same day `months` later (or earlier); a day past the month's end is its last day. `nil` outside the calendar.
  public func adding(months: Int) -> CivilDate? {
    guard months > -120_000, months < 120_000 else { return nil }
    let (year, month, day) = components
    let index = year * 12 + (month - 1) + months
    guard index >= 12 else { return nil }
    let (newYear, newMonth) = (index / 12, index % 12 + 1)
    guard newYear <= 9999 else { return nil }
    return CivilDate(
      year: newYear, month: newMonth, day: min(day, CivilDate.daysIn(month: newMonth, year: newYear)))
  }

  /// Whole years from `born` to `day`, negative before birth. A 29 February birthday falls on 1 March in a common year.
  public static func age(born: CivilDate, on day: CivilDate) -> Int {
    Int(age(born: born.days, on: day.days))
  }

  static func age(born: Int32, on day: Int32) -> Int32 {
    let birth = components(daysSinceEpoch: born)
    let today = components(daysSinceEpoch: day)
    // Comparing (month, day) puts 29 February after 28 February and before 1 March, which is the rule.
    let before = today.month < birth.month || (today.month == birth.month && today.day < birth.day)
    return Int32(truncatingIfNeeded: today.year - birth.year - (before ? 1 : 0))
  }

  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Years are counted from 1 March, so that the leap day comes last and month lengths follow one line: (153·m + 2) / 5.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int32 {
    // Four centuries later, so that no division rounds up below the year 0, which a time at an offset can lie in.
    let marchYear = (month > 2 ? year : year - 1) + 400
    let marchMonth = month > 2 ? month - 3 : month + 9
    let leaps = marchYear / 4 - marchYear / 100 + marchYear / 400
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    return Int32(truncatingIfNeeded: marchYear * 365 + leaps + dayOfYear - 719_468 - 146_097)
  }

  static func components(daysSinceEpoch days: Int32) -> Components {
    let fromMarch0 = Int(days) + 719_468  // days since 0000-03-01, never negative in range
    let era = fromMarch0 / 146_097
    let dayOfEra = fromMarch0 % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }
}

extension CivilDate: Comparable {
  public static func < (left: CivilDate, right: CivilDate) -> Bool { left.days < right.days }
}

extension CivilDate: CustomStringConvertible {
  /// `2026-02-10`.
  public var description: String { text.string }

  var text: ShortText {
    var text = ShortText()
    let (year, month, day) = components
    text.append(UInt64(year), width: 4)
    text.append("-")
    text.append(UInt64(month), width: 2)
    text.append("-")
    text.append(UInt64(day), width: 2)
    return text
  }
}

/// `nil` unless every byte is an ASCII digit; at most 18 digits.
func decimal(_ utf8: some Collection<UInt8>) -> Int64? {
  guard !utf8.isEmpty, utf8.count <= 18 else { return nil }
  var value: Int64 = 0
  for byte in utf8 {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int64(byte - UInt8(ascii: "0"))
  }
  return value
}
