import Coding

// Tests of lists are about how many of their elements pass a test.
extension RemedySearch {
  mutating func quantifier(
    _ macro: Macro, _ range: Term, _ local: Int, _ test: Term, _ answer: Bool, _ locals: Locals
  ) -> [Remedy] {
    let counted: IntegerSet
    switch macro {
    case .exists: counted = IntegerSet(1...(.max))
    case .existsOne: counted = IntegerSet(1...1)
    default: counted = IntegerSet(0...0)
    }
    let filter = Filter(local: local, test: test, passes: macro != .all)
    return count(range, [filter], answer ? counted : counted.complement, locals)
  }

  /// Ways for a list to have one of these numbers of elements.
  mutating func count(_ list: Term, _ set: IntegerSet, _ locals: Locals) -> [Remedy] {
    if case .children(let list) = list.node {
      let most = Int64(circumstances.environment.children[list].max)
      return demand(.count(list: list), set.intersection(IntegerSet(0...most)))
    }
    return count(list, [], set, locals)
  }

  private struct Filter {
    let local: Int
    let test: Term
    let passes: Bool
  }

  private mutating func count(
    _ range: Term, _ filters: [Filter], _ set: IntegerSet, _ locals: Locals
  ) -> [Remedy] {
    switch range.node {
    case .macro(.filter, let inner, let local, let test?, nil):
      return count(inner, [Filter(local: local, test: test, passes: true)] + filters, set, locals)
    case .constant(.list(let values)):
      return count(values.map { .constant($0) }, isOpen: false, filters, set, locals)
    case .children(let list):
      guard let count = circumstances.number(.count(list: list)) else { return [] }
      let isOpen = count < Int64(circumstances.environment.children[list].max)
      return self.count((0..<Int(count) + 1).map { .element(list: list, $0) }, isOpen: isOpen, filters, set, locals)
    default: return []
    }
  }

  /// - Parameter isOpen: whether the last element is one that is not there yet, but could be.
  private mutating func count(
    _ elements: [Local], isOpen: Bool, _ filters: [Filter], _ set: IntegerSet, _ locals: Locals
  ) -> [Remedy] {
    let present = elements.count - (isOpenEnded(elements) ? 1 : 0)
    var (passing, failing): ([[Remedy]], [[Remedy]]) = ([], [])
    var kept: [Remedy] = [Remedy()]
    for (index, element) in elements.enumerated() where index < present || isOpen {
      let pass = ways(filters, element, passes: true, locals)
      if index == present {
        failing.append(pass)
        continue
      }
      let fail = ways(filters, element, passes: false, locals)
      if let met = pass.first, met.cost.changes == 0 {
        passing.append(fail)
        kept = both(kept, [met])
      } else {
        failing.append(pass)
        if let met = fail.first, met.cost.changes == 0 { kept = both(kept, [met]) }
      }
    }
    let now = Int64(passing.count)
    if set.contains(now) { return kept }
    let more = set.ranges.map(\.lowerBound).filter { $0 > now }.min().map { $0 - now }
    let fewer = set.ranges.map(\.upperBound).filter { $0 < now && $0 >= 0 }.max().map { now - $0 }
    return cheapest((more.map { change($0, of: failing) } ?? []) + (fewer.map { change($0, of: passing) } ?? []))
  }

  /// Whether a place for one more element stands behind the others.
  private func isOpenEnded(_ elements: [Local]) -> Bool {
    if case .element = elements.last { true } else { false }
  }

  /// Ways for one element to pass all filters, or to fail one.
  private mutating func ways(_ filters: [Filter], _ element: Local, passes: Bool, _ locals: Locals) -> [Remedy] {
    var locals = locals
    for filter in filters { locals[filter.local] = element }
    var found = passes ? [Remedy()] : []
    for filter in filters {
      let ways = ways(filter.test, to: filter.passes == passes, locals)
      found = passes ? both(found, ways) : cheapest(found + ways)
    }
    return found
  }

  /// Ways to change so many of these elements: any of them where one is enough, else those that cost least.
  private mutating func change(_ number: Int64, of elements: [[Remedy]]) -> [Remedy] {
    let possible = elements.filter { !$0.isEmpty }
    guard number > 0, number <= Int64(possible.count) else { return [] }
    if number == 1 { return cheapest(possible.flatMap { $0.prefix(4) }) }
    let order = Remedy.sorted(possible.map { $0[0] }).prefix(Int(number))
    return order.reduce([Remedy()]) { both($0, [$1]) }
  }
}
