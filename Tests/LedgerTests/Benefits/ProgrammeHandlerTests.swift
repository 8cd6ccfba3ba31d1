import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// What programmes' commands refuse, and how documents follow one another.
@Suite struct ProgrammeHandlerTests {
  private func propose(_ test: TestLedger, _ programme: Programme, by agency: TestAgency = .ministry) -> VerifiedCommand
  {
    test.command(agency, .proposeProgramme(document: programme.encoded))
  }

  @Test func proposalsAreRefusedWithTheirReason() {
    let test = TestLedger.world()
    let programme = TestWorld.programme()
    test.refuse(propose(test, programme, by: .treasury), .notPermitted)
    test.refuse(test.command(.ministry, .proposeProgramme(document: [0x80])), .malformedProgramme)
    test.refuse(propose(test, programme, by: .otherMinistry), .seriesNotYours)
    test.refuse(propose(test, TestWorld.programme { $0.facts = [] }), .programmeInvalid)
    test.refuse(
      propose(test, TestWorld.programme(eligible: [TestWorld.rule("x", "family.nothing > 1")])), .programmeInvalid)
    test.accept(propose(test, programme))
    test.refuse(propose(test, programme), .alreadyProposed)
    // A registrant's worst case must stay far from overflow.
    let enormous = TestWorld.programme(cap: .max) { programme in
      programme.pay = [TestWorld.pay("all", 3_000_000_000, "true")]
      programme.limits = PaymentLimits()
    }
    test.refuse(propose(test, enormous), .programmeInvalid)
    // A series decides about the same unit for ever, and never asks about itself.
    test.refuse(
      propose(
        test,
        TestWorld.programme(
          facts: [FactInput(name: "p", schema: "test.person/1")], eligible: [TestWorld.rule("x", "p.enrolled")]
        ) {
          $0.unit = .person
          $0.each = nil
          $0.limits = PaymentLimits()
          $0.pay = [TestWorld.pay("all", 1, "true")]
        }), .programmeInvalid)
    test.refuse(
      propose(test, TestWorld.programme(eligible: [TestWorld.rule("x", "receives('id.test')")])), .programmeInvalid)
    test.accept(propose(test, TestWorld.programme("id.other", eligible: [TestWorld.rule("x", "receives('id.test')")])))
    test.refuse(
      propose(test, TestWorld.programme(eligible: [TestWorld.rule("x", "receives('id.other')")])), .programmeInvalid)
  }

  @Test func activationsAreRefusedWithTheirReason() {
    let test = TestLedger.world()
    let programme = TestWorld.programme()
    let activate = Action.activate(programme: programme.id)
    test.refuse(test.command(.ministry, activate), .unknownProgramme)
    test.accept(propose(test, programme))
    test.refuse(test.command(.otherMinistry, activate), .seriesNotYours)
    test.refuse(test.command(.treasury, activate), .notPermitted)
    test.accept(test.command(.ministry, activate))
    test.apply()
    test.refuse(test.command(.ministry, activate), .alreadyActive)
    let second = TestWorld.programme { $0.version = "2" }
    test.accept(propose(test, second))
    test.refuse(test.command(.ministry, .activate(programme: second.id)), .alreadyActive)
    test.accept(test.command(.ministry, .retire(series: "id.test")))
    test.refuse(test.command(.ministry, .retire(series: "id.test")), .alreadyRetired)
    test.refuse(test.command(.ministry, .retire(series: "id.nothing")), .unknownSeries)
    test.refuse(test.command(.ministry, .activate(programme: second.id)), .alreadyRetired)
    test.refuse(propose(test, TestWorld.programme { $0.version = "3" }), .alreadyRetired)
  }

  @Test func fundingIsRefusedWithItsReason() {
    let test = TestLedger.world(money: 3_000)
    func fund(_ amount: Int64, by agency: TestAgency = .treasury) -> VerifiedCommand {
      test.command(agency, .fund(series: "id.test", amount: Rupiah(amount)))
    }
    test.refuse(fund(1), .unknownSeries)
    test.activate(TestWorld.programme(cap: 2_000))
    test.apply()
    test.refuse(fund(1, by: .ministry), .notPermitted)
    test.refuse(fund(0), .amountNotPositive)
    test.refuse(fund(3_001), .insufficientFunds)
    test.refuse(fund(2_001), .fundCapExceeded)
    test.accept(fund(2_000))
    test.refuse(fund(1), .fundCapExceeded)
  }

  @Test func theRestReturnsToTheTreasuryButNotWhatIsOwed() {
    let test = TestLedger.world()
    let family = test.register([1])
    test.attest("test.family/1", [test.familyFact(family, level: 1, [(.infant, nil)])])
    test.activate(TestWorld.programme())
    test.fund("id.test", 1_000)
    func back(_ amount: Int64, by agency: TestAgency = .treasury) -> VerifiedCommand {
      test.command(agency, .returnUnspent(series: "id.test", amount: Rupiah(amount)))
    }
    test.now = TestLedger.time("2026-02-10")
    test.accept(test.command(.ministry, .hold(series: "id.test", cycle: "2026-Q1", until: test.now.advanced(by: 1))))
    test.refuse(back(901), .fundStillOwed)
    test.now = test.now.advanced(by: 1)
    test.settle()
    test.refuse(back(1, by: .ministry), .notPermitted)
    test.refuse(back(0), .amountNotPositive)
    test.refuse(back(901), .fundTooSmall)
    test.refuse(test.command(.treasury, .returnUnspent(series: "id.nothing", amount: 1)), .unknownSeries)
    test.accept(back(900))
    #expect(test.state.series[0].fund.returnedToTreasury == 900)
    #expect(test.state.series[0].fund.unspent == 0)
  }

  @Test func aNewerDocumentTakesOverWithItsFirstPeriod() {
    let test = TestLedger.world()
    let family = test.register([1])
    test.attest("test.family/1", [test.familyFact(family, level: 1, [(.infant, nil)])])
    let old = test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    let new = TestWorld.programme {
      $0.version = "2"
      $0.pay = [TestWorld.pay("infant", 111, "m.stage == 'infant'", group: "children")]
    }
    test.refuse(test.command(.ministry, .supersede(old: old, new: new.id)), .unknownProgramme)
    test.accept(propose(test, new))
    test.refuse(test.command(.ministry, .supersede(old: new.id, new: old)), .notSuperseding)
    test.refuse(test.command(.otherMinistry, .supersede(old: old, new: new.id)), .seriesNotYours)
    test.accept(test.command(.ministry, .supersede(old: old, new: new.id)))
    test.refuse(test.command(.ministry, .supersede(old: old, new: new.id)), .notSuperseding)
    #expect(test.state.benefits.versions[0].endsBefore == CivilDate("2026-04-01"))
    test.advance(to: "2026-03-31")
    #expect(test.state.benefits.versions.map(\.state) == [.active, .scheduled])
    test.advance(to: "2026-05-10")
    #expect(test.state.benefits.versions.map(\.state) == [.superseded, .active])
    #expect(test.state.benefits.cycles.map(\.record.version) == [0, 1])
    #expect(test.vouchers(family) == 100 + 111)
  }

  /// Each series asks about all before it: there are more ways through them than anyone could walk.
  @Test func manySeriesThatAskAboutOneAnotherAreCheckedOnce() {
    let test = TestLedger.world()
    func series(_ number: Int) -> Text { Text("id.s\(number)") }
    for number in 0..<40 {
      let asked = (0..<number).suffix(20).map { "receives('\(series($0))')" }
      let programme = TestWorld.programme(
        series(number), eligible: [TestWorld.rule("none", Text((["true"] + asked).joined(separator: " || ")))])
      test.activate(programme)
    }
    let circle = TestWorld.programme(
      series(0), eligible: [TestWorld.rule("circle", "receives('id.s39')")], edit: { $0.version = "2" })
    test.apply()
    test.refuse(propose(test, circle), .programmeInvalid)
    test.advance(to: "2026-02-10")
    #expect(test.state.benefits.cycles.count == 40)
  }

  @Test func documentsThatAwaitApprovalAreBounded() {
    let test = TestLedger.world()
    for number in 0..<64 { test.accept(propose(test, TestWorld.programme { $0.version = Text("\(number)") })) }
    test.refuse(propose(test, TestWorld.programme { $0.version = "more" }), .tooManyDocuments)
  }

  @Test func aRetiredSeriesFinishesWhatFellDue() {
    let test = TestLedger.world()
    let family = test.register([1])
    test.attest("test.family/1", [test.familyFact(family, level: 1, [(.infant, nil)])])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.now = TestLedger.time("2026-02-10")
    test.accept(test.command(.ministry, .retire(series: "id.test")))
    test.settle()
    #expect(test.vouchers(family) == 100)
    test.advance(to: "2026-12-31")
    #expect(test.state.benefits.cycles.count == 1)
    #expect(test.cycle().totals.paidRupiah == 100)
    #expect(test.vouchers(family) == 0, "spent nowhere, it returned")
  }
}
