// Values that are one number in memory: whole numbers, rupiah, truth, dates, regions, and words by their place.
extension RemedySearch {
  mutating func comparison(_ operation: BinaryOperator, _ a: Term, _ b: Term, _ locals: Locals) -> [Remedy] {
    if a.type == .string || b.type == .string { return textComparison(operation, a, b, locals) }
    guard a.type.isWord, b.type.isWord else { return [] }
    var found: [Remedy] = []
    if !a.isConstant, let word = number(b, locals) { found += solve(a, operation.numbers(word), locals) }
    if !b.isConstant, let word = number(a, locals) { found += solve(b, operation.mirrored.numbers(word), locals) }
    return cheapest(found)
  }

  /// Ways for a term to become one of these numbers.
  mutating func solve(_ term: Term, _ set: IntegerSet, _ locals: Locals) -> [Remedy] {
    switch term.node {
    case .constant(let value): return value.word.map(set.contains) ?? false ? [Remedy()] : []
    case .local(let local):
      guard case .constant(let value) = locals[local], let word = value.word else { return [] }
      return set.contains(word) ? [Remedy()] : []
    case .input(let input): return solve(input: input, set)
    case .field(let record, let field):
      return circumstance(record, field, locals).map { demand($0, set.intersection(term.universe)) } ?? []
    case .receives(let series): return demand(.series(series), set.intersection(IntegerSet(0...1)))
    case .negate(let operand): return solve(operand, set.negated, locals)
    case .arithmetic(let operation, let a, let b): return solve(operation, a, b, set, locals)
    case .call(.age, let arguments): return solveAge(arguments[0], arguments[1], set, locals)
    case .call(.province, let arguments):
      let provinces = (11...99).map { Int64($0) * Int64(Region.Level.province.unit) }.filter(set.contains)
      let extents = provinces.map { $0...($0 + Int64(Region.Level.province.unit) - 1) }
      return solve(arguments[0], IntegerSet(joining: extents), locals)
    case .call(.sizeOfList, let arguments): return count(arguments[0], set, locals)
    case .conditional(let condition, let then, let otherwise):
      let first = both(ways(condition, to: true, locals), solve(then, set, locals))
      return cheapest(first + both(ways(condition, to: false, locals), solve(otherwise, set, locals)))
    default:
      guard term.type == .bool else { return [] }
      return cheapest(
        (set.contains(1) ? ways(term, to: true, locals) : []) + (set.contains(0) ? ways(term, to: false, locals) : []))
    }
  }

  private func solve(input: Int, _ set: IntegerSet) -> [Remedy] {
    guard let membership = circumstances.membership(input) else { return demand(.input(input), set) }
    let inside = set.contains(1) ? membership.regions : IntegerSet(joining: [])
    return demand(membership.region, set.contains(0) ? inside.union(membership.regions.complement) : inside)
  }

  private mutating func solve(
    _ operation: Arithmetic, _ a: Term, _ b: Term, _ set: IntegerSet, _ locals: Locals
  ) -> [Remedy] {
    var found: [Remedy] = []
    if !a.isConstant, let word = number(b, locals), let left = set.undoing(operation, right: word) {
      found += solve(a, left, locals)
    }
    if !b.isConstant, let word = number(a, locals), let right = set.undoing(operation, left: word) {
      found += solve(b, right, locals)
    }
    return cheapest(found)
  }

  /// An age changes with the day of birth, and with time.
  private mutating func solveAge(_ born: Term, _ day: Term, _ ages: IntegerSet, _ locals: Locals) -> [Remedy] {
    var found: [Remedy] = []
    if !day.isConstant, let born = number(born, locals) { found += solve(day, ages.days(bornOn: born), locals) }
    if !born.isConstant, let day = number(day, locals) { found += solve(born, ages.birthdays(seenOn: day), locals) }
    return cheapest(found)
  }

  mutating func inRegion(_ place: Term, _ region: Term, _ answer: Bool, _ locals: Locals) -> [Remedy] {
    var found: [Remedy] = []
    if !place.isConstant, let region = number(region, locals).flatMap({ Region(raw: UInt64($0)) }) {
      let inside = IntegerSet(region.extent)
      found += solve(place, answer ? inside : inside.complement, locals)
    }
    if !region.isConstant, let place = number(place, locals).flatMap({ Region(raw: UInt64($0)) }) {
      let around = IntegerSet(Region.Level.allCases.compactMap { place.ancestor(at: $0) }.map { Int64($0.raw) })
      found += solve(region, answer ? around : around.complement, locals)
    }
    return cheapest(found)
  }

  mutating func membership(of element: Term, in list: Term, _ answer: Bool, _ locals: Locals) -> [Remedy] {
    switch list.node {
    case .constant(.list(let values)) where element.type.isWord:
      let set = IntegerSet(values.compactMap { $0.word })
      return solve(element, answer ? set : set.complement, locals)
    case .constant(.list(let values)):
      let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
      return solve(element, answer ? .oneOf(texts) : .not(.oneOf(texts)), locals)
    case .list(let terms):
      let tests = terms.map { Term(node: .compare(.equal, element, $0), type: .bool, offset: $0.offset) }
      return ways(Term(node: .or(tests), type: .bool, offset: list.offset), to: answer, locals)
    case .macro(.map, let range, let local, nil, let body?):
      let test = Term(node: .compare(.equal, body, element), type: .bool, offset: body.offset)
      return quantifier(.exists, range, local, test, answer, locals)
    default: return []
    }
  }

  /// What a term is now; nil where nobody has said, or it cannot be told.
  func number(_ term: Term, _ locals: Locals) -> Int64? {
    switch term.node {
    case .constant(let value): return value.word
    case .local(let local): if case .constant(let value) = locals[local] { return value.word } else { return nil }
    case .input(let input): return circumstances.number(.input(input))
    case .field(let record, let field): return circumstance(record, field, locals).flatMap(circumstances.number)
    case .receives(let series): return circumstances.number(.series(series))
    case .negate(let operand): return number(operand, locals).flatMap { $0 == .min ? nil : -$0 }
    case .arithmetic(let operation, let a, let b):
      guard let a = number(a, locals), let b = number(b, locals) else { return nil }
      return operation.applied(a, b)
    case .call(.age, let arguments):
      guard let born = number(arguments[0], locals), let day = number(arguments[1], locals) else { return nil }
      return Int64(CivilDate.age(born: Int32(born), on: Int32(day)))
    case .call(.province, let arguments):
      return number(arguments[0], locals).map { $0 - $0 % Int64(Region.Level.province.unit) }
    case .call(.sizeOfList, let arguments):
      guard case .children(let list) = arguments[0].node else { return nil }
      return circumstances.number(.count(list: list))
    default: return nil
    }
  }
}

extension Term {
  /// Nothing that could be otherwise.
  var isConstant: Bool {
    if case .constant = node { true } else { false }
  }
}

extension BinaryOperator {
  /// The numbers that compare so with this one.
  func numbers(_ word: Int64) -> IntegerSet {
    switch self {
    case .equal: IntegerSet(word...word)
    case .notEqual: IntegerSet(word...word).complement
    case .less: IntegerSet(word...(.max)).complement
    case .lessOrEqual: IntegerSet(.min...word)
    case .greater: IntegerSet(.min...word).complement
    default: IntegerSet(word...(.max))
    }
  }
}

extension Arithmetic {
  fileprivate func applied(_ a: Int64, _ b: Int64) -> Int64? {
    let (result, overflow) =
      switch self {
      case .add: a.addingReportingOverflow(b)
      case .subtract: a.subtractingReportingOverflow(b)
      case .multiply: a.multipliedReportingOverflow(by: b)
      case .divide: a.dividedReportingOverflow(by: b)
      case .remainder: a.remainderReportingOverflow(dividingBy: b)
      default: (Int64(0), true)
      }
    return overflow ? nil : result
  }
}

extension IntegerSet {
  /// The numbers that this operation with `right` behind it turns into one of the set; nil where that is not told.
  fileprivate func undoing(_ operation: Arithmetic, right: Int64) -> IntegerSet? {
    switch operation {
    case .add: shifted(by: 0, minus: right)
    case .subtract: shifted(by: right, minus: 0)
    case .multiply: right == 0 ? nil : right > 0 ? quotients(right) : right == .min ? nil : negated.quotients(-right)
    case .divide: right > 0 ? dividends(right) : nil
    default: nil
    }
  }

  fileprivate func undoing(_ operation: Arithmetic, left: Int64) -> IntegerSet? {
    switch operation {
    case .add, .multiply: undoing(operation, right: left)
    case .subtract: negated.shifted(by: left, minus: 0)
    default: nil
    }
  }

  private func shifted(by plus: Int64, minus: Int64) -> IntegerSet {
    map({ $0.plus(plus).minus(minus) }, { $0.plus(plus).minus(minus) })
  }

  /// Numbers that `factor` times yields one of the set.
  private func quotients(_ factor: Int64) -> IntegerSet {
    map({ $0 / factor + ($0 % factor > 0 ? 1 : 0) }, { $0 / factor - ($0 % factor < 0 ? 1 : 0) })
  }

  /// Numbers of which a `divisor`th, cut towards zero, is one of the set.
  private func dividends(_ divisor: Int64) -> IntegerSet {
    map(
      { $0.times(divisor).minus($0 > 0 ? 0 : divisor - 1) }, { $0.times(divisor).plus($0 < 0 ? 0 : divisor - 1) })
  }
}

// Sums and products that stop at the ends of the numbers.
extension Int64 {
  fileprivate func plus(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }

  fileprivate func minus(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }

  fileprivate func times(_ other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
