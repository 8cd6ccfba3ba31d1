/// Follows a test backwards: which circumstances would have to be otherwise for it to say yes, or no.
///
/// It looks at the test, not at all values there could be, so what it finds is to be tried in the rule. What it cannot
/// see through yields nothing. It keeps the cheapest ways at every step, and its work is bounded.
struct RemedySearch {
  let circumstances: Circumstances
  /// How many more times two ways may be joined.
  var budget = 20_000

  static let mostWays = 32

  /// What a macro's variable stands for.
  enum Local {
    case element(list: Int, Int)
    case constant(Value)
  }

  typealias Locals = [Int: Local]

  init(_ circumstances: Circumstances) {
    self.circumstances = circumstances
  }

  /// Ways for a test to give this answer. One that costs nothing means that it does already.
  mutating func ways(_ term: Term, to answer: Bool, _ locals: Locals) -> [Remedy] {
    switch term.node {
    case .constant(.bool(let value)): return value == answer ? [Remedy()] : []
    case .not(let operand): return ways(operand, to: !answer, locals)
    case .and(let operands): return answer ? all(operands, to: true, locals) : any(operands, to: false, locals)
    case .or(let operands): return answer ? any(operands, to: true, locals) : all(operands, to: false, locals)
    case .conditional(let condition, let then, let otherwise):
      let first = both(ways(condition, to: true, locals), ways(then, to: answer, locals))
      let second = both(ways(condition, to: false, locals), ways(otherwise, to: answer, locals))
      return cheapest(first + second)
    case .compare(let operation, let a, let b): return comparison(answer ? operation : operation.opposite, a, b, locals)
    case .inList(let element, let list): return membership(of: element, in: list, answer, locals)
    case .hasField(let record, let field): return presence(record, field, answer, locals)
    case .call(.inRegion, let arguments): return inRegion(arguments[0], arguments[1], answer, locals)
    case .call(.startsWith, let arguments):
      return text(arguments, answer, locals) { .starting($0) }
    case .call(.endsWith, let arguments):
      return text(arguments, answer, locals) { .ending($0) }
    case .call(.contains, let arguments):
      return text(arguments, answer, locals) { .containing($0) }
    case .macro(let macro, let range, let local, let filter?, nil) where macro != .filter:
      return quantifier(macro, range, local, filter, answer, locals)
    case .input, .local, .field, .receives:
      return solve(term, IntegerSet(answer ? 1...1 : 0...0), locals)
    default: return []
    }
  }

  /// Ways for all of them to give this answer at once.
  private mutating func all(_ operands: [Term], to answer: Bool, _ locals: Locals) -> [Remedy] {
    var found = [Remedy()]
    for operand in operands where !found.isEmpty {
      found = both(found, ways(operand, to: answer, locals))
    }
    return found
  }

  /// Ways for one of them to give this answer.
  private mutating func any(_ operands: [Term], to answer: Bool, _ locals: Locals) -> [Remedy] {
    var found: [Remedy] = []
    for operand in operands { found += ways(operand, to: answer, locals) }
    return cheapest(found)
  }

  /// Every way of the first with every way of the second.
  mutating func both(_ first: [Remedy], _ second: [Remedy]) -> [Remedy] {
    var found: [Remedy] = []
    for a in first {
      for b in second where budget > 0 {
        budget -= 1
        if let sum = a.adding(b, circumstances) { found.append(sum) }
      }
    }
    return cheapest(found)
  }

  func cheapest(_ ways: [Remedy]) -> [Remedy] {
    ways.count < 2 ? ways : Array(Remedy.sorted(ways).prefix(RemedySearch.mostWays))
  }

  /// The way that makes one circumstance one of these numbers.
  func demand(_ circumstance: Circumstance, _ set: IntegerSet) -> [Remedy] {
    var set = set
    if case .input(let input) = circumstance, circumstances.environment.inputs[input].type == .date,
      let today = circumstances.number(circumstance), !set.contains(today)
    {
      // Days come by themselves, but none comes back; a life is long enough to wait.
      set = set.intersection(IntegerSet((today + 1)...(today + 36_525)))
    }
    return set.isEmpty ? [] : [Remedy([Remedy.Demand(circumstance, .numbers(set), circumstances)])]
  }

  private func presence(_ record: Term, _ field: Int, _ answer: Bool, _ locals: Locals) -> [Remedy] {
    guard let circumstance = circumstance(record, field, locals),
      let type = circumstances.environment.fieldType(of: circumstance)
    else { return [] }
    let wanted: Wanted
    if !answer {
      wanted = .absent
    } else if case .text = type {
      wanted = .text(.anything)
    } else {
      wanted = .numbers(type.universe)
    }
    return [Remedy([Remedy.Demand(circumstance, wanted, circumstances)])]
  }

  /// The circumstance that a field of a record is.
  func circumstance(_ record: Term, _ field: Int, _ locals: Locals) -> Circumstance? {
    let environment = circumstances.environment
    switch record.node {
    case .input(let input): return .field(column: environment.inputs[input].firstColumn + field, element: nil)
    case .local(let local):
      guard case .element(let list, let index) = locals[local] else { return nil }
      return .field(column: environment.children[list].firstColumn + field, element: index)
    case .element(let whole, let index):
      guard case .children(let list) = whole.node, case .constant(.int(let index)) = index.node,
        let count = circumstances.number(.count(list: list)), index >= 0, index < count
      else { return nil }
      return .field(column: environment.children[list].firstColumn + field, element: Int(index))
    default: return nil
    }
  }
}

extension BinaryOperator {
  /// The comparison that is true where this one is not.
  fileprivate var opposite: BinaryOperator {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    default: self
    }
  }
}
