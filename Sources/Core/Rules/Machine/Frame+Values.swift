import Coding

/// Free-form values as inputs: records become columns of one row, everything else a slot.
extension Frame {
  mutating func load(_ value: Value, as input: Int, _ store: SlotStore) throws(RuleError) {
    let declaration = rules.environment.inputs[input]
    if case .record(let type) = declaration.type {
      let values = try fields(value, type, declaration.name)
      try loadColumns(values, type, first: declaration.firstColumn, row: 0, rows: 1, declaration.name, store)
      try loadChildren(values, type, input, declaration.name, store)
      return
    }
    guard let read = converted(value, to: declaration.type) else {
      let (name, kind, type) = (declaration.name, value.kind, declaration.type.description)
      throw RuleError(
        .type,
        Phrase(
          "variabel '\(name)' adalah \(kind.indonesian), bukan \(type)",
          "variable '\(name)' is \(kind.english), not \(type)"))
    }
    guard fits(read, declaration.size) else {
      throw RuleError(
        .cost,
        Phrase(
          "variabel '\(declaration.name)' lebih besar dari yang dinyatakan",
          "variable '\(declaration.name)' is larger than declared"))
    }
    slots[input] = store.slot(read)
  }

  private func fits(_ value: Value, _ size: Size) -> Bool {
    Size(of: value).joined(with: size) == size
  }

  /// The value as the declared type: text reads as a date or region, an int as rupiah.
  private func converted(_ value: Value, to type: Type) -> Value? {
    switch (value, type) {
    case (.int(let number), .rupiah): return .rupiah(number)
    case (.string(let text), .date): return CivilDate(utf8: text.utf8).map { .date($0) }
    case (.string(let text), .region): return Region(utf8: text.utf8).map { .region($0) }
    case (.string(let text), .timestamp): return Timestamp(utf8: text.utf8).map { .timestamp($0) }
    case (.string(let text), .duration): return TimeSpan(utf8: text.utf8).map { .duration($0) }
    case (.list(let elements), .list(let element)):
      var values: [Value] = []
      for item in elements {
        guard let value = converted(item, to: element) else { return nil }
        values.append(value)
      }
      return .list(values)
    case (.map(let entries), .map(let element)):
      var values: [Value.Entry] = []
      for entry in entries {
        guard let value = converted(entry.value, to: element) else { return nil }
        values.append(Value.Entry(key: entry.key, value: value))
      }
      return .map(values)
    case (.record, _): return nil
    default: return value.type?.joined(with: type) == nil ? nil : value
    }
  }

  /// One value per field; a map gives them by name.
  private func fields(_ value: Value, _ type: RecordType, _ name: Text) throws(RuleError) -> [Value?] {
    switch value {
    case .record(let given, let values) where given == type && values.count == type.fields.count:
      return values
    case .map(let entries):
      var values: [Value?] = type.fields.map { _ in nil }
      for entry in entries {
        guard let index = type.index(of: entry.key) else {
          throw RuleError(
            .type,
            Phrase(
              "\(name): \(type.description) tidak punya bidang '\(entry.key)'",
              "\(name): \(type.description) has no field '\(entry.key)'")
              + suggestion(for: entry.key, among: type.fields.map { $0.name }, orElse: Phrase("di dalamnya", "in it")))
        }
        values[index] = entry.value
      }
      return values
    default:
      let (kind, type) = (value.kind, type.description)
      throw RuleError(
        .type,
        Phrase("'\(name)' adalah \(kind.indonesian), bukan \(type)", "'\(name)' is \(kind.english), not a \(type)"))
    }
  }

  private mutating func loadColumns(
    _ values: [Value?], _ type: RecordType, first: Int, row: Int, rows: Int, _ name: Text, _ store: SlotStore
  ) throws(RuleError) {
    for (index, field) in type.fields.enumerated() {
      guard let column = field.type.column else { continue }
      if row == 0 { columns[first + index] = UnsafeRawPointer(store.allocate(bytes: column.stride * rows)) }
      let address = UnsafeMutableRawPointer(mutating: columns[first + index]) + row * column.stride
      if let problem = field.type.encode(values[index], to: address) {
        let place = "\(name).\(field.name): "
        throw RuleError(.type, Phrase(place, place) + problem)
      }
    }
  }

  private mutating func loadChildren(
    _ values: [Value?], _ type: RecordType, _ input: Int, _ name: Text, _ store: SlotStore
  ) throws(RuleError) {
    for (index, field) in type.fields.enumerated() {
      guard case .records(let child, let max) = field.type,
        let list = rules.environment.children(of: input, field: index), let value = values[index]
      else { continue }
      guard case .list(let rows) = value, rows.count <= max else {
        throw RuleError(
          .type,
          Phrase(
            "\(name).\(field.name) harus daftar berisi paling banyak \(String(max)) catatan",
            "\(name).\(field.name) must be a list of at most \(String(max)) records"))
      }
      let first = rules.environment.children[list].firstColumn
      for (row, value) in rows.enumerated() {
        let values = try fields(value, child, field.name)
        try loadColumns(values, child, first: first, row: row, rows: rows.count, field.name, store)
      }
      setChildren(list, first: 0, count: rows.count)
    }
  }
}
