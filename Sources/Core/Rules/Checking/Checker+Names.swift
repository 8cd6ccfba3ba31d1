import Coding

extension Checker {
  mutating func name(_ name: Text, at offset: Int) throws(RuleError) -> Term {
    if let term = declared(name, at: offset) { return term }
    if let reason = Checker.outsideNames.first(where: { $0.name == name })?.reason {
      throw outside(name, reason, at: offset)
    }
    let known = locals.map { $0.name } + environment.inputs.map { $0.name }
    throw error(
      Phrase("tidak ada yang bernama '\(name)'", "nothing is called '\(name)'")
        + suggestion(for: name, among: known, orElse: Phrase("di sini", "here")), at: offset)
  }

  func outside(_ name: Text, _ reason: Phrase, at offset: Int) -> RuleError {
    error(
      Phrase(
        "'\(name)' tidak termasuk profil: \(reason.indonesian)", "'\(name)' is outside the profile: \(reason.english)"),
      at: offset)
  }

  private mutating func declared(_ name: Text, at offset: Int) -> Term? {
    if let local = locals.last(where: { $0.name == name }) {
      return Term(node: .local(local.id), type: local.type, offset: offset)
    }
    guard let input = environment.input(name) else { return nil }
    return Term(node: .input(input), type: opened(environment.inputs[input].type), offset: offset)
  }

  /// A declared type with a fresh unknown for every element type the declaration leaves open.
  private mutating func opened(_ type: Type) -> Type {
    switch type {
    case .unknown: fresh()
    case .list(let element): .list(opened(element))
    case .map(let value): .map(opened(value))
    default: type
    }
  }

  mutating func select(_ whole: Expression, _ target: Expression, _ field: Text) throws(RuleError) -> Term {
    // The longest declared dotted name wins over a field of a shorter one, and a macro's variable over both.
    if !startsAtLocal(whole), let dotted = dottedName(whole), let term = declared(dotted, at: whole.offset) {
      return term
    }
    let offset = whole.offset
    let operand = try value(target)
    switch resolve(operand.type) {
    case .record(let type):
      return try self.field(operand, type, field, at: offset)
    case .map(let type):
      let key = Term(node: .constant(.string(field)), type: .string, offset: offset)
      return Term(node: .key(operand, key), type: type, offset: offset)
    case .unknown:
      throw error(
        Phrase(
          "tipe dari yang di depan '.\(field)' tidak dapat diketahui",
          "the type of what is before '.\(field)' cannot be told"), at: offset)
    case let other:
      throw error(
        Phrase(
          "\(other.description) tidak punya bidang, jadi '\(field)' tidak ada",
          "\(other.description) has no fields, so no '\(field)'"), at: offset)
    }
  }

  private func startsAtLocal(_ expression: Expression) -> Bool {
    switch expression.node {
    case .name(let name): locals.contains { $0.name == name }
    case .select(let target, _): startsAtLocal(target)
    default: false
    }
  }

  private func dottedName(_ expression: Expression) -> Text? {
    switch expression.node {
    case .name(let name): return name
    case .select(let target, let field):
      guard let prefix = dottedName(target) else { return nil }
      return Text(validated: (prefix.utf8 + [UInt8(ascii: ".")] + field.utf8)[...])
    default: return nil
    }
  }

  private mutating func field(
    _ record: Term, _ type: RecordType, _ name: Text, at offset: Int
  ) throws(RuleError) -> Term {
    let index = try fieldIndex(type, name, at: offset)
    let fieldType = type.fields[index].type
    if case .records = fieldType {
      return Term(node: .children(try children(record, index, name, at: offset)), type: fieldType.type, offset: offset)
    }
    return Term(node: .field(record, index), type: fieldType.type, offset: offset)
  }

  private func fieldIndex(_ type: RecordType, _ name: Text, at offset: Int) throws(RuleError) -> Int {
    if let index = type.index(of: name) { return index }
    throw error(
      Phrase("\(type.description) tidak punya bidang '\(name)'", "\(type.description) has no field '\(name)'")
        + suggestion(for: name, among: type.fields.map { $0.name }, orElse: Phrase("di dalamnya", "in it")), at: offset)
  }

  private func children(_ record: Term, _ field: Int, _ name: Text, at offset: Int) throws(RuleError) -> Int {
    guard case .input(let input) = record.node, let list = environment.children(of: input, field: field) else {
      throw error(
        Phrase(
          "baris anak hanya dibaca dari catatan bernama, seperti family.\(name)",
          "child rows are read from a named record only, as in family.\(name)"), at: offset)
    }
    return list
  }

  mutating func index(_ target: Expression, _ index: Expression, at offset: Int) throws(RuleError) -> Term {
    let operand = try value(target)
    let position = try value(index)
    switch resolve(operand.type) {
    case .list(let type):
      guard unify(position.type, .int) else {
        throw error(
          Phrase(
            "daftar diindeks dengan int, bukan \(describe(position.type))",
            "a list is indexed by an int, not \(describe(position.type))"), at: position.offset)
      }
      return Term(node: .element(operand, position), type: type, offset: offset)
    case .map(let type):
      guard unify(position.type, .string) else {
        throw error(
          Phrase(
            "kunci peta adalah teks dalam profil ini, bukan \(describe(position.type))",
            "keys of a map are strings in this profile, not \(describe(position.type))"), at: position.offset)
      }
      return Term(node: .key(operand, position), type: type, offset: offset)
    case let other:
      throw error(
        Phrase(
          "\(other.description) tidak dapat diindeks dengan '[…]'", "\(other.description) cannot be indexed with '[…]'"),
        at: offset)
    }
  }

  mutating func has(_ target: Expression, _ field: Text, at offset: Int) throws(RuleError) -> Term {
    let operand = try value(target)
    let node: Term.Node
    switch resolve(operand.type) {
    case .record(let type):
      let index = try fieldIndex(type, field, at: offset)
      if case .records = type.fields[index].type {
        node = .hasChildren(try children(operand, index, field, at: offset))
      } else {
        node = .hasField(operand, index)
      }
    case .map:
      node = .hasKey(operand, Term(node: .constant(.string(field)), type: .string, offset: offset))
    case let other:
      throw error(
        Phrase(
          "\(other.description) tidak punya bidang, jadi has() tidak dapat menanyakan '\(field)'",
          "\(other.description) has no fields, so has() cannot ask for '\(field)'"), at: offset)
    }
    return Term(node: node, type: .bool, offset: offset)
  }

  /// Names other CEL dialects know, with the reason this one does not.
  static let outsideNames: [(name: Text, reason: Phrase)] = [
    (
      "dyn",
      Phrase(
        "setiap nilai punya satu tipe, diketahui sebelum aturan berjalan",
        "every value has one type, known before the rule runs")
    ),
    (
      "type",
      Phrase(
        "tipe diketahui sebelum aturan berjalan dan bukan nilai",
        "types are known before the rule runs and are not values")
    ),
    ("double", Phrase("semua bilangan bulat", "all numbers are whole")),
    ("uint", Phrase("semua bilangan bertanda: pakai int", "all numbers are signed: use int")),
    ("bytes", Phrase("ada teks, bukan bita", "there is text, not bytes")),
    ("null_type", Phrase("tidak ada null: tanyakan has(catatan.bidang)", "there is no null: ask has(record.field)")),
    (
      "optional",
      Phrase(
        "nilai opsional tidak ada: tanyakan has(catatan.bidang)", "optional values are left out: ask has(record.field)")
    ),
    (
      "matches",
      Phrase(
        "ekspresi reguler tidak ada: pakai startsWith, endsWith atau contains",
        "regular expressions are left out: use startsWith, endsWith or contains")
    ),
    ("now", Phrase("tidak ada jam: tanyakan tanggal jatuh tempo", "there is no clock: ask about the due date")),
    (
      "bool",
      Phrase(
        "tipe diketahui sebelum aturan berjalan dan bukan nilai",
        "types are known before the rule runs and are not values")
    ),
    (
      "int",
      Phrase(
        "tipe diketahui sebelum aturan berjalan dan bukan nilai",
        "types are known before the rule runs and are not values")
    ),
    (
      "string",
      Phrase(
        "tipe diketahui sebelum aturan berjalan dan bukan nilai",
        "types are known before the rule runs and are not values")
    ),
    (
      "list",
      Phrase(
        "tipe diketahui sebelum aturan berjalan dan bukan nilai",
        "types are known before the rule runs and are not values")
    ),
    (
      "map",
      Phrase(
        "tipe diketahui sebelum aturan berjalan dan bukan nilai",
        "types are known before the rule runs and are not values")
    ),
    (
      "google",
      Phrase(
        "tipe pesan tidak ada: catatan dinyatakan oleh skema fakta",
        "message types are left out: records are declared by fact schemas")
    ),
    ("transformList", Phrase("makro menamai satu unsur: pakai map", "macros name one element: use map")),
    ("transformMap", Phrase("makro menghasilkan daftar: pakai map", "macros make lists: use map")),
    ("transformMapEntry", Phrase("makro menghasilkan daftar: pakai map", "macros make lists: use map")),
    (
      "cel",
      Phrase(
        "nama setempat tidak ada: tulis nilainya di tempat dipakai",
        "local names are left out: write the value where it is used")
    ),
    ("math", Phrase("perluasan tidak ada: bandingkan dengan '?:'", "extensions are left out: compare with '?:'")),
    (
      "optMap",
      Phrase(
        "nilai opsional tidak ada: tanyakan has(catatan.bidang)", "optional values are left out: ask has(record.field)")
    ),
    (
      "optFlatMap",
      Phrase(
        "nilai opsional tidak ada: tanyakan has(catatan.bidang)", "optional values are left out: ask has(record.field)")
    ),
  ]
}

// MARK: - Macros

extension Checker {
  mutating func macro(
    _ macro: Macro, _ range: Expression, _ variable: Text, _ variableOffset: Int, _ filter: Expression?,
    _ body: Expression?, at offset: Int
  ) throws(RuleError) -> Term {
    let elements = try value(range)
    let element: Type
    switch resolve(elements.type) {
    case .list(let type): element = type
    case .map: element = .string
    case let other:
      throw error(
        Phrase(
          "hanya daftar dan peta yang dapat ditelusuri, bukan \(other.description)",
          "only lists and maps can be walked through, not \(other.description)"), at: offset)
    }
    guard environment.input(variable) == nil, !locals.contains(where: { $0.name == variable }) else {
      throw error(
        Phrase(
          "'\(variable)' sudah berarti lain; pilih nama lain",
          "'\(variable)' already means something else; choose another name"), at: variableOffset)
    }
    let id = localCount
    localCount += 1
    locals.append((variable, element, id))
    defer { locals.removeLast() }
    var test: Term?
    if let filter { test = try bool(filter, Phrase("syaratnya", "the test")) }
    var transform: Term?
    if let body { transform = try value(body) }
    let type: Type
    switch macro {
    case .all, .exists, .existsOne: type = .bool
    case .filter: type = .list(element)
    case .map: type = .list(transform?.type ?? element)
    }
    return Term(
      node: .macro(macro, range: elements, local: id, filter: test, body: transform), type: type, offset: offset)
  }
}

// MARK: - Suggestions

/// `; did you mean 'decile'?`, or what there is to choose from.
func suggestion(for name: Text, among known: [Text], orElse place: Phrase) -> Phrase {
  var best: (distance: Int, name: Text)?
  for candidate in known {
    let distance = editDistance(name.utf8, candidate.utf8)
    if distance <= max(1, candidate.utf8.count / 3), distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  if let best { return Phrase("; maksudnya '\(best.name)'?", "; did you mean '\(best.name)'?") }
  guard !known.isEmpty else {
    return Phrase("; \(place.indonesian) tidak ada yang dinyatakan", "; nothing is declared \(place.english)")
  }
  var list = ""
  for name in known.prefix(12) { list += (list.isEmpty ? "" : ", ") + name.string }
  if known.count > 12 { list += ", …" }
  return Phrase("; yang ada: \(list)", "; there is \(list)")
}

/// Insertions, deletions, substitutions and swaps of neighbours from one to the other.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  guard a.count <= 64, b.count <= 64 else { return .max }
  var rows = [Array(0...b.count)]
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var distance = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, rows[i - 1][j - 1] + 1) }
      row.append(distance)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
