import Coding
import Foundation
import Rules
import TestSupport
import Testing

/// What can be said about rules that were never asked.
@Suite struct ReasoningTests {
  private func prospect(_ source: String) throws -> RuleProspect {
    try Rule(test: source, in: Facts.environment).prospect()
  }

  @Test(arguments: [
    "family.decile < 3 && family.decile > 5", "false", "!(family.decile >= 1)", "m.job == 'ASN' && m.job in ['TNI']",
    "family.members.exists(x, x.attendance > 60 && x.attendance < 50)", "m.disabled && !m.disabled",
    "family.decile < 3 ? family.decile == 4 : false", "receives('id.pkh') && !receives('id.pkh')",
    "in_region(family.region, '53.15') && in_region(family.region, '52')", "has(m.nick) && !has(m.nick)",
    "(family.decile == 1 || family.decile == 2) && family.decile >= 3", "family.income > 5 && family.income < 5",
    "age(m.born, due) >= 70 && age(m.born, due) < 60", "m.born < date('2000-01-01') && m.born > date('2001-01-01')",
    "family.decile in [1, 2, 3] && !(family.decile in [1, 2, 3, 4])",
    "due == date('2026-01-01') && due != date('2026-01-01')",
  ])
  func neverYes(_ source: String) throws {
    let prospect = try prospect(source)
    #expect(prospect.yes == nil && prospect.no != nil, "\(source)")
  }

  @Test(arguments: [
    "true", "family.decile >= 1", "family.decile >= 1 && family.decile <= 10", "m.disabled || !m.disabled",
    "family.decile < 5 || family.decile > 3", "!(family.decile < 3 && family.decile > 5)",
    "family.members.all(x, x.attendance >= 0)", "m.job in ['none', 'ASN', 'TNI', 'POLRI', 'farmer']",
    "m.attendance > 5 ? m.attendance > 3 : m.attendance <= 5",
  ])
  func neverNo(_ source: String) throws {
    let prospect = try prospect(source)
    #expect(prospect.no == nil && prospect.yes != nil, "\(source)")
  }

  @Test(arguments: [
    "family.decile <= 4", "family.members.exists(x, x.attendance >= 0)", "family.members.all(x, x.attendance > 60)",
    "family.decile + 0 > 20", "family.decile < 3 || family.decile > 5", "m.nick == 'a' && m.nick == 'b'",
    "family.members.exists(x, x.job == 'ASN') && family.members.exists(y, y.job == 'TNI')",
    "1 / m.pregnancy == 1 || family.decile < 3",
  ])
  func either(_ source: String) throws {
    let prospect = try prospect(source)
    #expect(prospect.yes != nil && prospect.no != nil && prospect.idle.isEmpty, "\(source)")
  }

  @Test func idleTestsAreNamedByTheirPlace() throws {
    #expect(try prospect("family.decile < 3 && family.decile > 5").idle == [35])
    #expect(try prospect("m.nick == 'é' && (family.decile < 3 || family.decile < 2)").idle == [53])
    #expect(try prospect("family.decile < 3 || family.decile > 5").idle == [])
  }

  @Test func whatOneRuleMakesCertainCountsForTheNext() throws {
    let first = try prospect("family.decile <= 4")
    let rule = try Rule(test: "family.decile == 7", in: Facts.environment)
    #expect(rule.prospect(knowing: try #require(first.yes)).yes == nil)
    #expect(rule.prospect(knowing: try #require(first.no)).yes != nil)
  }

  @Test func regionsInRulesAreFoundWithTheirPlace() throws {
    let rule = try Rule(test: "in_region(family.region, '53.15') || family.region in [99, 5306]", in: Facts.environment)
    #expect(rule.regions.map { $0.region.description } == ["53.15", "99", "53.06"])
    #expect(rule.regions.map { $0.index } == [25, 55, 59])
  }

  /// What is called impossible never happens, whatever the facts.
  @Test func theMachineNeverAnswersWhatWasCalledImpossible() throws {
    let seed = SecondOpinionTests.seed &+ 3
    print("reasoning: seed \(seed)")
    var generator = ExpressionGenerator(seed: seed)
    var ruledOut = 0
    for _ in 0..<SecondOpinionTests.cases / 2 {
      let source = generator.expression(.bool, Int.random(in: 1...3, using: &generator.random))
      guard let rule = try? Rule(test: source, in: Facts.environment) else { continue }
      let prospect = rule.prospect()
      guard prospect.yes == nil || prospect.no == nil else { continue }
      ruledOut += 1
      for _ in 0..<20 {
        let variables = Facts.random(&generator.random)
        guard let value = try? Evaluation.evaluate(source, variables: variables, in: Facts.environment) else {
          continue
        }
        #expect(value == .bool(prospect.no == nil), "seed \(seed): \(source)")
      }
    }
    print("reasoning: \(ruledOut) rules with one possible answer")
    #expect(ruledOut > 20)
  }

  @Test func theLongestRulesAreSeenThroughQuickly() throws {
    let clock = ContinuousClock()
    let tests = (0..<120).map { "family.assets != \($0 * 3)" }.joined(separator: " && ")
    let or = (0..<120).map { "family.assets == \($0 * 3)" }.joined(separator: " || ")
    for source in [tests, or] {
      let rule = try Rule(test: source, in: Facts.environment)
      let elapsed = clock.measure { _ = rule.prospect() }
      #expect(elapsed < .milliseconds(100), "\(elapsed)")
    }
  }
}
