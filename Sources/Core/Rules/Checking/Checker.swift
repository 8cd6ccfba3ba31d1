import Coding

/// Gives every expression its type, or says why it has none.
///
/// Empty literals get their element type by unification. Literals adopt the nominal type they meet: a whole number
/// becomes rupiah or a region, text a region or a word of a closed list.
struct Checker {
  let source: Text
  let environment: Environment
  var locals: [(name: Text, type: Type, id: Int)] = []
  var localCount = 0
  private var bindings: [Type?] = []

  static func check(_ expression: Expression, _ source: Text, in environment: Environment) throws(RuleError) -> Term {
    var checker = Checker(source: source, environment: environment)
    let term = try checker.value(expression)
    return checker.resolved(term)
  }

  private init(source: Text, environment: Environment) {
    self.source = source
    self.environment = environment
  }

  func error(_ message: Phrase, at offset: Int) -> RuleError {
    RuleError(.type, message, in: source, at: offset)
  }

  /// Checks an expression whose value is used as it is: an enumeration's code becomes its word.
  mutating func value(_ expression: Expression) throws(RuleError) -> Term {
    spelled(try check(expression))
  }

  func spelled(_ term: Term) -> Term {
    guard case .enumeration(let words) = term.type else { return term }
    return Term(node: .word(term, words), type: .string, offset: term.offset)
  }

  mutating func bool(_ expression: Expression, _ role: Phrase) throws(RuleError) -> Term {
    let term = try value(expression)
    guard unify(term.type, .bool) else {
      throw error(
        Phrase(
          "\(role.indonesian) harus bool, bukan \(describe(term.type))",
          "\(role.english) must be a bool, not \(describe(term.type))"), at: term.offset)
    }
    return term
  }

  mutating func check(_ expression: Expression) throws(RuleError) -> Term {
    let offset = expression.offset
    switch expression.node {
    case .bool(let value): return Term(node: .constant(.bool(value)), type: .bool, offset: offset)
    case .int(let value): return Term(node: .constant(.int(value)), type: .int, offset: offset)
    case .string(let text): return Term(node: .constant(.string(text)), type: .string, offset: offset)
    case .name(let name): return try self.name(name, at: offset)
    case .select(let target, let field): return try select(expression, target, field)
    case .index(let target, let index): return try self.index(target, index, at: offset)
    case .call(let name, let target, let arguments): return try call(name, target, arguments, at: offset)
    case .list(let elements): return try list(elements, at: offset)
    case .map(let entries): return try map(entries, at: offset)
    case .not(let operand):
      return Term(
        node: .not(try bool(operand, Phrase("yang dibalik '!'", "what '!' turns around"))), type: .bool, offset: offset)
    case .negate(let operand): return try negate(operand, at: offset)
    case .binary(let operation, let left, let right): return try binary(operation, left, right, at: offset)
    case .and(let operands):
      return Term(
        node: .and(try bools(operands, Phrase("sisi dari '&&'", "a side of '&&'"))), type: .bool, offset: offset)
    case .or(let operands):
      return Term(
        node: .or(try bools(operands, Phrase("sisi dari '||'", "a side of '||'"))), type: .bool, offset: offset)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, at: offset)
    case .has(let record, let field): return try has(record, field, at: offset)
    case .macro(let macro, let range, let variable, let variableOffset, let filter, let body):
      return try self.macro(macro, range, variable, variableOffset, filter, body, at: offset)
    }
  }

  private mutating func bools(_ operands: [Expression], _ role: Phrase) throws(RuleError) -> [Term] {
    var terms: [Term] = []
    for operand in operands { terms.append(try bool(operand, role)) }
    return terms
  }

  private mutating func conditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, at offset: Int
  ) throws(RuleError) -> Term {
    let test = try bool(condition, Phrase("syarat sebelum '?'", "the test before '?'"))
    var (left, right) = (try value(then), try value(otherwise))
    guard agree(&left, &right) else {
      throw error(
        Phrase(
          "kedua cabang harus bertipe sama, bukan \(describe(left.type)) dan \(describe(right.type))",
          "both branches must have one type, not \(describe(left.type)) and \(describe(right.type))"), at: offset)
    }
    return Term(node: .conditional(test, left, right), type: left.type, offset: offset)
  }

  private mutating func negate(_ operand: Expression, at offset: Int) throws(RuleError) -> Term {
    let term = try value(operand)
    guard resolve(term.type) == .rupiah || unify(term.type, .int) else {
      throw error(
        Phrase(
          "'-' membalik bilangan, bukan \(describe(term.type))", "'-' turns a number around, not \(describe(term.type))"
        ), at: offset)
    }
    return Term(node: .negate(term), type: resolve(term.type), offset: offset)
  }
}

// MARK: - Literals

extension Checker {
  private mutating func list(_ elements: [Expression], at offset: Int) throws(RuleError) -> Term {
    var terms: [Term] = []
    for element in elements { terms.append(try value(element)) }
    let type = try common(&terms, Phrase("daftar", "a list"), at: offset)
    return Term(node: .list(terms), type: .list(type), offset: offset)
  }

  private mutating func map(_ entries: [(key: Expression, value: Expression)], at offset: Int) throws(RuleError) -> Term
  {
    var keys: [Term] = []
    var values: [Term] = []
    for entry in entries {
      let key = try value(entry.key)
      guard unify(key.type, .string) else {
        throw error(
          Phrase(
            "kunci peta adalah teks dalam profil ini, bukan \(describe(key.type))",
            "keys of a map are strings in this profile, not \(describe(key.type))"), at: key.offset)
      }
      keys.append(key)
      values.append(try value(entry.value))
    }
    let type = try common(&values, Phrase("peta", "a map"), at: offset)
    let pairs = zip(keys, values).map { (key: $0.0, value: $0.1) }
    return Term(node: .map(pairs), type: .map(type), offset: offset)
  }

  /// Brings all terms to one type; a literal may come before the value whose type it adopts.
  private mutating func common(_ terms: inout [Term], _ what: Phrase, at offset: Int) throws(RuleError) -> Type {
    guard !terms.isEmpty else { return fresh() }
    var first = terms[0]
    for _ in 0..<2 {
      for index in terms.indices.dropFirst() {
        guard agree(&first, &terms[index]) else {
          let (odd, other) = (describe(terms[index].type), describe(first.type))
          throw error(
            Phrase(
              "\(what.indonesian) berisi nilai satu tipe; ini \(odd) di antara \(other)",
              "\(what.english) holds values of one type; this is \(odd) among \(other)"), at: terms[index].offset)
        }
      }
    }
    terms[0] = first
    return first.type
  }
}

// MARK: - Unification

extension Checker {
  mutating func fresh() -> Type {
    bindings.append(nil)
    return .unknown(UInt16(truncatingIfNeeded: bindings.count - 1))
  }

  /// The type with what is known by now filled in.
  func resolve(_ type: Type) -> Type {
    switch type {
    case .unknown(let index):
      guard Int(index) < bindings.count, let bound = bindings[Int(index)] else { return type }
      return resolve(bound)
    case .list(let element): return .list(resolve(element))
    case .map(let value): return .map(resolve(value))
    default: return type
    }
  }

  func describe(_ type: Type) -> String { resolve(type).description }

  mutating func unify(_ left: Type, _ right: Type) -> Bool {
    switch (resolve(left), resolve(right)) {
    case (.unknown(let a), .unknown(let b)):
      if a != b { bindings[Int(a)] = .unknown(b) }
      return true
    case (.unknown(let index), let type), (let type, .unknown(let index)):
      guard !occurs(index, in: type) else { return false }
      bindings[Int(index)] = type
      return true
    case (.list(let a), .list(let b)), (.map(let a), .map(let b)):
      return unify(a, b)
    case (let a, let b):
      return a == b
    }
  }

  private func occurs(_ index: UInt16, in type: Type) -> Bool {
    switch type {
    case .unknown(let other): index == other
    case .list(let element), .map(let element): occurs(index, in: resolve(element))
    default: false
    }
  }

  /// Makes two terms one type, letting a literal on either side adopt the other's.
  mutating func agree(_ left: inout Term, _ right: inout Term) -> Bool {
    let before = bindings
    if unify(left.type, right.type) { return true }
    bindings = before
    return adopt(&right, left.type) || adopt(&left, right.type)
  }

  /// Turns a literal into the nominal type it meets.
  mutating func adopt(_ term: inout Term, _ wanted: Type) -> Bool {
    let wanted = resolve(wanted)
    switch (term.node, wanted) {
    case (.constant(.int(let value)), .rupiah):
      term.node = .constant(.rupiah(value))
    case (.constant(.int(let value)), .region):
      guard let number = UInt64(exactly: value), let region = Region(number: number) else { return false }
      term.node = .constant(.region(region))
    case (.constant(.string(let text)), .region):
      guard let region = Region(utf8: text.utf8) else { return false }
      term.node = .constant(.region(region))
    case (.list(var elements), .list(let element)):
      for index in elements.indices {
        guard unify(elements[index].type, element) || adopt(&elements[index], element) else { return false }
      }
      term.node = .list(elements)
    case (.conditional(let test, var then, var otherwise), _):
      guard unify(then.type, wanted) || adopt(&then, wanted),
        unify(otherwise.type, wanted) || adopt(&otherwise, wanted)
      else { return false }
      term.node = .conditional(test, then, otherwise)
    case (.negate(var operand), .rupiah):
      guard adopt(&operand, wanted) else { return false }
      term.node = .negate(operand)
    default:
      return false
    }
    term.type = wanted
    return true
  }

  /// The term with every type filled in.
  func resolved(_ term: Term) -> Term {
    var term = term.mapChildren { resolved($0) }
    term.type = resolve(term.type)
    return term
  }
}
