import Coding
import Model
import Rules

/// Fields a spec's cases need not write again: by a fact's name, or by the name of its list for those of every member.
struct SpecDefaults {
  private let fields: Fields?

  init(_ entry: Entry?) { fields = entry.flatMap { Fields(free: $0, Phrase("nilai bawaan", "defaults")) } }

  func value(of field: String, in fact: String) -> Entry? {
    fields?[fact].flatMap { Fields(free: $0, Phrase("nilai bawaan \(fact)", "defaults of \(fact)")) }?[field]
  }
}

extension Entry {
  /// A record's values from its fields by name.
  ///
  /// - Parameter named: the fact or list, to look its defaults up.
  func values(
    of record: RecordType, _ what: Phrase, defaults: SpecDefaults?, named name: String = ""
  ) -> [FactValue]? {
    guard let fields = Fields(self, what, record.fields.map(\.name.string)) else { return nil }
    let values = record.fields.map { field -> FactValue? in
      let entry = fields[field.name.string] ?? defaults?.value(of: field.name.string, in: name)
      guard let entry else {
        if field.optional { return .absent }
        report(
          Phrase(
            "\(what.indonesian) tidak punya '\(field.name)'", "'\(field.name)' is missing from \(what.english)"),
          Phrase(
            "tambahkan, atau beri nilai bawaan di 'defaults: {\(name): …}'",
            "add it, or a default for it under 'defaults: {\(name): …}'"))
        return nil
      }
      return entry.value(of: field, defaults)
    }
    return values.contains(nil) ? nil : values.compactMap(\.self)
  }

  private func value(of field: RecordType.Field, _ defaults: SpecDefaults?) -> FactValue? {
    switch field.type {
    case .records(let record, let max):
      let rows = list(max: max) { $0.values(of: record, Phrase("seorang anggota", "a member"), defaults: defaults, named: field.name.string) }
      return rows.map { rows in
        .members(rows.enumerated().map { MemberRow(person: PersonNumber(UInt32($0)), values: $1) })
      }
    case .bool: return bool().map { .bool($0) }
    case .int(let min, let max): return integer(in: min...max).map { .int($0) }
    case .rupiah: return integer(in: 0...9_000_000_000_000_000).map { .int($0) }
    case .date: return date().map { .date($0) }
    case .region: return region().map { .region($0) }
    case .enumeration(let words):
      return choice(words.enumerated().map { ($1.string, UInt16($0 + 1)) }).map { .code($0) }
    case .text(let max): return text(max: max).map { .text($0) }
    }
  }
}
