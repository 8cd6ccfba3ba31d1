import Coding
import Ledger
import Model
import Records
import Rules
import Testing

/// A registrant is told which rule, which payment and which missing fact.
@Suite struct ExplanationTests {
  private func world() -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    let first = test.register([5, 1, 1, 1])
    test.attest(
      "test.family/1",
      [
        test.familyFact(
          first, level: 4, [(.pupil, 100), (.infant, nil), (.elder, nil), (.infant, nil), (.adult, nil)]),
        test.familyFact(first + 1, level: 5, [(.infant, nil)]),
        test.familyFact(first + 2, level: 1, [(.pupil, nil)]),
      ])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    return (test, first)
  }

  @Test func everyPaymentSaysWhatBecameOfIt() throws {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    let explanation = try #require(test.state.explain(series: "id.test", cycle: "2026-Q1", registrant: first.raw))
    #expect(explanation.verdict == .yes)
    #expect(explanation.amount == 290)
    #expect(explanation.entitlement?.paid == 290)
    #expect(explanation.rules.map(\.answer) == [.yes, .yes])
    let people = test.state.people(of: test.state.account(first)!)
    let uses = explanation.payments.filter { $0.use != .notHeld }
      .map { "\($0.rule.id) \(people.firstIndex(of: $0.person!)!) \($0.use)" }
    #expect(uses == ["pupil 0 groupIsFull", "infant 1 counted", "elder 2 counted", "infant 3 counted"])
    #expect(explanation.facts[0].seal == test.state.benefits.stores[0].rows[0].seal)
  }

  /// Who is told the reasons can hold them against the receipt of the payment.
  @Test func whatAReceiptCommitsToFollowsFromTheExplanation() throws {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    let explanation = try #require(test.state.explain(series: "id.test", registrant: first.raw))
    let commitment = try #require(test.state.commitment(to: explanation, cycle: 0))
    let seal = test.state.benefits.stores[0].rows[0].seal
    #expect(commitment.digest == test.decisionDigest(registrant: first.raw, amount: 290, seals: [seal]))
    #expect(commitment.granted == 290)
    let no = try #require(test.state.explain(series: "id.test", registrant: first.raw + 1))
    #expect(try #require(test.state.commitment(to: no, cycle: 0)).granted == nil)
  }

  @Test func aRefusalNamesItsRule() throws {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    let explanation = try #require(test.state.explain(series: "id.test", registrant: first.raw + 1))
    #expect(explanation.verdict == .no)
    #expect(explanation.rules[0].answer == .no)
    #expect(explanation.rules[0].rule.say == TestWorld.words("level"))
  }

  @Test func aWaitNamesTheMissingFact() throws {
    let (test, first) = world()
    test.advance(to: "2026-02-10")
    let field = try #require(test.state.explain(series: "id.test", registrant: first.raw + 2))
    #expect(field.verdict == .undecided)
    #expect(field.payments[1].answer == .waitsForFact(schema: "test.family/1", field: "m.attendance"))
    let record = try #require(test.state.explain(series: "id.test", registrant: first.raw + 3))
    #expect(record.rules[0].answer == .waitsForFact(schema: "test.family/1", field: nil))
    #expect(record.facts[0].seal == nil)
  }

  @Test func beforeTheFirstCycleItSaysWhatWouldBe() throws {
    let (test, first) = world()
    let explanation = try #require(test.state.explain(series: "id.test", registrant: first.raw))
    #expect(explanation.entitlement == nil)
    #expect(explanation.amount == 290)
    #expect(test.state.explain(series: "id.test", cycle: "2026-Q1", registrant: first.raw) == nil)
    #expect(test.state.explain(series: "id.none", registrant: first.raw) == nil)
    #expect(test.state.explain(series: "id.test", registrant: 1_000_000) == nil)
    let agency = try #require(test.state.explain(series: "id.test", registrant: 0))
    #expect(agency.account == nil)
  }
}
