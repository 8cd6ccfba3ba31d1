import Coding

extension Checker {
  mutating func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at offset: Int
  ) throws(RuleError) -> Term {
    switch operation {
    case .equal, .notEqual: return try equality(operation, left, right, at: offset)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return try order(operation, left, right, at: offset)
    case .in: return try membership(left, right, at: offset)
    default: return try arithmetic(operation, left, right, at: offset)
    }
  }

  private func mismatch(_ operation: BinaryOperator, _ left: Term, _ right: Term, at offset: Int) -> RuleError {
    let attempt = "\(describe(left.type)) \(operation.symbol) \(describe(right.type))"
    return error(Phrase("\(attempt) tidak berarti apa-apa", "\(attempt) means nothing"), at: offset)
  }
}

// MARK: - Comparison

extension Checker {
  private mutating func equality(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at offset: Int
  ) throws(RuleError) -> Term {
    var (a, b) = (try check(left), try check(right))
    if let term = try codeEquality(operation, a, b, at: offset) { return term }
    (a, b) = (spelled(a), spelled(b))
    guard agree(&a, &b) else { throw mismatch(operation, a, b, at: offset) }
    guard resolve(a.type).isEquatable else {
      throw error(
        Phrase(
          "catatan tidak dibandingkan utuh; bandingkan bidangnya",
          "records are not compared whole; compare their fields"), at: offset)
    }
    try refuseFutile(operation, a, b, at: offset)
    return Term(node: .compare(operation, a, b), type: .bool, offset: offset)
  }

  /// Compares codes where an enumeration meets a literal or the same enumeration.
  private func codeEquality(
    _ operation: BinaryOperator, _ a: Term, _ b: Term, at offset: Int
  ) throws(RuleError) -> Term? {
    if case .enumeration = a.type, a.type == b.type {
      return Term(node: .compare(operation, coded(a), coded(b)), type: .bool, offset: offset)
    }
    if let code = try code(of: b, in: a.type) {
      return Term(node: .compare(operation, coded(a), code), type: .bool, offset: offset)
    }
    if let code = try code(of: a, in: b.type) {
      return Term(node: .compare(operation, coded(b), code), type: .bool, offset: offset)
    }
    return nil
  }

  /// The field's code as a plain number.
  private func coded(_ field: Term) -> Term {
    var field = field
    field.type = .int
    return field
  }

  /// The code of a literal among an enumeration's words.
  private func code(of literal: Term, in type: Type) throws(RuleError) -> Term? {
    guard case .enumeration(let words) = type, case .constant(.string(let text)) = literal.node else { return nil }
    guard let index = words.firstIndex(of: text) else {
      throw error(
        Phrase(
          "ini tidak pernah benar: '\(text)' bukan salah satu kata bidang itu",
          "this can never be true: '\(text)' is not one of the field's words")
          + suggestion(for: text, among: words, orElse: Phrase("di dalamnya", "in it")), at: literal.offset)
    }
    return Term(node: .constant(.int(Int64(index) + 1)), type: .int, offset: literal.offset)
  }

  private mutating func order(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at offset: Int
  ) throws(RuleError) -> Term {
    var (a, b) = (try value(left), try value(right))
    guard agree(&a, &b), resolve(a.type).isOrdered else { throw mismatch(operation, a, b, at: offset) }
    try refuseFutile(operation, a, b, at: offset)
    return Term(node: .compare(operation, a, b), type: .bool, offset: offset)
  }

  /// Refuses comparing a field with a number outside its declared range, when that can never be true.
  private func refuseFutile(_ operation: BinaryOperator, _ a: Term, _ b: Term, at offset: Int) throws(RuleError) {
    if case .constant(.int(let value)) = b.node, let range = declaredRange(a) {
      try refuseFutile(operation, range, value, at: b.offset)
    } else if case .constant(.int(let value)) = a.node, let range = declaredRange(b) {
      try refuseFutile(operation.mirrored, range, value, at: a.offset)
    }
  }

  private func refuseFutile(
    _ operation: BinaryOperator, _ range: ClosedRange<Int64>, _ value: Int64, at offset: Int
  ) throws(RuleError) {
    let possible =
      switch operation {
      case .less: range.lowerBound < value
      case .lessOrEqual: range.lowerBound <= value
      case .greater: range.upperBound > value
      case .greaterOrEqual: range.upperBound >= value
      default: range.contains(value)
      }
    guard !possible else { return }
    let (low, high) = (String(range.lowerBound), String(range.upperBound))
    let verdict =
      operation == .notEqual
      ? Phrase("ini selalu benar", "this is always true") : Phrase("ini tidak pernah benar", "this can never be true")
    throw error(
      verdict + Phrase(": bidang itu berisi \(low) sampai \(high)", ": the field holds \(low) to \(high)"), at: offset)
  }

  private func declaredRange(_ term: Term) -> ClosedRange<Int64>? {
    guard case .field(let record, let field) = term.node, case .record(let type) = resolve(record.type),
      case .int(let min, let max) = type.fields[field].type
    else { return nil }
    return min...max
  }

  private mutating func membership(_ left: Expression, _ right: Expression, at offset: Int) throws(RuleError) -> Term {
    var element = try check(left)
    if case .enumeration = element.type, let term = try codeMembership(element, right, at: offset) { return term }
    element = spelled(element)
    var whole = try value(right)
    switch resolve(whole.type) {
    case .list(let type):
      guard unify(element.type, type) || adopt(&whole, .list(element.type)) || adopt(&element, type) else {
        throw error(
          Phrase(
            "\(describe(element.type)) tidak pernah ada dalam \(describe(whole.type))",
            "\(describe(element.type)) is never in \(describe(whole.type))"), at: offset)
      }
      guard resolve(element.type).isEquatable else {
        throw error(
          Phrase(
            "catatan tidak dibandingkan utuh; bandingkan bidangnya",
            "records are not compared whole; compare their fields"), at: offset)
      }
      try refuseFutile(element, in: whole)
      return Term(node: .inList(element, whole), type: .bool, offset: offset)
    case .map:
      guard unify(element.type, .string) else {
        throw error(
          Phrase(
            "kunci peta adalah teks dalam profil ini, bukan \(describe(element.type))",
            "keys of a map are strings in this profile, not \(describe(element.type))"), at: offset)
      }
      return Term(node: .inMap(element, whole), type: .bool, offset: offset)
    case let other:
      throw error(
        Phrase(
          "'in' mencari dalam daftar atau peta, bukan \(other.description)",
          "'in' looks into a list or a map, not \(other.description)"), at: offset)
    }
  }

  private func refuseFutile(_ element: Term, in list: Term) throws(RuleError) {
    guard let range = declaredRange(element), case .list(let literals) = list.node else { return }
    for literal in literals {
      if case .constant(.int(let value)) = literal.node { try refuseFutile(.equal, range, value, at: literal.offset) }
    }
  }

  /// An enumeration in a list of literals is a set of codes.
  private func codeMembership(_ field: Term, _ list: Expression, at offset: Int) throws(RuleError) -> Term? {
    guard case .list(let elements) = list.node, !elements.isEmpty else { return nil }
    var codes: [Term] = []
    for element in elements {
      guard case .string(let text) = element.node else { return nil }
      let literal = Term(node: .constant(.string(text)), type: .string, offset: element.offset)
      guard let code = try code(of: literal, in: field.type) else { return nil }
      codes.append(code)
    }
    let set = Term(node: .list(codes), type: .list(.int), offset: list.offset)
    return Term(node: .inList(coded(field), set), type: .bool, offset: offset)
  }
}

extension BinaryOperator {
  /// The operator with its sides exchanged.
  var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}

// MARK: - Arithmetic

extension Checker {
  private mutating func arithmetic(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at offset: Int
  ) throws(RuleError) -> Term {
    var (a, b) = (try value(left), try value(right))
    // A literal adopts the other side's type where both sides must be alike; rupiah times 12 stays rupiah times int.
    if operation == .add || operation == .subtract, resolve(a.type) != resolve(b.type) {
      _ = adopt(&b, a.type) || adopt(&a, b.type)
    }
    settle(operation, &a, &b)
    guard let (node, type) = overload(operation, resolve(a.type), resolve(b.type)) else {
      throw mismatch(operation, a, b, at: offset)
    }
    return Term(node: .arithmetic(node, a, b), type: type, offset: offset)
  }

  /// An unknown side takes the other's type where both must be alike; it never holds a value, so int does elsewhere.
  private mutating func settle(_ operation: BinaryOperator, _ a: inout Term, _ b: inout Term) {
    if case .list = resolve(a.type), case .list = resolve(b.type) { _ = unify(a.type, b.type) }
    let alike = operation == .add || operation == .subtract
    if resolve(a.type).isUnknown { _ = unify(a.type, alike && !resolve(b.type).isUnknown ? b.type : .int) }
    if resolve(b.type).isUnknown { _ = unify(b.type, alike ? a.type : .int) }
  }

  private func overload(_ operation: BinaryOperator, _ a: Type, _ b: Type) -> (Arithmetic, Type)? {
    switch (operation, a, b) {
    case (.add, .int, .int), (.add, .rupiah, .rupiah), (.add, .duration, .duration): (.add, a)
    case (.subtract, .int, .int), (.subtract, .rupiah, .rupiah), (.subtract, .duration, .duration): (.subtract, a)
    case (.multiply, .int, .int), (.multiply, .rupiah, .int): (.multiply, a)
    case (.multiply, .int, .rupiah): (.multiply, b)
    case (.divide, .int, .int), (.divide, .rupiah, .int): (.divide, a)
    case (.divide, .rupiah, .rupiah): (.divide, .int)
    case (.remainder, .int, .int): (.remainder, a)
    case (.add, .string, .string): (.joinText, .string)
    case (.add, .list, .list) where a == b: (.joinLists, a)
    case (.add, .timestamp, .duration), (.add, .duration, .timestamp): (.timePlusSpan, .timestamp)
    case (.subtract, .timestamp, .duration): (.timeMinusSpan, .timestamp)
    case (.subtract, .timestamp, .timestamp): (.timeMinusTime, .duration)
    default: nil
    }
  }
}

extension Type {
  var isUnknown: Bool {
    if case .unknown = self { return true }
    return false
  }
}
