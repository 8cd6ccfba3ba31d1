import Coding

extension CodeGenerator {
  /// Emits code that leaves the term's value in a slot, and returns the slot: `destination`, or one of its own.
  mutating func value(_ term: Term, into destination: UInt16? = nil) -> UInt16 {
    builder.offset = term.offset
    if let slot = ready(term) {
      guard let destination else { return slot }
      builder.emit(Instruction(operation: .move, a: slot, c: destination))
      return destination
    }
    let result = destination ?? builder.temporary()
    let mark = builder.mark
    compute(term, into: result)
    builder.release(to: mark)
    return result
  }

  /// The slot a value already is in.
  private mutating func ready(_ term: Term) -> UInt16? {
    switch term.node {
    case .constant(let value): builder.constant(store.slot(value))
    case .input(let index): UInt16(index)
    case .local(let index): locals[index]
    default: nil
    }
  }

  private mutating func compute(_ term: Term, into result: UInt16) {
    let offset = term.offset
    switch term.node {
    case .field(let record, let field):
      let column = column(record, field)
      var instruction = Instruction(
        operation: .loadText, a: value(record), b: UInt16(field), c: result, cost: 1, x: Int64(column.stride))
      if let layout = ElementLayout.number(column) {
        (instruction.operation, instruction.flag) = (.loadField, layout)
      }
      builder.offset = offset
      builder.emit(instruction)
    case .word(let code, let words):
      let table = builder.constant(store.slot(Value.list(words.map { .string($0) })))
      binary(.wordOfCode, value(code), table, result, at: offset)
    case .element(let list, let index):
      element(list, index, into: result, at: offset)
    case .key(let map, let key):
      let a = value(map)
      binary(.key, a, value(key), result, at: offset)
    case .negate(let operand):
      binary(.negate, value(operand), 0, result, at: offset)
    case .arithmetic(let operation, let left, let right):
      arithmetic(operation, left, right, into: result, at: offset)
    case .conditional(let condition, let then, let otherwise) where term.type != .bool:
      conditional(condition, then, otherwise, into: result)
    case .list(let elements):
      builder.emit(
        Instruction(operation: .newList, c: result, cost: UInt16(elements.count + 1), x: Int64(elements.count)))
      for element in elements { append(element, to: result) }
    case .map(let entries):
      map(entries, into: result, at: offset)
    case .children(let list):
      let columns = Int64(environment.children[list].firstColumn)
      builder.emit(
        Instruction(operation: .gatherRows, a: childrenSlot(list), b: UInt16(list), c: result, cost: 1, x: columns))
    case .call(let function, let arguments) where !function.isTest && function != .inRange:
      call(function, arguments, into: result, at: offset)
    case .macro(let macro, let range, let local, let filter, let body) where macro == .filter || macro == .map:
      buildList(range, local, filter, body, into: result)
    default:
      flag(term, into: result)
    }
  }

  private mutating func binary(_ operation: Operation, _ a: UInt16, _ b: UInt16, _ result: UInt16, at offset: Int) {
    builder.offset = offset
    builder.emit(Instruction(operation: operation, a: a, b: b, c: result, cost: 1))
  }

  /// A test's answer as a value.
  private mutating func flag(_ term: Term, into result: UInt16) {
    let (yes, no, end) = (builder.label(), builder.label(), builder.label())
    test(term, yes, no, next: yes)
    builder.place(yes)
    builder.emit(Instruction(operation: .setWord, c: result, x: 1))
    jump(end, next: no)
    builder.place(no)
    builder.emit(Instruction(operation: .setWord, c: result, x: 0))
    builder.place(end)
  }

  private mutating func conditional(_ condition: Term, _ then: Term, _ otherwise: Term, into result: UInt16) {
    let (yes, no, end) = (builder.label(), builder.label(), builder.label())
    test(condition, yes, no, next: yes)
    builder.place(yes)
    _ = value(then, into: result)
    jump(end, next: no)
    builder.place(no)
    _ = value(otherwise, into: result)
    builder.place(end)
  }

  private mutating func element(_ list: Term, _ index: Term, into result: UInt16, at offset: Int) {
    guard case .children(let children) = list.node else {
      let a = value(list)
      return binary(.element, a, value(index), result, at: offset)
    }
    let b = value(index)
    builder.offset = offset
    builder.emit(
      Instruction(
        operation: .childElement, a: childrenSlot(children), b: b, c: result, cost: 1,
        x: Int64(environment.children[children].firstColumn), y: UInt64(children)))
  }

  private mutating func arithmetic(
    _ operation: Arithmetic, _ left: Term, _ right: Term, into result: UInt16, at offset: Int
  ) {
    var (a, b) = (value(left), value(right))
    let instruction: Operation
    switch operation {
    case .add: instruction = .add
    case .subtract: instruction = .subtract
    case .multiply: instruction = .multiply
    case .divide: instruction = .divide
    case .remainder: instruction = .remainder
    case .joinText: instruction = .joinText
    case .joinLists: instruction = .joinLists
    case .timePlusSpan:
      instruction = .timePlusSpan
      if left.type == .duration { (a, b) = (b, a) }
    case .timeMinusSpan: instruction = .timeMinusSpan
    case .timeMinusTime: instruction = .timeMinusTime
    }
    binary(instruction, a, b, result, at: offset)
  }

  mutating func append(_ element: Term, to list: UInt16) {
    let mark = builder.mark
    let slot = value(element)
    builder.emit(Instruction(operation: .append, a: slot, c: list))
    builder.release(to: mark)
  }

  private mutating func map(_ entries: [(key: Term, value: Term)], into result: UInt16, at offset: Int) {
    var constantKeys: [Text] = []
    for entry in entries { if case .constant(.string(let key)) = entry.key.node { constantKeys.append(key) } }
    let known = constantKeys.count == entries.count
    builder.emit(
      Instruction(operation: .newMap, c: result, cost: UInt16(entries.count * 2 + 1), x: Int64(entries.count)))
    for entry in entries {
      let mark = builder.mark
      let (a, b) = (value(entry.key), value(entry.value))
      builder.offset = entry.key.offset
      // Keys known beforehand were compared beforehand.
      builder.emit(Instruction(operation: .put, flag: known ? 0 : 1, a: a, b: b, c: result))
      builder.release(to: mark)
    }
    if known, Set(constantKeys).count < constantKeys.count {
      builder.offset = offset
      builder.emit(Instruction(operation: .fail, flag: Fault.duplicateKey.rawValue))
    }
  }

  private mutating func call(_ function: Builtin, _ arguments: [Term], into result: UInt16, at offset: Int) {
    if function == .sizeOfList, case .children(let list) = arguments[0].node {
      builder.emit(
        Instruction(
          operation: .call, flag: function.rawValue, a: childrenSlot(list), b: UInt16(list), c: result, cost: 1, x: 1))
      return
    }
    var operands: [UInt16] = []
    for argument in arguments { operands.append(value(argument)) }
    switch function {
    case .age: return binary(.age, operands[0], operands[1], result, at: offset)
    case .province: return binary(.province, operands[0], 0, result, at: offset)
    default: break
    }
    builder.offset = offset
    builder.emit(
      Instruction(
        operation: .call, flag: function.rawValue, a: operands[0], b: operands.count > 1 ? operands[1] : 0, c: result,
        cost: 1, y: UInt64(operands.count)))
  }
}

// MARK: - Macros

extension CodeGenerator {
  /// Emits a loop over a range; `body` gets the label that goes on to the next element.
  private mutating func loop(
    _ range: Term, _ local: Int, setUp: (inout CodeGenerator, UInt16) -> Void = { _, _ in },
    _ body: (inout CodeGenerator, CodeBuilder.Label) -> Void
  ) {
    let (top, following, end) = (builder.label(), builder.label(), builder.label())
    let (element, cursor) = (builder.temporary(), builder.temporary())
    let outer = builder.handler
    var begin = Instruction(operation: .itemsBegin, b: cursor, c: element, cost: 1)
    var next = Instruction(operation: .itemsNext, b: cursor, c: element)
    if case .children(let list) = range.node {
      (begin.operation, next.operation) = (.rowsBegin, .rowsNext)
      (begin.a, begin.x, begin.y) = (
        childrenSlot(list), Int64(environment.children[list].firstColumn), UInt64(list)
      )
    } else {
      begin.a = value(range)
      if case .map = range.type { (begin.flag, next.flag) = (1, 1) }
    }
    locals[local] = element
    builder.offset = range.offset
    setUp(&self, begin.a)
    builder.emit(begin, to: end)
    builder.place(top)
    loopDepth += 1
    body(&self, following)
    loopDepth -= 1
    builder.place(following)
    // An error in the body must not be taken for one of the step to the next element.
    builder.handler = outer
    builder.emit(next, to: top)
    builder.place(end)
  }

  mutating func testMacro(
    _ macro: Macro, _ range: Term, _ local: Int, _ filter: Term, _ yes: Label, _ no: Label, next: Label?
  ) {
    guard macro != .existsOne else { return testExistsOne(range, local, filter, yes, no, next: next) }
    let stop = macro == .exists
    let walk = { (generator: inout CodeGenerator, depth: UInt8?) in
      generator.loop(range, local) { generator, following in
        if let depth { generator.handle(depth, resume: following) }
        generator.test(filter, stop ? yes : following, stop ? following : no, next: following)
      }
    }
    if canFail(filter) {
      absorbing { walk(&$0, $1) }
    } else {
      walk(&self, nil)
    }
    jump(stop ? no : yes, next: next)
  }

  private mutating func testExistsOne(
    _ range: Term, _ local: Int, _ filter: Term, _ yes: Label, _ no: Label, next: Label?
  ) {
    let counter = builder.temporary()
    builder.emit(Instruction(operation: .setWord, c: counter, x: 0))
    loop(range, local) { generator, following in
      let found = generator.builder.label()
      generator.test(filter, found, following, next: found)
      generator.builder.place(found)
      generator.builder.emit(Instruction(operation: .increment, c: counter))
    }
    emitTest(Instruction(operation: .testRange, a: counter, x: 1), yes, no, next: next)
  }

  /// `filter` and `map`.
  private mutating func buildList(_ range: Term, _ local: Int, _ filter: Term?, _ body: Term?, into result: UInt16) {
    loop(range, local) { generator, source in
      generator.builder.emit(Instruction(operation: .newListLike, a: source, c: result))
    } _: { generator, following in
      if let filter {
        let found = generator.builder.label()
        generator.test(filter, found, following, next: found)
        generator.builder.place(found)
      }
      if let body {
        generator.append(body, to: result)
      } else if let element = generator.locals[local] {
        generator.builder.emit(Instruction(operation: .append, a: element, c: result))
      }
    }
  }
}
