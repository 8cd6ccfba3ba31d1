import Coding
import Model
import Rules
import Signing
import Testing

@Suite struct ValueTests {
  @Test func smallValuesAreEncodedOneWay() {
    expectCodecLaws(Sample.account)
    expectCodecLaws(PersonNumber(.max))
    expectCodecLaws(Rupiah(-1))
    expectCodecLaws(Rupiah(.max))
    expectCodecLaws(Sample.time)
    expectCodecLaws(Sample.salt)
    expectCodecLaws(MerchantCategory(9999))
    expectCodecLaws(Nullifier(value: Sample.digest, keyVersion: 255))
    expectCodecLaws(Sample.words)
    expectCodecLaws(Sample.shop)
    expectCodecLaws(Sample.region)
    expectCodecLaws(CivilDate.earliest)
    expectCodecLaws(CivilDate.latest)
    expectCodecLaws(UTCOffset("-18:00")!)
    expectCodecLaws(Period.days(9999))
    expectCodecLaws(Period.hours(0))
    expectCodecLaws(CommandID(digest: Sample.digest))
    expectCodecLaws(Sample.programmes[0].id)
  }

  @Test func rupiahReportsWhatDoesNotFit() {
    #expect(Rupiah(.max).adding(1) == nil)
    #expect(Rupiah(1).adding(2) == 3)
    #expect(Rupiah(1).subtracting(2) == nil)
    #expect(Rupiah(2).subtracting(2) == .zero)
  }

  @Test(arguments: [
    (Int64(0), "Rp 0"), (999, "Rp 999"), (1_000, "Rp 1.000"), (28_700_000_000_000, "Rp 28.700.000.000.000"),
    (-1_250_000, "−Rp 1.250.000"), (.min, "−Rp 9.223.372.036.854.775.808"),
  ])
  func rupiahIsWrittenAsIndonesiansDo(_ amount: Int64, _ text: String) {
    #expect(Rupiah(amount).description == text)
  }

  @Test func merchantCategoriesHaveFourDigits() {
    #expect(MerchantCategory(742).description == "0742")
    #expect(throws: CodingError.self) { try MerchantCategory(encoded: MerchantCategory(10_000).encoded) }
  }

  @Test func daysBeginAtMidnightOfTheirOffset() {
    let offset = UTCOffset("+07:00")!
    let midnight = BlockTime(startOf: CivilDate("2026-01-01")!, offset: offset)
    #expect(midnight == Sample.time)
    #expect(midnight.day(offset: offset) == CivilDate("2026-01-01"))
    #expect(midnight.advanced(by: -1).day(offset: offset) == CivilDate("2025-12-31"))
    #expect(midnight.day(offset: .utc) == CivilDate("2025-12-31"))
    #expect(BlockTime(milliseconds: -1).day(offset: .utc) == CivilDate("1969-12-31"))
    #expect(BlockTime(milliseconds: .min / 2).day(offset: .utc) == nil)
  }

  @Test func vouchersAreTakenWhereTheRuleSays() {
    let voucher = Sample.voucher
    #expect(voucher.allows(category: MerchantCategory(5942), licences: []))
    #expect(!voucher.allows(category: MerchantCategory(5993), licences: ["tutoring"]))
    #expect(!voucher.allows(category: MerchantCategory(8299), licences: []))
    #expect(voucher.allows(category: MerchantCategory(8299), licences: ["pharmacy", "tutoring"]))
    #expect(Sample.cash.allows(category: MerchantCategory(5411), licences: []))
  }
}

@Suite struct ScheduleTests {
  private func schedule(
    _ every: Schedule.Every, month: UInt8 = 1, day: UInt8, from: String = "2026-01-01"
  ) -> Schedule {
    Schedule(
      every: every, month: month, day: day, offset: .utc, from: CivilDate(from)!, until: CivilDate("2030-12-31")!)
  }

  private func dues(_ schedule: Schedule, _ count: Int) -> [String] {
    (0..<count).compactMap { schedule.occurrence($0)?.due.description }
  }

  @Test func aDayPastTheMonthsEndIsItsLastDay() {
    #expect(dues(schedule(.month, day: 31), 4) == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"])
    #expect(dues(schedule(.month, day: 30, from: "2028-02-01"), 2) == ["2028-02-29", "2028-03-30"])
    #expect(dues(schedule(.quarter, month: 2, day: 31), 2) == ["2026-02-28", "2026-05-31"])
    #expect(dues(schedule(.year, month: 2, day: 29, from: "2027-05-05"), 2) == ["2027-02-28", "2028-02-29"])
  }

  @Test func periodsFollowOneAnotherWithoutGaps() {
    for every in Schedule.Every.allCases {
      let schedule = schedule(every, day: 10, from: "2026-05-17")
      for index in 0..<40 {
        let (period, next) = (schedule.occurrence(index)!, schedule.occurrence(index + 1)!)
        #expect(period.end == next.start)
        #expect(period.start <= period.due && period.due < period.end)
        #expect(period.start.day == 1)
      }
    }
  }

  @Test func periodsCountFromTheOneThatHoldsTheFirstDay() {
    #expect(schedule(.quarter, month: 2, day: 10, from: "2026-06-30").occurrence(0)!.name == "2026-Q2")
    #expect(schedule(.quarter, month: 2, day: 10, from: "2026-12-31").occurrence(1)!.name == "2027-Q1")
    #expect(schedule(.month, day: 10, from: "2026-08-31").occurrence(0)!.name == "2026-08")
    #expect(schedule(.year, month: 8, day: 15, from: "2026-11-01").occurrence(0)!.name == "2026")
  }

  @Test func endsWithTheCalendar() {
    let last = schedule(.month, day: 1, from: "9999-11-15")
    #expect(last.occurrence(0) != nil)
    #expect(last.occurrence(2) == nil)
    #expect(last.occurrence(1_000_000) == nil)
  }

  @Test func refusesADueDayOutsideItsPeriod() {
    for (month, day) in [(4, 1), (0, 1), (1, 0), (1, 32)] as [(UInt8, UInt8)] {
      let programme = Sample.programme(
        due: .schedule(schedule(.quarter, month: month, day: day)), spend: Sample.cash)
      #expect(throws: CodingError.self) { try Programme(encoded: programme.encoded) }
    }
  }
}
