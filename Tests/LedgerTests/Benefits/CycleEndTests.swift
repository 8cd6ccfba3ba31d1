import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing
import Transparency

/// Holds, expiry and the end of cycles.
@Suite struct CycleEndTests {
  private func world(rowsPerBlock: UInt32 = 100_000, _ configure: (inout Parameters) -> Void = { _ in }) -> (
    TestLedger, AccountNumber
  ) {
    let test = TestLedger.world(rowsPerBlock: rowsPerBlock, configure: configure)
    let first = test.register([1, 1])
    test.register([1], region: 53_15_06_2002)
    test.register([1], region: 11_01_01_2001)
    test.attest(
      "test.family/1",
      (0..<4).map { test.familyFact(first + $0, level: 1, [$0 == 2 ? (.adult, nil) : (.infant, nil)]) })
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    return (test, first)
  }

  private func hold(
    _ test: TestLedger, _ cycle: Text, by agency: TestAgency = .ministry, until: BlockTime
  ) -> VerifiedCommand {
    test.command(agency, .hold(series: "id.test", cycle: cycle, until: until))
  }

  @Test func aDecidedCycleCanBeHeldForSevenDays() {
    let (test, first) = world()
    test.now = TestLedger.time("2026-02-10")
    let week = test.now.advanced(by: 7 * BlockTime.day)
    // The block decides the cycle before it hears the command; the next one would pay.
    test.accept(hold(test, "2026-Q1", until: week))
    test.advance(to: "2026-02-16")
    #expect(test.vouchers(first) == 0)
    test.refuse(hold(test, "2026-Q2", until: week), .unknownCycle)
    test.refuse(hold(test, "2026-Q1", until: week.advanced(by: 1)), .holdTooLong)
    test.refuse(hold(test, "2026-Q1", by: .otherMinistry, until: week), .seriesNotYours)
    test.refuse(hold(test, "2026-Q1", by: .treasury, until: week), .notPermitted)
    test.advance(to: "2026-02-17")
    #expect(test.vouchers(first) == 100)
    test.refuse(hold(test, "2026-Q1", until: week), .cycleNotHoldable)
  }

  @Test func thereIsTimeToHoldACycleWhoseDecisionsArePublic() {
    let (test, first) = world { $0.review = BlockTime.hour }
    test.advance(to: "2026-02-10")
    #expect(test.cycle().stage == .decided && test.vouchers(first) == 0)
    test.now = test.now.advanced(by: BlockTime.hour - 1)
    test.settle()
    #expect(test.cycle().stage == .decided)
    test.accept(hold(test, "2026-Q1", until: TestLedger.time("2026-02-12")))
    test.advance(to: "2026-02-11")
    #expect(test.vouchers(first) == 0)
    test.advance(to: "2026-02-12")
    #expect(test.vouchers(first) == 100)
  }

  @Test func aCycleStillBeingDecidedCanBeHeld() {
    let (test, first) = world(rowsPerBlock: 2)
    test.now = TestLedger.time("2026-02-10")
    test.accept(hold(test, "2026-Q1", until: test.now.advanced(by: BlockTime.day)))
    #expect(test.cycle().stage == .deciding)
    test.settle()
    #expect(test.cycle().stage == .decided && test.vouchers(first) == 0)
    test.advance(to: "2026-02-11")
    #expect(test.vouchers(first) == 100)
  }

  @Test func aClassIsNotSweptWhileItIsBeingPaid() {
    let test = TestLedger.world(rowsPerBlock: 1)
    let first = test.register([1, 1, 1, 1])
    test.attest(
      "test.family/1", (0..<4 as Range<UInt32>).map { test.familyFact(first + $0, level: 1, [(.infant, nil)]) })
    test.activate(
      TestWorld.programme { $0.spend = SpendRule(cashOut: true, cashOutFeeCap: 0, allow: [], expires: .hours(6)) })
    test.fund("id.test", 400)
    test.now = TestLedger.time("2026-02-10").advanced(by: 10 * BlockTime.hour)
    repeat { test.apply() } while test.cycle().stage != .paying || test.vouchers(first) == 0
    test.now = TestLedger.time("2026-02-11")
    for _ in 0..<100 where !test.state.classes[0].isSwept { test.apply() }
    #expect(test.cycle().stage == .paid && test.state.classes[0].isSwept)
    #expect(test.state.series[0].fund.cameBack == 400 && test.state.series[0].fund.unspent == 400)
  }

  @Test func vouchersReturnToTheFundAfterTheirLastDay() {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    test.advance(to: "2026-05-09")
    #expect(test.vouchers(first) == 100)
    // The next quarter is paid on 10 May; the first quarter's class ends with 11 May.
    test.advance(to: "2026-05-11")
    #expect(test.vouchers(first) == 200)
    test.now = TestLedger.time("2026-05-12")
    test.apply()
    #expect(test.vouchers(first) == 100)
    #expect(test.receipts.map(\.kind) == [.expired, .expired, .expired])
    #expect(test.receipts.map(\.account) == [first, first + 1, first + 3])
    #expect(test.receipts.allSatisfy { $0.amount == 100 && $0.voucherClass == 0 && $0.mover == .ledger })
    #expect(test.state.series[0].fund.cameBack == 300)
    #expect(test.state.series[0].fund.held == 300)
    #expect(test.state.classes[0].isSwept)
  }

  @Test func theSweepIsBoundedAndGoesOn() {
    let (test, first) = world(rowsPerBlock: 5)
    test.advance(to: "2026-02-10")
    test.accept(test.command(.ministry, .retire(series: "id.test")))
    test.now = TestLedger.time("2026-05-12")
    var blocks = 0
    while !test.state.classes[0].isSwept, blocks < 100 {
      test.apply()
      blocks += 1
      #expect(test.receipts.count <= 5)
    }
    #expect(blocks > 1)
    #expect(test.vouchers(first + 3) == 0)
    #expect(test.state.series[0].fund.unspent == 10_000)
  }

  @Test func theSweepWaitsForBlocksThatAcceptedCommands() {
    let (test, first) = world { $0.maturityBlocks = 2 }
    test.advance(to: "2026-02-10")
    test.accept(test.command(.ministry, .retire(series: "id.test")))
    test.now = TestLedger.time("2026-06-01")
    for _ in 0..<5 { test.apply() }
    #expect(test.vouchers(first) == 100, "no command could have been heard yet")
    test.issue(1)
    test.apply()
    #expect(test.vouchers(first) == 0)
  }

  @Test func aCycleClosesWithARootOverItsRegions() throws {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    test.advance(to: "2026-03-11")
    #expect(test.cycle().stage == .paid)
    let tree = test.state.regionTree(ofCycle: 0, lanes: test.lanes)
    #expect(tree.root.families == 3)
    #expect(tree.root.rupiah == 300)
    let sums = tree.regions.map { "\($0.region) \($0.sum.families) \($0.sum.rupiah)" }
    #expect(
      sums == [
        "11 1 100", "11.01 1 100", "11.01.01 1 100", "11.01.01.2001 1 100", "53 2 200", "53.15 2 200", "53.15.06 2 200",
        "53.15.06.2001 2 200", "53.15.06.2002 0 0",
      ])
    test.now = TestLedger.time("2026-03-12")
    test.apply()
    #expect(test.notices.map(\.stage) == [.closed])
    #expect(test.notices[0].root == tree.root.hash)
    #expect(test.notices[0].totals.paidRupiah == 300)
    #expect(test.entitlement(first.raw).paid == 100, "others may still ask until the quarter ends")
    test.advance(to: "2026-04-01")
    #expect(test.state.benefits.cycles[0].entitlements.count == 0)
    #expect(test.cycle().totals.paidRupiah == 300)
  }
}
