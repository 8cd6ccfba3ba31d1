import Ledger
import Model
import Records
import Rules
import Testing

/// What happens when something is learnt late, or there is too little money.
@Suite struct ArrearsTests {
  private func world(funded: Int64 = 10_000, shortfall: Shortfall = .wait) -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    let first = test.register([1, 1, 1])
    test.attest(
      "test.family/1",
      [
        test.familyFact(first, level: 1, [(.infant, nil)]),
        test.familyFact(first + 1, level: 1, [(.pupil, 90)]),
      ])
    test.activate(TestWorld.programme(shortfall: shortfall))
    if funded > 0 { test.fund("id.test", funded) }
    return (test, first)
  }

  @Test func aLateFactIsPaidAtOnce() {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    #expect(test.entitlement(first.raw + 2).verdict == .undecided)
    test.advance(to: "2026-03-01")
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.elder, nil)])])
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.infant, nil)])])
    test.settle()
    let row = test.entitlement(first.raw + 2)
    #expect(row.verdict == .yes)
    #expect(row.revisedAt > 0, "an elder alone first, then an infant")
    #expect(test.vouchers(first + 2) == 100)
    #expect(test.cycle().totals.paid == 3)
  }

  /// What came after the decision, when nothing could change it any more, is no part of it.
  @Test func aReceiptCommitsToTheFactsOfItsDecisionHoweverLateItIsPaid() throws {
    let (test, first) = world(funded: 170)
    test.advance(to: "2026-02-10")
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.infant, nil)])])
    test.settle()
    #expect(test.entitlement(first.raw + 2).entitled == 100 && test.vouchers(first + 2) == 0)
    test.advance(to: "2026-03-20")
    test.attest("test.family/1", [test.familyFact(first + 2, level: 6, [(.infant, nil)])])
    test.fund("id.test", 1_000)
    test.apply()
    let receipt = try #require(test.receipts.first { $0.kind == .disbursement })
    let decision = try #require(test.state.recompute(receipt))
    #expect(receipt.account == first + 2 && receipt.amount == 100)
    #expect(decision.digest == receipt.digest && decision.agrees)
    #expect(test.state.explain(series: "id.test", cycle: "2026-Q1", registrant: first.raw + 2)?.verdict == .yes)
  }

  @Test func aFactThatBeginsAfterTheDueDayChangesNothing() {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.infant, nil)], from: "2026-02-11")])
    test.settle()
    #expect(test.entitlement(first.raw + 2).revisedAt == 0)
  }

  @Test func nothingChangesAfterTheAppealWindow() {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    test.advance(to: "2026-03-12")
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.infant, nil)])])
    test.settle()
    #expect(test.vouchers(first + 2) == 0)
  }

  @Test func aFamilyRegisteredLateIsDecidedToo() {
    let (test, _) = world()
    test.advance(to: "2026-02-10")
    let late = test.register([1])
    test.settle()
    #expect(test.entitlement(late.raw).verdict == .undecided)
    test.attest("test.family/1", [test.familyFact(late, level: 1, [(.infant, nil)])])
    test.settle()
    #expect(test.vouchers(late) == 100)
    #expect(test.cycle().totals.decided == 4)
  }

  @Test func aCorrectionPaysTheDifferenceAndNeverClawsBack() {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    test.attest("test.family/1", [test.familyFact(first + 1, level: 1, [(.infant, nil)])])
    test.settle()
    #expect(test.vouchers(first + 1) == 100, "70 at first, then 30")
    test.attest("test.family/1", [test.familyFact(first + 1, level: 9, [(.infant, nil)])])
    test.settle()
    let row = test.entitlement(first.raw + 1)
    #expect(row.verdict == .no)
    #expect(row.entitled == 100)
    #expect(test.vouchers(first + 1) == 100)
  }

  @Test func arrearsWaitInOrderForMoney() {
    let (test, first) = world(funded: 170)
    test.advance(to: "2026-02-10")
    #expect(test.state.series[0].fund.unspent == 0)
    test.attest(
      "test.family/1",
      [
        test.familyFact(first + 2, level: 1, [(.infant, nil)]),
        test.familyFact(first + 1, level: 1, [(.infant, nil)]),
      ])
    test.settle()
    #expect(test.cycle().owed == 130)
    test.fund("id.test", 50)
    test.settle()
    #expect(test.vouchers(first + 1) == 100, "the first in order is owed 30")
    #expect(test.vouchers(first + 2) == 0, "20 are not enough for the next")
    test.fund("id.test", 80)
    test.settle()
    #expect(test.vouchers(first + 2) == 100)
    #expect(test.cycle().owed == 0)
  }

  @Test func whatACycleIsBeingPaidWithIsNotPaidToOthers() {
    let test = TestLedger.world(rowsPerBlock: 1)
    let first = test.register([1, 1, 1, 1])
    test.attest(
      "test.family/1", (0..<3 as Range<UInt32>).map { test.familyFact(first + $0, level: 1, [(.infant, nil)]) })
    test.activate(TestWorld.programme { $0.appeal.window = .days(120) })
    test.fund("id.test", 300)
    test.advance(to: "2026-02-10")
    #expect(test.cycle(0).stage == .paid && test.state.series[0].fund.unspent == 0)
    test.fund("id.test", 300)
    test.now = TestLedger.time("2026-05-10")
    repeat { test.apply() } while test.state.benefits.cycles.count < 2 || test.cycle(1).stage != .paying
    test.attest("test.family/1", [test.familyFact(first + 3, level: 1, [(.infant, nil)])])
    test.settle()
    #expect(test.cycle(1).stage == .paid)
    #expect((0..<3 as Range<UInt32>).map { test.vouchers(first + $0) } == [200, 200, 200])
    #expect(test.vouchers(first + 3) == 0 && test.cycle(0).owed + test.cycle(1).owed == 200)
    test.fund("id.test", 200)
    test.settle()
    #expect(test.vouchers(first + 3) == 200)
  }

  @Test func aRetiredSeriesThatOwesCanStillBeFunded() {
    let (test, first) = world(funded: 100)
    test.now = TestLedger.time("2026-02-10")
    test.apply()
    test.apply()
    #expect(test.cycle().stage == .waiting)
    test.accept(test.command(.ministry, .retire(series: "id.test")))
    test.fund("id.test", 70)
    test.settle()
    #expect(test.vouchers(first) == 100 && test.vouchers(first + 1) == 70)
    test.issue(1)
    test.refuseFinally(test.command(.treasury, .fund(series: "id.test", amount: 1)), .alreadyRetired)
  }

  @Test func aCycleWaitsUntilTheFundHoldsItsTotal() {
    let (test, first) = world(funded: 100)
    test.now = TestLedger.time("2026-02-10")
    test.apply()
    test.apply()
    #expect(test.notices.map(\.stage) == [.waiting])
    #expect(test.notices[0].gap == 70)
    test.settle()
    #expect(test.vouchers(first) == 0, "nobody is paid ahead of others")
    test.fund("id.test", 69)
    test.apply()
    #expect(test.notices.isEmpty, "two notices close together would tell of one family")
    test.now = test.now.advanced(by: BlockTime.day)
    test.apply()
    #expect(test.notices.map(\.gap) == [1])
    test.fund("id.test", 1)
    test.settle()
    #expect(test.cycle().stage == .paid)
    #expect(test.vouchers(first) == 100)
    #expect(test.vouchers(first + 1) == 70)
  }

  @Test func aCycleThatSharesPaysTheSamePartAndOwesTheRest() {
    let (test, first) = world(funded: 100, shortfall: .share)
    test.advance(to: "2026-02-10")
    // 100 × 100 / 170 and 70 × 100 / 170, rounded down
    #expect(test.vouchers(first) == 58)
    #expect(test.vouchers(first + 1) == 41)
    #expect(test.state.series[0].fund.unspent == 1)
    #expect(test.cycle().owed == 71)
    test.fund("id.test", 70)
    test.settle()
    #expect(test.vouchers(first) == 100)
    #expect(test.vouchers(first + 1) == 70)
    #expect(test.state.series[0].fund.unspent == 0)
  }

  @Test func anEmptyFundThatSharesOwesEverything() {
    let (test, first) = world(funded: 0, shortfall: .share)
    test.advance(to: "2026-02-10")
    #expect(test.cycle().stage == .paid)
    #expect(test.cycle().owed == 170)
    test.fund("id.test", 170)
    test.settle()
    #expect(test.vouchers(first) == 100)
  }

  @Test func aNewerCycleWaitsForAnOlderOne() {
    let (test, first) = world(funded: 100)
    test.advance(to: "2026-05-10")
    #expect(test.state.benefits.cycles.map(\.record.stage) == [.waiting, .decided])
    test.fund("id.test", 240)
    test.settle()
    #expect(test.state.benefits.cycles.map(\.record.totals.paidRupiah) == [170, 170])
    // The first quarter's money came in May, so it counts from May: both live for 90 days.
    #expect(test.state.classes.map(\.expires) == [TestLedger.time("2026-08-09"), TestLedger.time("2026-08-09")])
    #expect(test.vouchers(first) == 200)
  }

  @Test func latePaymentsGetVouchersThatLive() {
    let (test, first) = world(funded: 170)
    test.advance(to: "2026-02-10")
    test.advance(to: "2026-03-01")
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.infant, nil)])])
    test.settle()
    test.advance(to: "2026-04-20")
    test.fund("id.test", 100)
    test.settle()
    #expect(test.vouchers(first + 2) == 100)
    #expect(test.state.classes.map(\.expires) == [TestLedger.time("2026-05-12"), TestLedger.time("2026-07-20")])
  }
}
