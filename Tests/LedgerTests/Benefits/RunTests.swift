import Ledger
import Model
import Records
import Testing

/// One cycle from due day to payment.
@Suite struct RunTests {
  /// Six families whose payments are worked out by hand.
  private func sixFamilies(_ test: TestLedger) -> AccountNumber {
    let first = test.register([3, 5, 1, 2, 4, 2])
    func account(_ n: UInt32) -> AccountNumber { AccountNumber(first.raw + n) }
    test.attest(
      "test.family/1",
      [
        // 100 + 70 + nothing for the adult
        test.familyFact(account(0), level: 1, [(.infant, nil), (.pupil, 90), (.adult, nil)]),
        // infants 100, 100 fill the children; the elder 90; the pupil and the third infant get nothing
        test.familyFact(
          account(1), level: 4, [(.pupil, 100), (.infant, nil), (.elder, nil), (.infant, nil), (.infant, nil)]),
        // an elder alone is refused by the second rule
        test.familyFact(account(2), level: 2, [(.elder, nil)]),
        // level 5 is refused by the first rule
        test.familyFact(account(3), level: 5, [(.infant, nil), (.adult, nil)]),
        // the pupil's attendance has not been reported
        test.familyFact(account(4), level: 3, [(.pupil, nil), (.adult, nil), (.adult, nil), (.adult, nil)]),
      ])
    // about the sixth nothing is known
    return first
  }

  @Test func decidesAndPaysWhatTheRulesSay() {
    let test = TestLedger.world()
    let first = sixFamilies(test)
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-09")
    #expect(test.state.benefits.cycles.isEmpty)
    test.advance(to: "2026-02-10")

    let amounts = (0..<6).map { test.vouchers(AccountNumber(first.raw + $0)) }
    #expect(amounts == [170, 290, 0, 0, 0, 0])
    let verdicts = (0..<6).map { test.entitlement(first.raw + $0).verdict }
    #expect(verdicts == [.yes, .yes, .no, .no, .undecided, .undecided])
    #expect(test.entitlement(first.raw + 2).reason == 1)
    #expect(test.entitlement(first.raw + 3).reason == 0)
    #expect(test.entitlement(first.raw + 4).detail != EntitlementRow.wholeRecord)
    #expect(test.entitlement(first.raw + 5).detail == EntitlementRow.wholeRecord)

    let cycle = test.cycle()
    #expect(cycle.name == "2026-Q1")
    #expect(cycle.stage == .paid)
    #expect(cycle.totals.decided == 6)
    #expect(cycle.totals.entitled == 2)
    #expect(cycle.totals.undecided == 2)
    #expect(cycle.totals.refused == [1, 1, 0])
    #expect(cycle.totals.paidRupiah == 460)
    #expect(test.state.series[0].fund.unspent == 10_000 - 460)
    #expect(test.state.series[0].fund.held == 460)
  }
}
