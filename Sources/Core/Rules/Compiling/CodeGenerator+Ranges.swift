import Coding

/// A test whether a number lies between two bounds: what most of a rule's comparisons come down to.
struct RangeTest {
  var operand: Term
  var low: Int64
  var high: Int64
  var negated = false
  var cost = 1

  /// The same operand in both, read straight from a field, so that two tests are one.
  func intersection(_ other: RangeTest) -> RangeTest? {
    guard !negated, !other.negated, case .field(let a, let field) = operand.node,
      case .field(let b, let otherField) = other.operand.node, field == otherField, RangeTest.same(a, b),
      max(low, other.low) <= min(high, other.high)
    else { return nil }
    return RangeTest(
      operand: operand, low: max(low, other.low), high: min(high, other.high), cost: cost + other.cost)
  }

  private static func same(_ a: Term, _ b: Term) -> Bool {
    switch (a.node, b.node) {
    case (.input(let left), .input(let right)), (.local(let left), .local(let right)): left == right
    default: false
    }
  }
}

extension CodeGenerator {
  /// The term as a range test; `nil` when it is none.
  func rangeTest(_ term: Term) -> RangeTest? {
    switch term.node {
    case .field where term.type == .bool:
      return RangeTest(operand: term, low: 1, high: 1)
    case .not(let operand):
      guard var test = rangeTest(operand) else { return nil }
      test.negated.toggle()
      return test
    case .compare(let operation, let left, let right):
      if case .constant(let value) = right.node, let word = value.word { return bounds(operation, left, word) }
      if case .constant(let value) = left.node, let word = value.word { return bounds(operation.mirrored, right, word) }
      return nil
    case .call(.inRegion, let arguments):
      guard case .constant(.region(let region)) = arguments[1].node else { return nil }
      return RangeTest(
        operand: arguments[0], low: Int64(region.raw), high: Int64(region.raw + region.level.unit - 1))
    case .call(.inRange, let arguments):
      guard case .constant(.int(let low)) = arguments[1].node, case .constant(.int(let high)) = arguments[2].node
      else { return nil }
      return RangeTest(operand: arguments[0], low: low, high: high, cost: 2)
    default:
      return nil
    }
  }

  private func bounds(_ operation: BinaryOperator, _ operand: Term, _ word: Int64) -> RangeTest? {
    guard operand.type.isWord else { return nil }
    if case .constant = operand.node { return nil }
    switch operation {
    case .equal: return RangeTest(operand: operand, low: word, high: word)
    case .notEqual: return RangeTest(operand: operand, low: word, high: word, negated: true)
    case .less: return RangeTest(operand: operand, low: word, high: .max, negated: true)
    case .lessOrEqual: return RangeTest(operand: operand, low: .min, high: word)
    case .greater: return RangeTest(operand: operand, low: .min, high: word, negated: true)
    default: return RangeTest(operand: operand, low: word, high: .max)
    }
  }

  /// Operands of `&&` with neighbouring range tests of one field made one.
  func merged(_ operands: [Term]) -> [Term] {
    var result: [Term] = []
    var last: RangeTest?
    for operand in operands {
      let test = rangeTest(operand).flatMap(positive)
      if let test, let joined = last?.intersection(test) {
        result[result.count - 1] = rangeTerm(joined)
        last = joined
      } else {
        result.append(operand)
        last = test
      }
    }
    return result
  }

  /// `!(low...max)` as `min...low-1`, and the like.
  private func positive(_ test: RangeTest) -> RangeTest? {
    var test = test
    guard test.negated else { return test }
    test.negated = false
    if test.high == .max, test.low > .min {
      (test.low, test.high) = (.min, test.low - 1)
      return test
    }
    if test.low == .min, test.high < .max {
      (test.low, test.high) = (test.high + 1, .max)
      return test
    }
    return nil
  }

  /// A range as a term again: `low <= x && x <= high` in one node.
  private func rangeTerm(_ test: RangeTest) -> Term {
    Term(
      node: .call(.inRange, [test.operand, word(test.low), word(test.high)]), type: .bool, offset: test.operand.offset)
  }

  private func word(_ value: Int64) -> Term {
    Term(node: .constant(.int(value)), type: .int, offset: 0)
  }

  mutating func testRange(_ test: RangeTest, _ yes: Label, _ no: Label, next: Label?) {
    let (yes, no) = test.negated ? (no, yes) : (yes, no)
    let span = UInt64(bitPattern: test.high &- test.low)
    var instruction = Instruction(operation: .testRange, cost: UInt16(clamping: test.cost), x: test.low, y: span)
    if case .call(.age, let arguments) = test.operand.node {
      let offset = builder.offset
      (instruction.a, instruction.b) = (value(arguments[0]), value(arguments[1]))
      instruction.operation = .testAge
      instruction.c = builder.ageMemory()
      builder.offset = offset
    } else {
      read(test.operand, into: &instruction)
    }
    emitTest(instruction, yes, no, next: next)
  }

  /// Emits membership in a small constant set as one test of a bit; `false` when the set is too wide or not constant.
  mutating func testSet(_ element: Term, _ list: Term, _ yes: Label, _ no: Label, next: Label?) -> Bool {
    guard case .constant(.list(let values)) = list.node, element.type.isWord else { return false }
    if case .constant = element.node { return false }
    var words: [Int64] = []
    for value in values {
      guard let word = value.word else { return false }
      words.append(word)
    }
    guard let low = words.min() else { return false }
    var bits: UInt64 = 0
    for word in words {
      let position = UInt64(bitPattern: word &- low)
      guard position < 64 else { return false }
      bits |= 1 << position
    }
    var instruction = Instruction(operation: .testSet, cost: 1, x: low, y: bits)
    read(element, into: &instruction)
    emitTest(instruction, yes, no, next: next)
    return true
  }

  /// Lets the instruction read its operand straight from the column, where it is a field.
  private mutating func read(_ operand: Term, into instruction: inout Instruction) {
    let offset = builder.offset
    if case .field(let record, let field) = operand.node, let layout = ElementLayout.number(column(record, field)) {
      instruction.c = instruction.operation == .testSet ? 1 : 0
      instruction.operation = .testField
      instruction.flag = layout
      instruction.a = value(record)
      instruction.b = UInt16(field)
      builder.offset = operand.offset
      return
    }
    instruction.a = value(operand)
    builder.offset = offset
  }
}
