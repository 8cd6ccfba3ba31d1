import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// Decisions that are asked for again.
@Suite struct AppealTests {
  private static let noExpiry = SpendRule(cashOut: true, cashOutFeeCap: 0, allow: [], expires: .days(365))

  /// Three claimed families in one village: refused by the first rule, paid, and without a fact. The programme's owner
  /// answers, or in 53.15 another ministry, which passes on to the registry.
  private func world(regional: Bool = false) -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    let first = test.register([1, 1, 1])
    for index in 0..<3 as Range<UInt32> { test.claim(first + index) }
    test.attest(
      "test.family/1",
      [
        test.familyFact(first, level: 6, [(.infant, nil)]), test.familyFact(first + 1, level: 1, [(.infant, nil)]),
      ])
    test.activate(
      TestWorld.programme {
        $0.spend = Self.noExpiry
        guard regional else { return }
        $0.appeal.deciders = [.init(region: Region("53.15")!, agency: "otherMinistry")]
        $0.appeal.escalation = "registry"
      })
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    return (test, first)
  }

  private func seal(_ test: TestLedger, _ words: Text) -> Sealed {
    Sealed(salt: test.salt(), content: AppealText(words: words).encoded)
  }

  private func appeal(
    _ test: TestLedger, _ account: AccountNumber, by filer: AccountNumber? = nil, person: PersonNumber? = nil,
    series: Text = "id.test", cycle: Text = "2026-Q1", words: Text = "we are poor"
  ) -> VerifiedCommand {
    let sealed = seal(test, words)
    return test.command(
      filer ?? account,
      .appeal(account: account, person: person, series: series, cycle: cycle, sealed: sealed.digest), sealed: [sealed])
  }

  private func answer(
    _ test: TestLedger, _ entry: UInt64, _ answer: AppealAnswer, by agency: TestAgency = .ministry
  ) -> VerifiedCommand {
    let sealed = seal(test, "because")
    return test.command(
      agency, .answerAppeal(appeal: entry, answer: answer, sealed: sealed.digest), sealed: [sealed])
  }

  @Test func anAppealIsOnTheLedgerWithItsDeadline() {
    let (test, first) = world()
    let command = appeal(test, first)
    let entry = test.accept(command)
    let row = test.state.benefits.appeals.rows[0]
    #expect(row.entry == entry && row.account == first && row.filedBy == first && row.registrant == first.raw)
    #expect(row.decider == TestAgency.ministry.account && row.status == .open)
    #expect(row.deadline == test.now.advanced(by: 14 * BlockTime.day))
    var receipt = Receipt(.appealFiled, account: first, other: first, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .owner
    #expect(test.receipts == [receipt])
  }

  @Test func somebodyMayHelp() {
    let (test, first) = world()
    test.accept(appeal(test, first, by: first + 1))
    #expect(test.receipts[0].mover == .helper && test.receipts[0].account == first)
    let sealed = seal(test, "the school asks for them")
    test.accept(
      test.command(
        .quake1,
        .appeal(account: first, person: nil, series: "id.test", cycle: "2026-Q1", sealed: sealed.digest),
        sealed: [sealed]))
    #expect(test.receipts[0].mover == .agency)
    test.accept(appeal(test, first))
    #expect(test.state.benefits.appeals.rows.count == 3, "a helper's appeal does not stand in the owner's way")
  }

  @Test func appealsAreRefusedWithTheirReason() {
    let (test, first) = world()
    let shop = test.openShop("shop", MerchantCategory(5411))
    test.refuseFinally(appeal(test, first, by: shop), .notPermitted)
    test.refuseFinally(appeal(test, shop, by: first), .notAFamily)
    test.refuseFinally(appeal(test, first, series: "id.none"), .unknownSeries)
    test.refuseFinally(appeal(test, first, cycle: "2026-Q2"), .unknownCycle)
    test.refuseFinally(appeal(test, first, person: PersonNumber(0)), .nothingToAppeal)
    let late = test.register([1])
    test.claim(late)
    let unread = Sealed(salt: test.salt(), content: [0x80])
    test.refuseFinally(
      test.command(
        first, .appeal(account: first, person: nil, series: "id.test", cycle: "2026-Q1", sealed: unread.digest),
        sealed: [unread]), .malformedAppeal)
    let entry = test.accept(appeal(test, first))
    test.refuseFinally(appeal(test, first), .alreadyAppealed)
    test.accept(answer(test, entry, .refused))
    test.accept(answer(test, test.accept(appeal(test, first)), .refused))
    test.refuseFinally(appeal(test, first), .alreadyAppealed)
    test.now = TestLedger.time("2026-03-12")
    test.settle()
    test.refuseFinally(appeal(test, first + 1), .appealTooLate)
  }

  @Test func aRefusalSaysWhyAndChangesNothingElse() {
    let (test, first) = world()
    let entry = test.accept(appeal(test, first))
    let before = test.entitlement(first.raw)
    let command = answer(test, entry, .refused)
    test.accept(command)
    #expect(test.receipts.map(\.kind) == [.appealRefused] && test.receipts[0].reference == entry)
    test.settle()
    #expect(test.entitlement(first.raw) == before)
    #expect(test.state.benefits.appeals.rows[0].answer == command.sealed[0].digest)
  }

  @Test func aCorrectedFactIsDecidedAgainEvenWhenItIsLate() {
    let (test, first) = world()
    let entry = test.accept(appeal(test, first))
    test.now = TestLedger.time("2026-03-13")
    test.attest("test.family/1", [test.familyFact(first, level: 2, [(.infant, nil)])])
    test.settle()
    #expect(test.entitlement(first.raw).verdict == .no, "the window is over, the appeal is not")
    #expect(test.cycle().stage == .paid)
    test.accept(answer(test, entry, .corrected))
    test.settle()
    #expect(test.vouchers(first) == 100)
    #expect(test.cycle().stage == .closed)
  }

  @Test func anExceptionNeedsTwoOfficersAndWaivesOneRule() {
    let (test, first) = world()
    let second = rotated(test)
    let entry = test.accept(appeal(test, first))
    test.accept(answer(test, entry, .exception(rule: 0)))
    #expect(test.receipts.map(\.kind) == [.exceptionProposed])
    test.settle()
    #expect(test.vouchers(first) == 0, "one officer is not enough")
    test.refuseFinally(test.command(.ministry, .confirmException(appeal: entry, rule: 0)), .sameOfficer)
    test.accept(
      test.command(TestAgency.ministry.account, key: second, credential: 1, .confirmException(appeal: entry, rule: 0)))
    test.settle()
    #expect(test.vouchers(first) == 100)
    let explanation = test.state.explain(series: "id.test", cycle: "2026-Q1", registrant: first.raw)
    #expect(explanation?.rules.map(\.isWaived) == [true, false])
    #expect(explanation?.verdict == .yes)
    test.advance(to: "2026-05-10")
    #expect(test.entitlement(first.raw, cycle: 1).verdict == .no, "it was for one cycle")
  }

  /// Gives the ministry a second officer, so that two must agree.
  private func rotated(_ test: TestLedger) -> PublicKey {
    let second = TestAgency.quake5.key
    test.accept(
      test.command(
        .ministry,
        .rotateAgency(
          agency: TestAgency.ministry.account, officers: [TestAgency.ministry.key, second], threshold: 2)))
    return second
  }

  @Test func answersAreRefusedWithTheirReason() {
    let (test, first) = world(regional: true)
    let entry = test.accept(appeal(test, first))
    #expect(test.state.benefits.appeals.rows[0].decider == TestAgency.otherMinistry.account)
    let sealed = seal(test, "no")
    test.refuseFinally(
      test.command(
        first, .answerAppeal(appeal: entry, answer: .corrected, sealed: sealed.digest), sealed: [sealed]), .notPermitted
    )
    test.refuseFinally(answer(test, 0, .refused, by: .otherMinistry), .unknownAppeal)
    test.refuseFinally(answer(test, entry, .refused), .notYoursToDecide)
    test.refuseFinally(answer(test, entry, .exception(rule: 2), by: .otherMinistry), .unknownRule)
    test.refuseFinally(test.command(.otherMinistry, .confirmException(appeal: entry, rule: 0)), .noException)
    test.accept(answer(test, entry, .refused, by: .otherMinistry))
    test.refuseFinally(answer(test, entry, .corrected, by: .otherMinistry), .appealClosed)
  }

  @Test func whatNobodyAnswersGoesOnByItselfAndInPublic() throws {
    let (test, first) = world(regional: true)
    let entry = test.accept(appeal(test, first))
    test.accept(appeal(test, first + 2))
    test.now = test.state.benefits.appeals.rows[1].deadline
    test.apply()
    let rows = (0..<2).map { test.state.benefits.appeals.rows[$0] }
    #expect(rows.map(\.decider) == [TestAgency.registry.account, TestAgency.registry.account])
    #expect(rows.map(\.late) == [1, 1])
    #expect(test.receipts.map(\.kind) == [.appealEscalated, .appealEscalated])
    let notice = try #require(test.appealNotices.first)
    #expect(notice.late == TestAgency.otherMinistry.account && notice.counts.map(\.late) == [2])
    test.refuseFinally(answer(test, entry, .refused, by: .otherMinistry), .notYoursToDecide)
    test.accept(answer(test, entry, .refused, by: .registry))
  }

  @Test func aCycleStaysOpenForItsAppealsAndThenTellsWhatBecameOfThem() throws {
    let (test, first) = world()
    let more = test.register([1, 1, 1, 1, 1], region: 11_01_01_2001)
    test.settle()
    var entries = [test.accept(appeal(test, first, by: first + 1))]
    for index in 0..<5 as Range<UInt32> { entries.append(test.accept(appeal(test, more + index, by: first + 1))) }
    test.now = TestLedger.time("2026-03-13")
    test.settle()
    #expect(test.cycle().stage == .paid)
    test.now = test.now.advanced(by: 2 * BlockTime.hour)
    for entry in entries { test.accept(answer(test, entry, .refused)) }
    #expect(test.cycle().stage == .closed)
    let notice = try #require(test.appealNotices.last)
    #expect(notice.late == nil)
    // The one family in 53 is not shown; were 11 shown, it could be subtracted.
    #expect(notice.counts.map(\.filed) == [6] && notice.counts[0].refused == 6)
  }

  @Test func theTextsCanBeForgotten() {
    let (test, first) = world()
    let command = appeal(test, first)
    let entry = test.accept(command)
    let reply = answer(test, entry, .refused)
    test.accept(reply)
    test.accept(test.command(first, .erase(account: first)))
    #expect(test.erasedSeals.isSuperset(of: [command.sealed[0].digest, reply.sealed[0].digest]))
  }

  @Test func anOutageGivesMoreTimeToAnswer() {
    let (test, first) = world()
    test.accept(appeal(test, first))
    let deadline = test.state.benefits.appeals.rows[0].deadline
    var parameters = test.state.parameters
    parameters.outage = BlockTime.hour
    test.accept(test.command(.treasury, .setParameters(parameters)))
    test.now = test.now.advanced(by: 2 * BlockTime.hour)
    test.apply()
    #expect(test.state.benefits.appeals.rows[0].deadline == deadline.advanced(by: BlockTime.day))
  }

  @Test func appealsAreSavedAndReplayed() throws {
    let (test, first) = world()
    let second = rotated(test)
    let entry = test.accept(appeal(test, first))
    test.accept(appeal(test, first + 2))
    test.accept(answer(test, entry, .exception(rule: 0)))
    test.accept(
      test.command(TestAgency.ministry.account, key: second, credential: 1, .confirmException(appeal: entry, rule: 0)))
    let saved = try SavedState.load(SavedState.bytes(test.state))
    var (one, other) = (Ledger(state: test.state), Ledger(state: saved))
    let (a, b) = (BlockOutput(), BlockOutput())
    let block = Block(height: test.state.height + 1, time: test.now, commands: [])
    one.apply(block, lanes: test.lanes, into: a)
    other.apply(block, lanes: test.lanes, into: b)
    #expect(a.block == b.block && a.block != nil)
    #expect(b.block!.stateRoot != test.output.block!.stateRoot)
  }

  @Test func deciderIsTheMostPreciseRegions() {
    let rule = AppealRule(
      window: .days(1),
      deciders: [.init(region: Region("53")!, agency: "a"), .init(region: Region("53.15")!, agency: "b")])
    #expect(rule.decider(for: Region("53.15.06.2001")!) == "b")
    #expect(rule.decider(for: Region("53.16.01.2001")!) == "a")
    #expect(rule.decider(for: Region("11.01.01.2001")!) == nil)
  }
}
