import Coding
import Rules

/// A second opinion: walks the tree as written, knows no types beforehand, computes in 128 bits, and is obvious before
/// it is fast. Rupiah are ints here, regions and enumerations are text.
struct NaiveEvaluator {
  struct Failure: Error {}

  var variables: [(name: Text, value: Value)]

  func evaluate(_ expression: Expression) throws -> Value {
    switch expression.node {
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .string(let text): return .string(text)
    case .name(let name):
      guard let found = variables.last(where: { $0.name == name }) else { throw Failure() }
      return NaiveEvaluator.plain(found.value)
    case .select(let target, let field): return try select(evaluate(target), field)
    case .index(let target, let index): return try element(evaluate(target), evaluate(index))
    case .call(let name, let target, let arguments): return try call(name, target, arguments)
    case .list(let elements):
      var values: [Value] = []
      for element in elements { values.append(try evaluate(element)) }
      return .list(values)
    case .map(let entries):
      var values: [Value.Entry] = []
      for entry in entries {
        guard case .string(let key) = try evaluate(entry.key) else { throw Failure() }
        let value = try evaluate(entry.value)
        guard !values.contains(where: { $0.key == key }) else { throw Failure() }
        values.append(Value.Entry(key: key, value: value))
      }
      return .map(values)
    case .not(let operand): return .bool(try !bool(operand))
    case .negate(let operand):
      guard case .int(let value) = try evaluate(operand) else { throw Failure() }
      return try int(-Int128(value))
    case .binary(let operation, let left, let right): return try binary(operation, evaluate(left), evaluate(right))
    case .and(let operands): return .bool(try absorb(operands, stopOn: false) { try bool($0) })
    case .or(let operands): return .bool(try absorb(operands, stopOn: true) { try bool($0) })
    case .conditional(let test, let then, let otherwise): return try bool(test) ? evaluate(then) : evaluate(otherwise)
    case .has(let record, let field): return .bool(try has(evaluate(record), field))
    case .macro(let macro, let range, let variable, _, let filter, let body):
      return try self.macro(macro, evaluate(range), variable, filter, body)
    }
  }

  /// The value without the distinctions only the checker makes.
  static func plain(_ value: Value) -> Value {
    switch value {
    case .rupiah(let amount): .int(amount)
    case .region(let region): .string(Text(region.description))
    case .list(let elements): .list(elements.map(plain))
    case .map(let entries): .map(entries.map { .init(key: $0.key, value: plain($0.value)) })
    case .record(let type, let values):
      .map(
        zip(type.fields, values).compactMap { field, value in value.map { .init(key: field.name, value: plain($0)) } })
    default: value
    }
  }

  private func bool(_ expression: Expression) throws -> Bool {
    guard case .bool(let value) = try evaluate(expression) else { throw Failure() }
    return value
  }

  private func int(_ value: Int128) throws -> Value {
    guard let value = Int64(exactly: value) else { throw Failure() }
    return .int(value)
  }

  private func absorb<Operand>(
    _ operands: [Operand], stopOn stop: Bool, _ test: (Operand) throws -> Bool
  ) throws -> Bool {
    var failed = false
    for operand in operands {
      do { if try test(operand) == stop { return stop } } catch { failed = true }
    }
    if failed { throw Failure() }
    return !stop
  }

  private func select(_ value: Value, _ field: Text) throws -> Value {
    guard case .map(let entries) = value, let entry = entries.first(where: { $0.key == field }) else { throw Failure() }
    return entry.value
  }

  private func has(_ value: Value, _ field: Text) throws -> Bool {
    guard case .map(let entries) = value else { throw Failure() }
    guard let entry = entries.first(where: { $0.key == field }) else { return false }
    if field == "members", case .list(let rows) = entry.value { return !rows.isEmpty }
    return true
  }

  private func element(_ value: Value, _ index: Value) throws -> Value {
    switch (value, index) {
    case (.list(let elements), .int(let position)) where position >= 0 && position < Int64(elements.count):
      return elements[Int(position)]
    case (.map, .string(let key)): return try select(value, key)
    default: throw Failure()
    }
  }

  static func areEqual(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { areEqual($0, $1) }
    case (.map(let left), .map(let right)):
      return left.count == right.count
        && left.allSatisfy { entry in right.contains { $0.key == entry.key && areEqual($0.value, entry.value) } }
    default: return a == b
    }
  }

  private func isLess(_ a: Value, _ b: Value) throws -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a < b
    case (.string(let a), .string(let b)):
      return Array(a.string.unicodeScalars.map(\.value)).lexicographicallyPrecedes(b.string.unicodeScalars.map(\.value))
    case (.bool(let a), .bool(let b)): return !a && b
    case (.date(let a), .date(let b)): return a.components < b.components
    case (.timestamp, .timestamp), (.duration, .duration): return try nanoseconds(a) < nanoseconds(b)
    default: throw Failure()
    }
  }

  private func nanoseconds(_ value: Value) throws -> Int128 {
    switch value {
    case .timestamp(let time): return Int128(time.seconds) * 1_000_000_000 + Int128(time.nanoseconds)
    case .duration(let span): return Int128(span.nanoseconds)
    default: throw Failure()
    }
  }

  private func time(_ nanoseconds: Int128) throws -> Value {
    let seconds = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
    guard let whole = Int64(exactly: seconds),
      let time = Timestamp(seconds: whole, nanoseconds: UInt32(nanoseconds - seconds * 1_000_000_000))
    else { throw Failure() }
    return .timestamp(time)
  }

  private func span(_ nanoseconds: Int128) throws -> Value {
    guard let value = Int64(exactly: nanoseconds) else { throw Failure() }
    return .duration(TimeSpan(nanoseconds: value))
  }

  private func binary(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
    switch operation {
    case .equal: return .bool(NaiveEvaluator.areEqual(a, b))
    case .notEqual: return .bool(!NaiveEvaluator.areEqual(a, b))
    case .less: return .bool(try isLess(a, b))
    case .lessOrEqual: return .bool(try !isLess(b, a))
    case .greater: return .bool(try isLess(b, a))
    case .greaterOrEqual: return .bool(try !isLess(a, b))
    case .in:
      switch b {
      case .list(let elements): return .bool(elements.contains { NaiveEvaluator.areEqual($0, a) })
      case .map(let entries): return .bool(entries.contains { .string($0.key) == a })
      default: throw Failure()
      }
    case .add, .subtract, .multiply, .divide, .remainder: return try arithmetic(operation, a, b)
    }
  }

  private func arithmetic(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
    switch (operation, a, b) {
    case (.add, .int(let a), .int(let b)): return try int(Int128(a) + Int128(b))
    case (.subtract, .int(let a), .int(let b)): return try int(Int128(a) - Int128(b))
    case (.multiply, .int(let a), .int(let b)): return try int(Int128(a) * Int128(b))
    case (.divide, .int(let a), .int(let b)) where b != 0: return try int(Int128(a) / Int128(b))
    case (.remainder, .int(let a), .int(let b)) where b != 0 && !(a == .min && b == -1):
      return try int(Int128(a) % Int128(b))
    case (.add, .string(let a), .string(let b)): return .string(Text(a.string + b.string))
    case (.add, .list(let a), .list(let b)): return .list(a + b)
    case (.add, .timestamp, .duration), (.add, .duration, .timestamp): return try time(nanoseconds(a) + nanoseconds(b))
    case (.add, .duration, .duration): return try span(nanoseconds(a) + nanoseconds(b))
    case (.subtract, .timestamp, .duration): return try time(nanoseconds(a) - nanoseconds(b))
    case (.subtract, .timestamp, .timestamp), (.subtract, .duration, .duration):
      return try span(nanoseconds(a) - nanoseconds(b))
    default: throw Failure()
    }
  }

  private func macro(
    _ macro: Macro, _ range: Value, _ variable: Text, _ filter: Expression?, _ body: Expression?
  ) throws -> Value {
    let elements: [Value]
    switch range {
    case .list(let values): elements = values
    case .map(let entries): elements = entries.map { .string($0.key) }
    default: throw Failure()
    }
    func inner(_ element: Value) -> NaiveEvaluator {
      NaiveEvaluator(variables: variables + [(variable, element)])
    }
    if macro == .all || macro == .exists, let filter {
      return .bool(try absorb(elements, stopOn: macro == .exists) { try inner($0).bool(filter) })
    }
    var result: [Value] = []
    for element in elements {
      if let filter, try !inner(element).bool(filter) { continue }
      result.append(try body.map { try inner(element).evaluate($0) } ?? element)
    }
    return macro == .existsOne ? .bool(result.count == 1) : .list(result)
  }
}
