import Coding

/// Evaluates single expressions on free-form values, on the same machine as the columns.
public enum Evaluation {
  /// The value of an expression.
  ///
  /// - Parameter variables: values by name. A variable the environment declares must have that type, or one that reads
  ///   as it: a map as a record, text as a date, a region or a word of a closed list, an int as rupiah. Any other
  ///   variable is declared by its value, and a list or map in it holds values of one type.
  /// - Throws: `RuleError` of any kind.
  public static func evaluate(
    _ expression: String, variables: [(String, Value)] = [], in environment: Environment = Environment()
  ) throws(RuleError) -> Value {
    try measure(expression, variables: variables, in: environment).result.get()
  }

  /// An evaluation with what it took: `steps` never exceeds `cost`.
  package struct Measured {
    package let result: Result<Value, RuleError>
    package let steps: Int
    package let cost: Int
    /// What its branches answered, where they were traced.
    package let branches: [(branch: RuleBranch, answers: RuleBranch.Answers)]
  }

  /// Throws what keeps the expression from running; what goes wrong while it runs is in the result.
  package static func measure(
    _ expression: String, variables: [(String, Value)], in environment: Environment, isTracing: Bool = false
  ) throws(RuleError) -> Measured {
    var environment = environment
    for (name, value) in variables where environment.input(Text(name)) == nil {
      guard let type = value.type else {
        throw RuleError.mixedTypes(name)
      }
      try environment.declare(Text(name), type, size: Size(of: value))
    }
    let rule = try Rule(expression, in: environment)
    let rules = try RuleSet([rule], in: environment, isTracing: isTracing)
    var frame = Frame(rules)
    let store = SlotStore()
    defer { withExtendedLifetime(store) {} }
    var given: [Int] = []
    for (name, value) in variables {
      guard let input = environment.input(Text(name)) else { continue }
      try frame.load(value, as: input, store)
      given.append(input)
    }
    try requireInputs(of: rule, given)
    let result: Result<Value, RuleError>
    do throws(RuleError) { result = .success(try frame.value()) } catch { result = .failure(error) }
    let branches = zip(rules.branches(ofRule: 0), frame.branchAnswers(ofRule: 0)).map { (branch: $0, answers: $1) }
    return Measured(result: result, steps: Int(frame.steps), cost: rule.cost, branches: branches)
  }

  private static func requireInputs(of rule: Rule, _ given: [Int]) throws(RuleError) {
    var missing: (input: Int, offset: Int)?
    rule.term.walk { term in
      if case .input(let input) = term.node, !given.contains(input), missing == nil { missing = (input, term.offset) }
    }
    if let missing {
      throw RuleError(
        .evaluation, Phrase("variabel ini tidak diberi nilai", "this variable was given no value"), in: rule.source,
        at: missing.offset)
    }
  }

  /// The value of a term without inputs; `nil` when it has none.
  static func constant(_ term: Term) -> Value? {
    let rule = Rule(closed: term)
    guard let rules = try? RuleSet([rule], in: Environment()) else { return nil }
    var frame = Frame(rules)
    return try? frame.value()
  }
}

extension RuleError {
  public static func mixedTypes(_ name: String) -> RuleError {
    RuleError(
      .type,
      Phrase(
        "variabel '\(name)' mencampur tipe dalam satu daftar atau peta, yang tidak dikenal profil",
        "variable '\(name)' mixes types in one list or map, which the profile does not know"))
  }
}

extension Frame {
  /// The value of the frame's only rule.
  ///
  /// - Throws: `RuleError` of kind `evaluation`, where in the source it happened.
  mutating func value() throws(RuleError) -> Value {
    let rule = rules.rules[0]
    let outcome = evaluate(0)
    if rule.type == .bool, outcome == .yes || outcome == .no { return .bool(outcome == .yes) }
    let message: Phrase
    switch outcome {
    case .yes, .no: return value(of: result, rule.type)
    case .missing(let column):
      let path = rules.environment.path(of: Int(column))
      message = Phrase("\(path) tidak ada", "\(path) is absent")
    case .undecided(let series):
      let name = rules.environment.series[Int(series)]
      message = Phrase("seri \(name) belum memutuskan", "series \(name) has not decided yet")
    case .error(let fault): message = fault.message
    }
    throw RuleError(.evaluation, message, in: rule.source, at: Int(rules.offsets[errorPosition]))
  }

  /// Reads a slot back as a value.
  private func value(of slot: Slot, _ type: Type) -> Value {
    switch type {
    case .bool: return .bool(slot.isTrue)
    case .int, .unknown: return .int(slot.bits)
    case .rupiah: return .rupiah(slot.bits)
    case .duration: return .duration(slot.span)
    case .date: return .date(slot.date)
    case .timestamp: return .timestamp(slot.time)
    case .region: return Region(raw: UInt64(bitPattern: slot.bits)).map { .region($0) } ?? .int(slot.bits)
    case .string, .enumeration: return .string(Text(validated: Array(slot.utf8)[...]))
    case .list(let element):
      var values: [Value] = []
      for index in 0..<slot.size { values.append(value(of: slot.elements[index], element)) }
      return .list(values)
    case .map(let element):
      var entries: [Value.Entry] = []
      for index in 0..<slot.size {
        let key = Text(validated: Array(slot.elements[index * 2].utf8)[...])
        entries.append(Value.Entry(key: key, value: value(of: slot.elements[index * 2 + 1], element)))
      }
      return .map(entries)
    case .record(let record):
      return .record(record, record.fields.indices.map { field(of: slot, record, $0) })
    }
  }

  /// A scalar field read back from its column; child rows are not read back.
  private func field(of record: Slot, _ type: RecordType, _ index: Int) -> Value? {
    guard let column = type.fields[index].type.column else { return nil }
    let base = columns[Int(record.count) + index] + Int(truncatingIfNeeded: record.bits) * column.stride
    return type.fields[index].type.decode(base)
  }
}
