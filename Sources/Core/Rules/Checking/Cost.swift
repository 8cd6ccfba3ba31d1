import Coding

/// Worst-case cost of a rule, in steps. The table is frozen with the profile.
///
/// | what | steps |
/// |---|---|
/// | a literal, an input, a macro's variable | 0 |
/// | reading a field, an operator, a function, a condition | 1 |
/// | reading or building text | 1 for every 16 bytes begun, on top |
/// | building a list or map | 1 for each element, 2 for each entry, on top; keys not constant are compared in pairs |
/// | searching or comparing lists and maps | what comparing the elements costs, on top |
/// | a macro | 1, and for each element 1 and the cost of its body; `filter` and `map` build a list |
///
/// Both sides of `&&` and `||` count, and the dearer branch of `?:`. The run-time meter charges by the same table for
/// what is really done, so it never passes the static cost. Every step allocates at most 16 bytes of temporaries.
enum Cost {
  static let limit: Int64 = 1 << 40

  static func text(_ bytes: Int) -> Int64 { 1 + Int64((bytes + 15) / 16) }

  /// Text written by a conversion: at most 32 bytes.
  static let conversion: Int64 = 3
  static let conversionBytes = ShortText.most

  /// Finding `needle` bytes in `hay` bytes the obvious way.
  static func search(_ hay: Int, _ needle: Int) -> Int64 {
    1 + (product(Int64(hay), Int64(max(needle, 1))) + 15) / 16
  }

  static func product(_ left: Int64, _ right: Int64) -> Int64 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? limit : min(product, limit)
  }
}

/// Computes the worst-case cost and size of terms.
struct CostEstimator {
  let environment: Environment
  private var locals: [Int: Size] = [:]

  init(_ environment: Environment) {
    self.environment = environment
  }

  struct Estimate {
    var cost: Int64
    var size: Size

    init(_ cost: Int64, _ size: Size = .one) {
      self.cost = min(cost, Cost.limit)
      self.size = size
    }
  }

  mutating func estimate(_ term: Term) -> Estimate {
    switch term.node {
    case .constant(let value):
      return Estimate(0, Size(of: value))
    case .input(let index):
      return Estimate(0, environment.inputs[index].size)
    case .local(let index):
      return Estimate(0, locals[index] ?? .one)
    case .field(let record, let field):
      return Estimate(estimate(record).cost + 1, fieldSize(record.type, field))
    case .word(let code, let words):
      return Estimate(estimate(code).cost + 1, .text(words.reduce(0) { max($0, $1.utf8.count) }))
    case .children(let list):
      let max = environment.children[list].max
      return Estimate(Int64(max) + 1, .list(max, of: .one))
    case .hasField(let record, _):
      return Estimate(estimate(record).cost + 1)
    case .hasChildren, .receives:
      return Estimate(1)
    case .element(let list, let index):
      let whole = range(list)
      return Estimate(whole.cost + estimate(index).cost + 1, whole.size.element)
    case .key(let map, let key), .hasKey(let map, let key):
      let (whole, wanted) = (estimate(map), estimate(key))
      return Estimate(whole.cost + wanted.cost + search(whole.size, wanted.size), whole.size.element)
    case .inMap(let key, let map):
      let (whole, wanted) = (estimate(map), estimate(key))
      return Estimate(whole.cost + wanted.cost + search(whole.size, wanted.size))
    case .inList(let element, let list):
      let (whole, wanted) = (estimate(list), estimate(element))
      let each = wanted.size.comparison(with: whole.size.element)
      return Estimate(whole.cost + wanted.cost + Cost.product(Int64(whole.size.count), each) + 1)
    case .not(let operand), .negate(let operand):
      return Estimate(estimate(operand).cost + 1)
    case .compare(_, let left, let right):
      let (a, b) = (estimate(left), estimate(right))
      return Estimate(a.cost + b.cost + a.size.comparison(with: b.size))
    case .arithmetic(let operation, let left, let right):
      return arithmetic(operation, estimate(left), estimate(right))
    case .and(let operands), .or(let operands):
      return Estimate(total(operands) + Int64(operands.count - 1))
    case .conditional(let condition, let then, let otherwise):
      let (a, b) = (estimate(then), estimate(otherwise))
      return Estimate(estimate(condition).cost + max(a.cost, b.cost) + 1, a.size.joined(with: b.size))
    case .list(let elements):
      return list(elements)
    case .map(let entries):
      return map(entries)
    case .call(let function, let arguments):
      return call(function, arguments)
    case .macro(let macro, let range, let local, let filter, let body):
      return self.macro(macro, self.range(range), local, filter, body)
    }
  }

  private mutating func total(_ terms: [Term]) -> Int64 {
    var sum: Int64 = 0
    for term in terms { sum = min(sum + estimate(term).cost, Cost.limit) }
    return sum
  }

  private func fieldSize(_ type: Type, _ field: Int) -> Size {
    guard case .record(let record) = type, case .text(let maxBytes) = record.fields[field].type else { return .one }
    return .text(maxBytes)
  }

  /// Child rows are walked where they lie.
  private mutating func range(_ term: Term) -> Estimate {
    if case .children(let list) = term.node { return Estimate(0, .list(environment.children[list].max, of: .one)) }
    return estimate(term)
  }

  private func search(_ map: Size, _ key: Size) -> Int64 {
    Cost.product(Int64(map.count), Cost.text(key.count)) + 1
  }

  private func arithmetic(_ operation: Arithmetic, _ left: Estimate, _ right: Estimate) -> Estimate {
    let cost = left.cost + right.cost
    let count = min(left.size.count + right.size.count, Size.limit)
    switch operation {
    case .joinText: return Estimate(cost + Cost.text(count), .text(count))
    case .joinLists:
      return Estimate(cost + Int64(count) + 1, .list(count, of: left.size.element.joined(with: right.size.element)))
    default: return Estimate(cost + 1)
    }
  }

  private mutating func list(_ elements: [Term]) -> Estimate {
    var result = Estimate(Int64(elements.count) + 1)
    for term in elements {
      let element = estimate(term)
      result = Estimate(result.cost + element.cost, result.size.joined(with: element.size))
    }
    result.size = .list(elements.count, of: result.size)
    return result
  }

  private mutating func map(_ entries: [(key: Term, value: Term)]) -> Estimate {
    var result = Estimate(Int64(entries.count) * 2 + 1)
    var keyBytes = 0
    var constantKeys = true
    for entry in entries {
      let (key, value) = (estimate(entry.key), estimate(entry.value))
      result = Estimate(result.cost + key.cost + value.cost, result.size.joined(with: value.size))
      keyBytes = max(keyBytes, key.size.count)
      if case .constant = entry.key.node {} else { constantKeys = false }
    }
    if !constantKeys {
      result.cost += Int64(entries.count * (entries.count - 1) / 2) * Cost.text(keyBytes)
    }
    return Estimate(result.cost, .map(entries.count, key: keyBytes, of: result.size))
  }

  private mutating func macro(
    _ macro: Macro, _ range: Estimate, _ local: Int, _ filter: Term?, _ body: Term?
  ) -> Estimate {
    var element = range.size.element
    if case .map(_, let key, _) = range.size { element = .text(key) }
    locals[local] = element
    let test = filter.map { estimate($0) }
    let transform = body.map { estimate($0) }
    let builds = macro == .filter || macro == .map
    let each = 1 + (test?.cost ?? 0) + (transform?.cost ?? 0) + (builds ? 1 : 0)
    let size: Size = builds ? .list(range.size.count, of: transform?.size ?? element) : .one
    return Estimate(range.cost + Cost.product(Int64(range.size.count), each) + 1, size)
  }

  private mutating func call(_ function: Builtin, _ arguments: [Term]) -> Estimate {
    var cost: Int64 = 0
    var sizes: [Int] = []
    for argument in arguments {
      let estimate = function == .sizeOfList ? range(argument) : estimate(argument)
      cost += estimate.cost
      sizes.append(estimate.size.count)
    }
    switch function {
    case .sizeOfText, .timestampFromText, .durationFromText, .dateFromText, .intFromText, .boolFromText,
      .regionFromText:
      return Estimate(cost + Cost.text(sizes[0]))
    case .startsWith, .endsWith:
      return Estimate(cost + Cost.text(min(sizes[0], sizes[1])))
    case .contains:
      return Estimate(cost + Cost.search(sizes[0], sizes[1]))
    case .textFromBool, .textFromInt, .textFromTimestamp, .textFromDuration, .textFromDate, .textFromRegion:
      return Estimate(cost + Cost.conversion, .text(Cost.conversionBytes))
    default:
      return Estimate(cost + 1)
    }
  }
}
