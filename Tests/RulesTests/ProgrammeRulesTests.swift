import Coding
import Documents
import Foundation
import Model
import Rules
import TestSupport
import Testing

/// Whole programmes' rules, compiled together over columns, against the naive evaluator on random families.
@Suite struct ProgrammeRulesTests {
  /// A programme as the ledger runs it: who is eligible, then the highest payment of every member.
  private struct Decision: Equatable {
    var refusedBy: Int?
    var amounts: [Int?] = []
    /// An answer hangs on something absent, or cannot be computed.
    var isOpen = false
  }

  @Test func randomProgrammesDecideRandomFamiliesAlike() throws {
    let seed = SecondOpinionTests.seed &+ 4
    let programmes = max(20, SecondOpinionTests.cases / 100)
    print("programmes: seed \(seed), \(programmes) of them")
    var generator = ExpressionGenerator(seed: seed)
    var decided = 0
    for _ in 0..<programmes {
      var rules: [Rule] = []
      while rules.count < 5 {
        let source = generator.expression(.bool, Int.random(in: 1...3, using: &generator.random))
        if let rule = try? Rule(test: source, in: Facts.environment) { rules.append(rule) }
      }
      let set = try RuleSet(rules, in: Facts.environment)
      for _ in 0..<20 {
        let family = Facts.random(&generator.random)
        let first = decide(set, eligible: 2, family)
        let second = naiveDecision(rules.map { $0.source.string }, eligible: 2, family)
        #expect(first == second, "seed \(seed): \(rules.map { $0.source.string })\n\(family)")
        if !first.isOpen { decided += 1 }
      }
    }
    #expect(decided > programmes)
  }

  private func decide(_ rules: RuleSet, eligible: Int, _ variables: [(String, Value)]) -> Decision {
    guard case .record(_, let values) = variables[0].1, case .date(let due) = variables[2].1,
      case .timestamp(let now) = variables[3].1
    else { return Decision() }
    var members: [Value] = []
    if case .list(let rows)? = values[6] { members = rows }
    let columns = Columns(families: [variables[0].1], members: members.isEmpty ? [absentMember] : members)
    var frame = Frame(rules)
    for column in rules.columns {
      if let base = columns.bases[column] { frame.bind(column: column, to: base) }
    }
    frame.set(2, to: due)
    frame.set(3, to: now)
    if let count = columns.memberCount[0] { frame.setChildren(0, first: 0, count: count) }
    var decision = Decision()
    for rule in 0..<eligible {
      let outcome = frame.evaluate(rule)
      #expect(frame.steps <= Int64(rules.rules[rule].cost))
      if outcome == .no {
        decision.refusedBy = rule
        return decision
      }
      decision.isOpen = decision.isOpen || outcome != .yes
    }
    for member in members.indices where !decision.isOpen {
      frame.setRow(1, member)
      var amount: Int?
      for rule in eligible..<rules.rules.count where amount == nil && !decision.isOpen {
        let outcome = frame.evaluate(rule)
        if outcome == .yes { amount = rule }
        decision.isOpen = outcome != .yes && outcome != .no
      }
      decision.amounts.append(amount)
    }
    if decision.isOpen { decision.amounts = [] }
    return decision
  }

  private func naiveDecision(_ sources: [String], eligible: Int, _ variables: [(String, Value)]) -> Decision {
    func answer(_ rule: Int, _ member: Value?) -> Bool? {
      // Eligibility rules here may name a member too: the first, as the columns have it.
      let given = variables.map { (Text($0.0), $0.0 == "m" ? member ?? absentMember : $0.1) }
      guard let expression = try? Rule.parse(sources[rule]),
        case .bool(let value)? = try? NaiveEvaluator(variables: given).evaluate(expression)
      else { return nil }
      return value
    }
    guard case .record(_, let values) = variables[0].1 else { return Decision() }
    var members: [Value] = []
    if case .list(let rows)? = values[6] { members = rows }
    var decision = Decision()
    for rule in 0..<eligible {
      switch answer(rule, members.first) {
      case false?:
        decision.refusedBy = rule
        return decision
      case nil: decision.isOpen = true
      case true?: break
      }
    }
    for member in members where !decision.isOpen {
      var amount: Int?
      for rule in eligible..<sources.count where amount == nil && !decision.isOpen {
        guard let holds = answer(rule, member) else {
          decision.isOpen = true
          continue
        }
        if holds { amount = rule }
      }
      decision.amounts.append(amount)
    }
    if decision.isOpen { decision.amounts = [] }
    return decision
  }

  private var absentMember: Value { .record(Facts.member, Facts.member.fields.map { _ in nil }) }

  @Test(arguments: ["pkh", "pip", "gempa-ntt"])
  func theExamplesRulesAnswerAlike(_ name: String) throws {
    let seed = SecondOpinionTests.seed &+ 5
    print("\(name): seed \(seed)")
    var random = SplitMix64(seed: seed)
    let document = try Examples.programme(name)
    for (rules, environment) in [
      (document.compiled.rules.rules, document.compiled.inputs.payment),
      (document.compiled.condition?.rules ?? [], document.compiled.inputs.event ?? Environment()),
    ] {
      for _ in 0..<SecondOpinionTests.cases / 20 {
        let variables = environment.inputs.compactMap { input in
          Examples.value(of: input.type, &random).map { (input.name.string, $0) }
        }
        for rule in rules {
          let measured = try Evaluation.measure(rule.source.string, variables: variables, in: environment)
          #expect(measured.steps <= measured.cost && measured.cost == rule.cost)
          let naive = NaiveEvaluator(variables: variables.map { (Text($0.0), $0.1) })
          let (first, second) = (try? measured.result.get(), try? naive.evaluate(Rule.parse(rule.source.string)))
          #expect(first == second, "seed \(seed): \(rule.source): \(variables)")
        }
      }
    }
  }
}

/// The documents in `Examples`, and random facts of their schemas.
private enum Examples {
  private static func bytes(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appendingPathComponent("Examples/" + path)))
  }

  static func programme(_ name: String) throws -> ProgrammeDocument {
    let schemas = try ["dtsen.family.1", "dapodik.student.1", "bmkg.quake.1"].map { name in
      try SchemaDocument(file: name, bytes: bytes("schemas/\(name).yaml")).schema
    }
    return try ProgrammeDocument(file: name, bytes: bytes("programmes/\(name).yaml"), schemas: schemas)
  }

  static func value(of type: Type, _ random: inout SplitMix64) -> Value? {
    switch type {
    case .record(let record): .record(record, record.fields.map { value(of: $0, &random) })
    case .date: .date(CivilDate(days: Int32.random(in: 15_000...22_000, using: &random))!)
    case .region: .region(Region(["53.15.06.2001", "52.01", "53", "11"].randomElement(using: &random)!)!)
    case .bool: .bool(Bool.random(using: &random))
    default: nil
    }
  }

  private static func value(of field: RecordType.Field, _ random: inout SplitMix64) -> Value? {
    if Int.random(in: 0..<8, using: &random) == 0 { return nil }
    switch field.type {
    case .int(let min, let max): return .int(.random(in: min...max, using: &random))
    case .rupiah: return .rupiah(.random(in: 0...9_000_000, using: &random))
    case .enumeration(let words): return .string(words.randomElement(using: &random)!)
    case .text: return .string("x")
    case .records(let record, let max):
      let count = Int.random(in: 0...min(max, 5), using: &random)
      return .list((0..<count).map { _ in .record(record, record.fields.map { value(of: $0, &random) }) })
    case .bool, .date, .region: return value(of: field.type.type, &random)
    }
  }
}
