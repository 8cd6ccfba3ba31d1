import Coding

/// Turns checked terms into code: tests become jumps, values go to slots, constants are worked out beforehand.
///
/// Errors cost nothing until they happen. Every instruction has a handler that says where to go on: inside `&&`, `||`,
/// `all` and `exists` an error is remembered and raised only if nothing absorbs it; elsewhere it ends the rule.
struct CodeGenerator {
  let environment: Environment
  let store: SlotStore
  var builder: CodeBuilder
  /// The slot of each macro's element.
  var locals: [Int: UInt16] = [:]
  /// How many errors can be pending at once here, and ever could so far.
  private var pendingDepth: UInt8 = 0
  private var usedDepth: UInt8 = 0
  var loopDepth = 0
  /// Whether tests leave their answers behind; and those of the rule being emitted that do.
  private let isTracing: Bool
  var branches: [TracedBranch] = []

  init(_ environment: Environment, _ store: SlotStore, isTracing: Bool = false) {
    self.environment = environment
    self.store = store
    self.isTracing = isTracing
    builder = CodeBuilder(firstTemporary: environment.inputs.count + environment.children.count)
  }

  /// Emits one rule and returns its first instruction.
  mutating func rule(_ term: Term) -> Int {
    let entry = builder.instructions.count
    (pendingDepth, usedDepth, loopDepth) = (0, 0, 0)
    branches = []
    builder.handler = Handler()
    if term.type == .bool {
      let (yes, no) = (builder.label(), builder.label())
      test(term, yes, no, next: yes)
      builder.place(yes)
      builder.emit(Instruction(operation: .returnTrue))
      builder.place(no)
      builder.emit(Instruction(operation: .returnFalse))
    } else {
      let slot = value(term)
      builder.emit(Instruction(operation: .returnValue, a: slot))
    }
    builder.release(to: environment.inputs.count + environment.children.count)
    return entry
  }

  var firstChildrenSlot: Int { environment.inputs.count }

  /// Emits `body` so that errors in it are remembered at a depth of their own, and raised after it unless the code
  /// jumped elsewhere before. `resume` is where an error inside goes on.
  mutating func absorbing(_ body: (inout CodeGenerator, UInt8) -> Void) {
    let outer = builder.handler
    let depth = pendingDepth
    if loopDepth > 0 || depth < usedDepth {
      builder.emit(Instruction(operation: .clearPending, a: UInt16(depth)))
    }
    pendingDepth += 1
    usedDepth = max(usedDepth, pendingDepth)
    body(&self, depth)
    pendingDepth -= 1
    builder.handler = outer
    builder.emit(Instruction(operation: .raisePending, a: UInt16(depth)))
  }

  mutating func handle(_ depth: UInt8, resume: CodeBuilder.Label) {
    builder.handler = Handler(resume: resume.number, depth: depth)
  }
}

// MARK: - Tests

extension CodeGenerator {
  typealias Label = CodeBuilder.Label

  /// Emits code that goes to `yes` or `no`; one of them may be `next`, which the caller places right after it.
  mutating func test(_ term: Term, _ yes: Label, _ no: Label, next: Label?) {
    if isTracing, term.isBranch { return traced(term, yes, no, next: next) }
    ask(term, yes, no, next: next)
  }

  mutating func ask(_ term: Term, _ yes: Label, _ no: Label, next: Label?) {
    let mark = builder.mark
    defer { builder.release(to: mark) }
    builder.offset = term.offset
    // A test made part of another one would leave no answer of its own.
    if !isTracing || term.isBranch, let range = rangeTest(term) { return testRange(range, yes, no, next: next) }
    switch term.node {
    case .constant(let value): jump(value.word == 1 ? yes : no, next: next)
    case .not(let operand): test(operand, no, yes, next: next)
    case .and(let operands): chain(isTracing ? operands : merged(operands), yes, no, next: next, stopsOn: false)
    case .or(let operands): chain(operands, yes, no, next: next, stopsOn: true)
    case .conditional(let condition, let then, let otherwise):
      let (first, second) = (builder.label(), builder.label())
      test(condition, first, second, next: first)
      builder.place(first)
      test(then, yes, no, next: nil)
      builder.place(second)
      test(otherwise, yes, no, next: next)
    case .compare(let operation, let left, let right): compare(operation, left, right, yes, no, next: next)
    case .inList(let element, let list):
      if testSet(element, list, yes, no, next: next) { return }
      let (a, b) = (value(element), value(list))
      let shape = builder.shape(element.type)
      emitTest(Instruction(operation: .testInList, a: a, b: b, cost: 1, x: shape), yes, no, next: next)
    case .inMap(let key, let map), .hasKey(let map, let key):
      let (a, b) = (value(key), value(map))
      emitTest(Instruction(operation: .testInMap, a: a, b: b, cost: 1), yes, no, next: next)
    case .hasField(let record, let field):
      var instruction = Instruction(operation: .testTextPresent, a: value(record), b: UInt16(field), cost: 1)
      let column = column(record, field)
      if let layout = ElementLayout.number(column) {
        (instruction.operation, instruction.flag) = (.testPresent, layout)
      } else {
        instruction.x = Int64(column.stride)
      }
      emitTest(instruction, yes, no, next: next)
    case .hasChildren(let list):
      emitTest(Instruction(operation: .testChildren, a: childrenSlot(list), cost: 1), yes, no, next: next)
    case .receives(let series):
      emitTest(Instruction(operation: .testSeries, a: UInt16(series), cost: 1), yes, no, next: next)
    case .call(let function, let arguments) where function.isTest:
      testCall(function, arguments, yes, no, next: next)
    case .macro(let macro, let range, let local, let filter?, nil) where macro != .filter:
      testMacro(macro, range, local, filter, yes, no, next: next)
    default:
      let slot = value(term)
      emitTest(Instruction(operation: .testRange, a: slot, x: 1), yes, no, next: next)
    }
  }

  mutating func jump(_ label: Label, next: Label?) {
    guard label.number != next?.number else { return }
    builder.emit(Instruction(operation: .jump), to: label)
  }

  /// Emits a test with the one or two jumps it needs.
  mutating func emitTest(_ instruction: Instruction, _ yes: Label, _ no: Label, next: Label?) {
    var instruction = instruction
    instruction.sense = yes.number != next?.number
    builder.emit(instruction, to: instruction.sense ? yes : no)
    if instruction.sense { jump(no, next: next) }
  }

  /// `&&` stops on false, `||` on true; an error before that is raised only at the end.
  private mutating func chain(
    _ operands: [Term], _ yes: Label, _ no: Label, next: Label?, stopsOn stop: Bool
  ) {
    let done = stop ? no : yes
    guard operands.contains(where: { canFail($0) }) else {
      for operand in operands.dropLast() {
        let following = builder.label()
        test(operand, stop ? yes : following, stop ? following : no, next: following)
        builder.place(following)
      }
      return test(operands[operands.count - 1], yes, no, next: next)
    }
    absorbing { generator, depth in
      for operand in operands {
        let following = generator.builder.label()
        generator.handle(depth, resume: following)
        generator.test(operand, stop ? yes : following, stop ? following : no, next: following)
        generator.builder.place(following)
      }
    }
    jump(done, next: next)
  }

  private mutating func compare(
    _ operation: BinaryOperator, _ left: Term, _ right: Term, _ yes: Label, _ no: Label, next: Label?
  ) {
    let offset = builder.offset
    var (a, b) = (value(left), value(right))
    var (yes, no) = (yes, no)
    let order: Order
    switch operation {
    case .equal: order = .equal
    case .notEqual: (order, yes, no) = (.equal, no, yes)
    case .less: order = .less
    case .lessOrEqual: order = .lessOrEqual
    case .greater: (order, a, b) = (.less, b, a)
    default: (order, a, b) = (.lessOrEqual, b, a)
    }
    builder.offset = offset
    var instruction = Instruction(operation: .testWords, flag: order.rawValue, a: a, b: b, cost: 1)
    switch left.type {
    case .string: instruction.operation = .testTexts
    case .timestamp: instruction.operation = .testTimes
    case .list, .map:
      // What is compared is charged as it is looked at, the whole first.
      (instruction.operation, instruction.cost) = (.testEqual, 0)
      instruction.x = builder.shape(left.type)
    default: break
    }
    emitTest(instruction, yes, no, next: next)
  }

  private mutating func testCall(
    _ function: Builtin, _ arguments: [Term], _ yes: Label, _ no: Label, next: Label?
  ) {
    let offset = builder.offset
    let (a, b) = (value(arguments[0]), value(arguments[1]))
    builder.offset = offset
    let operation: Operation =
      switch function {
      case .startsWith: .testStarts
      case .endsWith: .testEnds
      case .contains: .testContains
      default: .testRegion
      }
    emitTest(Instruction(operation: operation, a: a, b: b, cost: 1), yes, no, next: next)
  }

  func childrenSlot(_ list: Int) -> UInt16 { UInt16(firstChildrenSlot + list) }

  func column(_ record: Term, _ field: Int) -> ColumnType {
    guard case .record(let type) = record.type, let column = type.fields[field].type.column else {
      preconditionFailure("the checker reads scalar fields of records only")
    }
    return column
  }

  /// Whether evaluating the term can end in an error.
  func canFail(_ term: Term) -> Bool {
    switch term.node {
    case .constant, .input, .local, .hasField, .hasChildren: false
    case .not(let operand): canFail(operand)
    case .compare(_, let a, let b), .inList(let a, let b), .inMap(let a, let b), .hasKey(let a, let b):
      canFail(a) || canFail(b)
    case .and(let operands), .or(let operands), .list(let operands): operands.contains { canFail($0) }
    case .conditional(let a, let b, let c): canFail(a) || canFail(b) || canFail(c)
    case .call(let function, let arguments): function.canFail || arguments.contains { canFail($0) }
    default: true
    }
  }
}

extension Builtin {
  var isTest: Bool {
    switch self {
    case .startsWith, .endsWith, .contains, .inRegion: true
    default: false
    }
  }

  var canFail: Bool {
    switch self {
    case .sizeOfText, .startsWith, .endsWith, .contains, .inRegion, .age, .province, .inRange: false
    default: true
    }
  }
}
