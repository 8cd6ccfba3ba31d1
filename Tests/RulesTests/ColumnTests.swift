import Coding
import Rules
import TestSupport
import Testing

/// Rules over columns, as the ledger runs them.
@Suite struct ColumnTests {
  @Test func columnsAndValuesGiveTheSameAnswers() throws {
    var generator = ExpressionGenerator(seed: SecondOpinionTests.seed)
    print("columns: seed \(SecondOpinionTests.seed)")
    let inputs = (0..<24).map { _ in Facts.random(&generator.random) }
    let columns = Columns(families: inputs.map { $0[0].1 }, members: inputs.map { $0[1].1 })
    for _ in 0..<20 {
      var rules: [Rule] = []
      while rules.count < 6 {
        if let rule = try? Rule(test: generator.expression(.bool, 3), in: Facts.environment) { rules.append(rule) }
      }
      var frame = Frame(try RuleSet(rules, in: Facts.environment))
      for column in frame.rules.columns {
        if let base = columns.bases[column] { frame.bind(column: column, to: base) }
      }
      for (row, variables) in inputs.enumerated() {
        frame.setRow(0, row)
        frame.setRow(1, row)
        if let count = columns.memberCount[row] {
          frame.setChildren(0, first: columns.firstMember[row], count: count)
        } else {
          frame.setChildrenAbsent(0)
        }
        guard case .date(let due) = variables[2].1, case .timestamp(let now) = variables[3].1 else { continue }
        frame.set(2, to: due)
        frame.set(3, to: now)
        for (index, rule) in rules.enumerated() {
          let outcome = frame.evaluate(index)
          #expect(frame.steps <= Int64(rule.cost))
          expect(
            outcome, matches: try Evaluation.measure(rule.source.string, variables: variables, in: Facts.environment),
            rule)
        }
      }
    }
  }

  private func expect(_ outcome: Outcome, matches measured: Evaluation.Measured, _ rule: Rule) {
    switch (outcome, measured.result) {
    case (.yes, .success(.bool(true))), (.no, .success(.bool(false))), (.error, .failure): break
    case (.missing(let column), .failure(let error)):
      #expect(error.message.english == Facts.environment.path(of: Int(column)) + " is absent", "\(rule.source)")
      #expect(rule.columns.contains(Int(column)), "\(rule.source) reads \(rule.columns), not \(column)")
    case (let outcome, let result): Issue.record("\(rule.source): \(outcome), \(result)")
    }
  }

  @Test(
    arguments: [
      (FieldType.bool, ColumnType.bool, 1, [2]), (.enumeration(["a"]), .code8, 1, [0]),
      (.enumeration((0..<255).map { Text("\($0)") }), .code8, 1, [0]),
      (.enumeration((0..<256).map { Text("\($0)") }), .code16, 2, [0, 0]),
      (.int(min: -127, max: 127), .int8, 1, [0x80]),
      (.int(min: -128, max: 0), .int16, 2, [0, 0x80]), (.int(min: 0, max: 128), .int16, 2, [0, 0x80]),
      (.int(min: 0, max: 32_768), .int32, 4, [0, 0, 0, 0x80]),
      (.int(min: 0, max: 2_147_483_648), .int64, 8, [0, 0, 0, 0, 0, 0, 0, 0x80]),
      (.rupiah, .rupiah, 8, [0, 0, 0, 0, 0, 0, 0, 0x80]), (.date, .date, 4, [0, 0, 0, 0x80]),
      (.region, .region, 8, [0, 0, 0, 0, 0, 0, 0, 0]), (.text(maxBytes: 3), .text(maxBytes: 3), 4, [255, 0, 0, 0]),
    ] as [(FieldType, ColumnType, Int, [UInt8])])
  func fieldsHaveTheNarrowestColumn(_ type: FieldType, _ column: ColumnType, _ stride: Int, _ absent: [UInt8]) {
    #expect(type.column == column)
    #expect(column.stride == stride)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: stride, alignment: 16)
    defer { memory.deallocate() }
    #expect(type.encode(nil, to: memory) == nil)
    #expect(Array(UnsafeRawBufferPointer(start: memory, count: stride)) == absent)
    #expect(type.decode(memory) == nil)
  }

  @Test(
    arguments: [
      (.bool, .bool(true)), (.int(min: -5, max: 5), .int(-5)), (.int(min: 0, max: 300), .int(300)),
      (.int(min: .min + 1, max: .max), .int(.min + 1)), (.rupiah, .rupiah(-1)), (.date, .date(.earliest)),
      (.enumeration(["a", "b"]), .string("b")), (.region, .region(Region("53.15")!)),
      (.text(maxBytes: 3), .string("é")),
      (.text(maxBytes: 3), .string("")),
    ] as [(FieldType, Value)])
  func valuesSurviveTheirColumn(_ type: FieldType, _ value: Value) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: type.column?.stride ?? 1, alignment: 16)
    defer { memory.deallocate() }
    #expect(type.encode(value, to: memory) == nil)
    #expect(type.decode(memory) == value)
  }

  @Test func answersAboutOtherSeriesComeFromTheCaller() throws {
    let rules = try RuleSet(
      [Rule(test: "receives('id.blt') && !receives('id.pkh')", in: Facts.environment)], in: Facts.environment)
    var frame = Frame(rules)
    #expect(frame.evaluate(0) == .undecided(series: 1))
    frame.setSeries(1, to: .yes)
    #expect(frame.evaluate(0) == .undecided(series: 0))
    frame.setSeries(0, to: .no)
    #expect(frame.evaluate(0) == .yes)
    frame.setSeries(0, to: .yes)
    #expect(frame.evaluate(0) == .no)
  }

  @Test func moreChildRowsThanDeclaredEndInAnErrorNotInALongRun() throws {
    let rules = try RuleSet(
      [Rule(test: "family.members.all(x, x.pregnancy == 0)", in: Facts.environment)], in: Facts.environment)
    var frame = Frame(rules)
    let zeros = UnsafeMutableRawPointer.allocate(byteCount: 40_000, alignment: 16)
    defer { zeros.deallocate() }
    zeros.initializeMemory(as: UInt8.self, repeating: 0, count: 40_000)
    for column in rules.columns { frame.bind(column: column, to: zeros) }
    frame.setChildren(0, first: 0, count: 20_000)
    #expect(frame.evaluate(0) == .error(.cost))
  }
}
