import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// What nobody may do by way of an appeal.
@Suite struct AppealAttackTests {
  private let world = AppealWorld()
  private var test: TestLedger { world.test }
  private var first: AccountNumber { world.first }

  @Test func aProposalIsNotSwappedUnderTheSecondOfficersHand() {
    let entry = world.file(first)
    let second = world.addOfficer()
    test.accept(world.answer(entry, .exception(rule: 1)))
    let confirmation = world.confirm(entry, rule: 1, by: second)
    test.accept(world.answer(entry, .exception(rule: 0)))
    test.refuseFinally(confirmation, .noException)
    test.accept(world.confirm(entry, rule: 0, by: second))
    test.settle()
    #expect(test.vouchers(first) == 100)
  }

  @Test func anOfficerWhoWasDismissedProposesNothing() {
    let entry = world.file(first)
    let second = world.addOfficer()
    test.accept(world.answer(entry, .exception(rule: 0)))
    world.rotate(to: [second])
    test.refuseFinally(world.confirm(entry, rule: 0, by: second), .noException)
    test.settle()
    #expect(test.vouchers(first) == 0)
  }

  /// Dismissed and taken on again, an officer has another number and the same key.
  @Test func anOfficerDoesNotConfirmUnderANewNumber() {
    let entry = world.file(first)
    let second = world.addOfficer()
    test.accept(world.answer(entry, .exception(rule: 0)))
    world.rotate(to: [second])
    test.accept(
      test.command(
        TestAgency.ministry.account, key: second, credential: 1,
        .rotateAgency(agency: TestAgency.ministry.account, officers: [second, TestAgency.ministry.key], threshold: 2)))
    test.refuseFinally(world.confirm(entry, rule: 0, by: TestAgency.ministry.key, credential: 2), .noException)
  }

  @Test func anUpheldAppealNeverLowersWhatIsOwed() {
    // The fund pays Rp 50 of Rp 100; the rest is owed.
    let poor = AppealWorld(shortfall: .share, funded: 50)
    let (test, second) = (poor.test, poor.first + 1)
    #expect(test.entitlement(second.raw).paid == 50)
    let entry = poor.file(second)
    // Nothing more is learnt by itself, but deciding again would see it.
    test.now = TestLedger.time("2026-03-13")
    test.attest("test.family/1", [test.familyFact(second, level: 6, [(.infant, nil)])])
    let before = test.entitlement(second.raw)
    test.accept(poor.answer(entry, .corrected))
    test.settle()
    #expect(test.entitlement(second.raw) == before)
    test.fund("id.test", 1_000)
    test.settle()
    #expect(test.vouchers(second) == 100)
  }

  @Test func aDecisionTakenAgainForAFactMayStillFallBeforeItIsPaid() {
    let poor = AppealWorld(shortfall: .share, funded: 50)
    let (test, second) = (poor.test, poor.first + 1)
    test.accept(poor.answer(poor.file(second), .corrected))
    test.settle()
    test.attest("test.family/1", [test.familyFact(second, level: 6, [(.infant, nil)])])
    test.settle()
    #expect(test.entitlement(second.raw).entitled == 50)
  }

  @Test func textsOfAnswersThatWereReplacedAreForgottenToo() {
    let entry = world.file(first)
    let proposal = world.answer(entry, .exception(rule: 0))
    test.accept(proposal)
    let refusal = world.answer(entry, .refused)
    test.accept(refusal)
    let restored = try? SavedState.load(SavedState.bytes(test.state))
    #expect(restored?.benefits.appeals.seals(of: first) == test.state.benefits.appeals.seals(of: first))
    test.accept(test.command(first, .erase(account: first)))
    #expect(test.erasedSeals.isSuperset(of: [proposal.sealed[0].digest, refusal.sealed[0].digest]))
  }

  @Test func nobodyFloodsTheDeciders() {
    let more = test.register(Array(repeating: 1, count: 70))
    test.settle()
    for index in 0..<64 as Range<UInt32> { world.file(more + index, by: first) }
    test.refuseFinally(world.appeal(more + 64, by: first), .tooManyAppeals)
    world.file(more + 64, by: first + 1)
    world.file(first, by: first + 2)
    let oldest = test.state.benefits.appeals.rows[0].entry
    test.accept(world.answer(oldest, .refused))
    world.file(more + 65, by: first)
  }

  /// Five appeals about one family tell as much as one.
  @Test func onlyFamiliesCountForWhatIsShown() throws {
    world.file(first)
    for helper in 1...2 as ClosedRange<UInt32> {
      world.file(first, by: first + helper)
    }
    for agency in [TestAgency.quake1, .quake2] { world.file(first, by: agency.account, key: agency.key) }
    #expect(test.state.appealCounts(ofCycle: 0, level: .province).isEmpty)
  }

  /// Two provinces of two families each are not shown; nor is what they could be subtracted from.
  @Test func whatIsLeftOutIsNotWorkedOutFromTheRest() {
    let regions: [(UInt64, Int)] = [(11_01_01_2001, 2), (12_01_01_2001, 2), (13_01_01_2001, 6), (14_01_01_2001, 7)]
    for (region, families) in regions {
      let accounts = test.register(Array(repeating: 1, count: families), region: region)
      test.settle()
      for index in 0..<UInt32(families) { world.file(accounts + index, by: first) }
    }
    let counts = test.state.appealCounts(ofCycle: 0, level: .province)
    #expect(counts.map(\.filed) == [17, 7])
  }
}
