/// Follows a test without running it: what must be so where it says yes, and where it says no.
///
/// It speaks of answers only; where a fact is absent or a value cannot be computed there is none. It looks at every
/// part once. What it cannot see through may be either, so it never calls a test idle that is not.
struct Reasoner {
  /// `nil` where that answer is impossible.
  typealias Answers = (yes: Knowledge?, no: Knowledge?)

  /// Byte offsets of tests that can never be true where they stand.
  private(set) var idle: [Int] = []

  mutating func follow(_ term: Term, _ known: Knowledge) -> Answers {
    if let (operand, values) = test(term) { return ask(operand, values, term.offset, known) }
    switch term.node {
    case .constant(.bool(let value)): return value ? (known, nil) : (nil, known)
    case .not(let operand):
      let (yes, no) = follow(operand, known)
      return (no, yes)
    case .and(let operands): return chain(operands, known, stopsOn: false)
    case .or(let operands): return chain(operands, known, stopsOn: true)
    case .conditional(let condition, let then, let otherwise):
      let (first, second) = follow(condition, known)
      let (a, b) = (first.map { follow(then, $0) }, second.map { follow(otherwise, $0) })
      return (Knowledge.either(a?.yes, b?.yes), Knowledge.either(a?.no, b?.no))
    case .macro(let macro, _, _, let filter?, nil) where macro != .filter:
      let (yes, no) = follow(filter, known)
      return macro == .all ? (known, no == nil ? nil : known) : (yes == nil ? nil : known, known)
    default:
      return (known, known)
    }
  }

  /// `&&` goes on where its operands say yes, `||` where they say no.
  private mutating func chain(_ operands: [Term], _ known: Knowledge, stopsOn stop: Bool) -> Answers {
    var going: Knowledge? = known
    var stopped: Knowledge?
    for operand in operands {
      guard let here = going else { break }
      let (yes, no) = follow(operand, here)
      going = stop ? no : yes
      stopped = Knowledge.either(stopped, stop ? yes : no)
    }
    return stop ? (stopped, going) : (going, stopped)
  }

  private mutating func ask(_ term: Term, _ values: IntegerSet, _ offset: Int, _ known: Knowledge) -> Answers {
    guard let operand = Operand(term) else { return (known, known) }
    let before = known.values(of: operand) ?? term.universe
    let (inside, outside) = (before.intersection(values), before.intersection(values.complement))
    if inside.isEmpty { idle.append(offset) }
    return (
      inside.isEmpty ? nil : known.adding(operand, inside), outside.isEmpty ? nil : known.adding(operand, outside)
    )
  }

  /// The term as membership of one operand in a set of numbers.
  private func test(_ term: Term) -> (operand: Term, values: IntegerSet)? {
    switch term.node {
    case .input, .local, .field, .hasField, .hasChildren, .receives:
      return term.type == .bool ? (term, IntegerSet(1...1)) : nil
    case .compare(let operation, let left, let right):
      if case .constant(let value) = right.node, let word = value.word { return compare(operation, left, word) }
      if case .constant(let value) = left.node, let word = value.word {
        return compare(operation.mirrored, right, word)
      }
      return nil
    case .inList(let element, let list):
      guard case .constant(.list(let values)) = list.node, element.type.isWord else { return nil }
      return (element, IntegerSet(values.compactMap { $0.word }))
    case .call(.inRegion, let arguments):
      guard case .constant(.region(let region)) = arguments[1].node else { return nil }
      return (arguments[0], IntegerSet(Int64(region.raw)...Int64(region.raw + region.level.unit - 1)))
    default:
      return nil
    }
  }

  private func compare(_ operation: BinaryOperator, _ operand: Term, _ word: Int64) -> (Term, IntegerSet)? {
    guard operand.type.isWord else { return nil }
    let values =
      switch operation {
      case .equal: IntegerSet(word...word)
      case .notEqual: IntegerSet(word...word).complement
      case .less: IntegerSet(word...(.max)).complement
      case .lessOrEqual: IntegerSet(.min...word)
      case .greater: IntegerSet(.min...word).complement
      default: IntegerSet(word...(.max))
      }
    return (operand, values)
  }
}
