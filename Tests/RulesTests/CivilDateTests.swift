import Rules
import Testing

@Suite struct CivilDateTests {
  @Test func everyDayOfTheCalendarIsOneAfterTheOther() {
    var (year, month, day) = (1, 1, 1)
    var weekday = 1  // 0001-01-01 is a Monday
    for days in CivilDate.earliest.days...CivilDate.latest.days {
      let date = CivilDate(days: days)
      guard let date, date.components == (year, month, day), date.weekday == weekday,
        CivilDate(year: year, month: month, day: day) == date
      else {
        Issue.record("day \(days) should be \(year)-\(month)-\(day)")
        return
      }
      weekday = (weekday + 1) % 7
      day += 1
      if day > CivilDate.daysIn(month: month, year: year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(year == 10_000)
  }

  @Test func textIsISO() {
    #expect(CivilDate("1970-01-01")?.days == 0)
    #expect(CivilDate("2026-02-10")?.description == "2026-02-10")
    #expect(CivilDate("0001-01-01")?.description == "0001-01-01")
    for text in ["", "2026-2-10", "2026-02-30", "2025-02-29", "0000-01-01", "2026-13-01", "2026/02/10", "2026-02-10 "] {
      #expect(CivilDate(text) == nil)
    }
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-11-30", 3, "2027-02-28"),
    ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"), ("2026-05-31", 0, "2026-05-31"),
  ])
  func addingMonthsStaysInTheMonth(_ from: String, _ months: Int, _ to: String) {
    #expect(CivilDate(from)?.adding(months: months)?.description == to)
  }

  @Test func addingLeavesTheCalendarAsNil() {
    #expect(CivilDate.latest.adding(days: 1) == nil)
    #expect(CivilDate.earliest.adding(days: -1) == nil)
    #expect(CivilDate.latest.adding(months: 1) == nil)
    #expect(CivilDate.earliest.adding(months: -1) == nil)
    #expect(CivilDate.earliest.adding(months: .min) == nil)
    #expect(CivilDate("2026-02-10")?.adding(days: .max) == nil)
  }

  @Test(arguments: [
    ("1956-02-10", "2026-02-10", 70), ("1956-02-11", "2026-02-10", 69), ("2020-02-29", "2021-02-28", 0),
    ("2020-02-29", "2021-03-01", 1), ("2020-02-29", "2024-02-28", 3), ("2020-02-29", "2024-02-29", 4),
    ("2026-02-10", "2026-02-10", 0), ("2026-02-11", "2026-02-10", -1), ("2027-02-11", "2026-02-10", -2),
  ])
  func agesTurnOnTheBirthday(_ born: String, _ day: String, _ age: Int) throws {
    #expect(try CivilDate.age(born: #require(CivilDate(born)), on: #require(CivilDate(day))) == age)
  }
}

@Suite struct TimeTests {
  @Test(arguments: [
    ("P90D", 7_776_000), ("PT6H", 21_600), ("P0D", 0), ("PT9999H", 35_996_400),
  ])
  func periodsAreDaysOrHours(_ text: String, _ seconds: Int64) {
    #expect(Period(text)?.seconds == seconds)
    #expect(Period(text)?.description == text)
  }

  @Test(arguments: ["", "P", "PD", "PTH", "P1H", "PT1D", "P1M", "P1DT1H", "P01D", "P-1D", "P10000D", "p1d", "P1D "])
  func otherPeriodsAreRefused(_ text: String) {
    #expect(Period(text) == nil)
  }

  @Test func offsets() {
    #expect(UTCOffset("+07:00")?.minutes == 420)
    #expect(UTCOffset("-09:30")?.minutes == -570)
    #expect(UTCOffset("02:00")?.description == "+02:00")
    #expect(UTCOffset("-00:00") == .utc)
    for text in ["", "+7:00", "+07:60", "+19:00", "07", "Z", "UTC"] { #expect(UTCOffset(text) == nil) }
  }

  @Test(arguments: [
    ("2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"), ("2009-02-14T06:31:30.500+07:00", "2009-02-13T23:31:30.5Z"),
    ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
  ])
  func timestampsReadAndPrint(_ text: String, _ printed: String) {
    #expect(Timestamp(text)?.description == printed)
  }

  @Test(arguments: [
    "2009-02-13", "2009-02-13T23:31Z", "2009-02-13T24:00:00Z", "2009-02-13T23:60:00Z", "2009-02-13T23:31:60Z",
    "2009-02-13t23:31:30z", "2009-02-13T23:31:30", "2009-02-13T23:31:30.Z", "2009-02-13T23:31:30.0123456789Z",
    "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01", "2009-02-13T23:31:30 +07:00",
  ])
  func otherTimestampsAreRefused(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    ("1h30m", "5400s"), ("-1.5h", "-5400s"), ("0", "0s"), ("10s", "10s"), ("250ms", "0.25s"), ("1us", "0.000001s"),
    ("1µs", "0.000001s"), ("1ns", "0.000000001s"), (".5s", "0.5s"), ("+1m1ms", "60.001s"),
    ("9223372036854775807ns", "9223372036.854775807s"), ("-9223372036854775808ns", "-9223372036.854775808s"),
    ("0.3333333333333333333h", "1199.999999999s"),
  ])
  func durationsReadAndPrint(_ text: String, _ printed: String) {
    #expect(TimeSpan(text)?.description == printed)
  }

  @Test(arguments: [
    "", "1", "s", "1x", "1 s", "--1s", "1h-1m", "9223372036854775808ns", "320000000000s", ".", "-", ".s",
  ])
  func otherDurationsAreRefused(_ text: String) {
    #expect(TimeSpan(text) == nil)
  }
}
