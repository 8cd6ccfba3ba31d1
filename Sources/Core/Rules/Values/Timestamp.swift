/// A point in time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
public struct Timestamp: Hashable, Sendable {
  /// Since 1970-01-01T00:00:00Z.
  public let seconds: Int64
  /// 0 ..< 1,000,000,000, counted forward from `seconds`.
  public let nanoseconds: UInt32

  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// `nil` outside the range.
  public init?(seconds: Int64, nanoseconds: UInt32 = 0) {
    guard Timestamp.range.contains(seconds), nanoseconds < 1_000_000_000 else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init(unchecked seconds: Int64, _ nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Parses RFC 3339, as `2009-02-13T23:31:30.5Z` or with an offset in place of `Z`.
  public init?(_ text: String) {
    self.init(utf8: Array(text.utf8))
  }

  init?<Bytes: RandomAccessCollection<UInt8>>(utf8: Bytes) where Bytes.Index == Int {
    let start = utf8.startIndex
    guard utf8.count >= 20, utf8[start + 10] == UInt8(ascii: "T"), utf8[start + 13] == UInt8(ascii: ":"),
      utf8[start + 16] == UInt8(ascii: ":"), let date = CivilDate(utf8: utf8.prefix(10)),
      let hour = decimal(utf8[(start + 11)..<(start + 13)]), hour < 24,
      let minute = decimal(utf8[(start + 14)..<(start + 16)]), minute < 60,
      let second = decimal(utf8[(start + 17)..<(start + 19)]), second < 60
    else { return nil }
    var rest = utf8.dropFirst(19)
    var nanoseconds: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      guard digits.count <= 9, var fraction = decimal(digits) else { return nil }
      for _ in digits.count..<9 { fraction *= 10 }
      nanoseconds = fraction
      rest = rest.dropFirst(1 + digits.count)
    }
    var offset: Int64 = 0
    if rest.count != 1 || rest.first != UInt8(ascii: "Z") {
      guard rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-"), let zone = UTCOffset(utf8: rest)
      else { return nil }
      offset = Int64(zone.minutes) * 60
    }
    let seconds = Int64(date.days) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    self.init(seconds: seconds, nanoseconds: UInt32(nanoseconds))
  }

  /// `nil` outside the range.
  func adding(_ span: TimeSpan) -> Timestamp? {
    let total = Int64(nanoseconds) + span.nanoseconds % TimeSpan.second
    let carry: Int64 = total < 0 ? -1 : total >= TimeSpan.second ? 1 : 0
    return Timestamp(
      seconds: seconds + span.nanoseconds / TimeSpan.second + carry,
      nanoseconds: UInt32(truncatingIfNeeded: total - carry * TimeSpan.second))
  }

  /// `nil` when the distance is more than a duration holds, about 292 years.
  func subtracting(_ other: Timestamp) -> TimeSpan? {
    let (whole, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: TimeSpan.second)
    let (total, carried) = whole.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
    return overflow || carried ? nil : TimeSpan(nanoseconds: total)
  }
}

extension Timestamp: Comparable {
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension Timestamp {
  /// Parts of a moment or a length of time, as the CEL getters name them.
  enum Part: UInt8, Sendable {
    case fullYear, month, dayOfYear, dayOfMonth, date, dayOfWeek, hours, minutes, seconds, milliseconds
  }

  /// The part as a clock at that offset shows it. The year may leave 1…9999 by one at the edges of the range.
  func part(_ part: Part, at offset: UTCOffset) -> Int64 {
    let local = seconds + Int64(offset.minutes) * 60
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let second = local - days * 86_400
    switch part {
    case .hours: return second / 3_600
    case .minutes: return second / 60 % 60
    case .seconds: return second % 60
    case .milliseconds: return Int64(nanoseconds / 1_000_000)
    default: return CivilDate(unchecked: Int32(truncatingIfNeeded: days)).part(part)
    }
  }
}

extension CivilDate {
  /// Zero-based month, day of the year and `dayOfMonth`, one-based `date`, as CEL has it.
  func part(_ part: Timestamp.Part) -> Int64 {
    switch part {
    case .fullYear: Int64(year)
    case .month: Int64(month - 1)
    case .dayOfYear: Int64(dayOfYear)
    case .dayOfMonth: Int64(day - 1)
    case .date: Int64(day)
    case .dayOfWeek: Int64(weekday)
    case .hours, .minutes, .seconds, .milliseconds: 0
    }
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with as many digits of a second as it has: `2009-02-13T23:31:30.5Z`.
  public var description: String { text.string }

  var text: ShortText {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let second = UInt64(seconds - days * 86_400)
    var text = CivilDate(unchecked: Int32(truncatingIfNeeded: days)).text
    text.append("T")
    text.append(second / 3_600, width: 2)
    text.append(":")
    text.append(second / 60 % 60, width: 2)
    text.append(":")
    text.append(second % 60, width: 2)
    text.append(fraction: nanoseconds)
    text.append("Z")
    return text
  }
}
