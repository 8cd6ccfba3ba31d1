import Coding
import Foundation
import Rules
import TestSupport
import Testing

/// The compiled machine against itself tracing branches and against the naive evaluator, on random well-typed expressions and random families.
@Suite struct SecondOpinionTests {
  /// How many expressions a run compares; `RULES_CASES` asks for more.
  static let cases = ProcessInfo.processInfo.environment["RULES_CASES"].flatMap { Int($0) } ?? 5_000
  static let seed = ProcessInfo.processInfo.environment["RULES_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)

  @Test func allEvaluatorsAgreeAndTheMeterKeepsItsBound() throws {
    let seed = SecondOpinionTests.seed
    print("second opinion: seed \(seed), \(SecondOpinionTests.cases) expressions")
    var generator = ExpressionGenerator(seed: seed)
    var accepted = 0
    var failures = 0
    for _ in 0..<SecondOpinionTests.cases {
      let kinds = ExpressionGenerator.Kind.allCases
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &generator.random)]
      let source = generator.expression(kind, Int.random(in: 1...4, using: &generator.random))
      let variables = Facts.random(&generator.random)
      let measured: Evaluation.Measured
      do throws(RuleError) {
        measured = try Evaluation.measure(source, variables: variables, in: Facts.environment)
      } catch {
        // Chance writes rules that are too long, too dear or futile; it never writes one the parser cannot read.
        #expect(
          error.kind == .cost || error.message.english.contains("at most") || error.message.english.contains("nested")
            || error.message.english.contains("never be true")
            || error.message.english.contains("always true"), "seed \(seed): \(source): \(error)")
        continue
      }
      accepted += 1
      #expect(measured.steps <= measured.cost, "seed \(seed): \(source) took \(measured.steps) of \(measured.cost)")
      let traced = try Evaluation.measure(source, variables: variables, in: Facts.environment, isTracing: true)
      #expect(traced.result == measured.result, "seed \(seed): \(source), traced")
      let naive = NaiveEvaluator(variables: variables.map { (Text($0.0), $0.1) })
      let second = try? naive.evaluate(Rule.parse(source))
      switch (measured.result, second) {
      case (.success(let first), let second?):
        #expect(
          NaiveEvaluator.areEqual(NaiveEvaluator.plain(first), second), "seed \(seed): \(source): \(first), \(second)")
      case (.failure(let error), nil):
        failures += 1
        #expect(error.kind == .evaluation)
      case (let first, let second):
        Issue.record("seed \(seed): \(source): \(first), \(second.map { "\($0)" } ?? "an error")\n\(variables)")
      }
    }
    print("second opinion: \(accepted) compared, \(failures) of them errors on both sides")
    #expect(accepted > SecondOpinionTests.cases / 2)
  }
}

extension Facts {
  /// Inputs with absent fields here and there.
  static func random(_ random: inout SplitMix64) -> [(String, Value)] {
    func maybe<T>(_ value: T) -> T? { Int.random(in: 0..<6, using: &random) == 0 ? nil : value }
    func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    func date() -> String { CivilDate(days: Int32(number(-20_000...20_600)))!.description }
    func member() -> Value {
      memberValue(
        born: maybe(maybe(date()) ?? "2020-02-29"),
        job: maybe(["none", "ASN", "TNI", "farmer"].randomElement(using: &random)!),
        attendance: maybe(number(0...100)), pregnancy: maybe(number(0...300)), disabled: maybe(number(0...1) == 1),
        nick: maybe(["", "a", "ASN", "πέ", "aaaaaaaaaaaa"].randomElement(using: &random)!))
    }
    let members = (0..<Int(number(0...4))).map { _ in member() }
    let family = familyValue(
      decile: maybe(number(1...10)), region: maybe(["53.15.06.2001", "52", "53.16"].randomElement(using: &random)!),
      income: maybe(number(0...9_000_000)), assets: maybe(number(0...5_000_000_000)), since: maybe(date()),
      code: maybe("C\(number(1...300))"), members: maybe(members))
    return [
      ("family", family), ("m", member()),
      ("due", .date(CivilDate(["2026-02-10", "2024-02-29", "2025-02-28"].randomElement(using: &random)!)!)),
      ("now", .timestamp(Timestamp("2026-02-10T01:02:03.5Z")!)),
    ]
  }
}
