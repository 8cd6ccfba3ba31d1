import Coding
import Model
import Rules

/// A fact schema as people write it: the shape of what a source attests, each field with its meaning.
public struct SchemaDocument: Sendable {
  public let schema: FactSchema
  /// What each field means, in the schema's order; for people, and not part of what the ledger holds.
  public let fields: [Field]

  /// A field's path (`members.job`) and what it means.
  public struct Field: Hashable, Sendable {
    public let path: String
    public let type: FieldType
    public let optional: Bool
    public let doc: String
  }

  /// - Throws: everything that is wrong with the file at once.
  public init(file: String, bytes: [UInt8]) throws(DocumentError) {
    let document = try Document(file: file, bytes: bytes)
    (schema, fields) = try document.read(as: .schema) { SchemaForm().read($0) }
  }
}

/// Reads the YAML form of a schema.
private struct SchemaForm {
  func read(_ root: Entry) -> (FactSchema, [SchemaDocument.Field])? {
    let known = ["schema", "version", "title", "subject", "life", "key", "fields"]
    guard let form = Fields(root, Phrase("skema", "a schema"), known) else { return nil }
    let name = form.required("schema")?.text()
    let version: UInt16? = form.required("version")?.integer(1...UInt16.max)
    let title = form.required("title")?.words()
    let subject = form.required("subject")?.choice([
      ("family", FactSchema.Subject.family), ("person", .person), ("region", .region), ("event", .event),
    ])
    let life = form.optional("life", missing: nil) { Optional($0.period()) }
    var docs: [SchemaDocument.Field] = []
    let fields = form.required("fields").flatMap { self.fields($0, under: "", &docs) }
    guard let name, let version, let title, let subject, let life, let fields else { return nil }
    let record = RecordType(name: name, version: version, fields: fields)
    guard let key = key(form, subject, record), isValid(record, at: root) else { return nil }
    return (FactSchema(record: record, title: title, subject: subject, life: life, key: key), docs)
  }

  /// An event has at least one key field, and nothing else has any.
  private func key(_ form: Fields, _ subject: FactSchema.Subject, _ record: RecordType) -> [Text]? {
    guard let entry = form["key"] else {
      if subject != .event { return [] }
      form.entry.report(
        Phrase("peristiwa memerlukan bidang kunci", "an event needs key fields"),
        Phrase(
          "tambahkan 'key: [occurred]': yang harus sama agar dua laporan tentang satu peristiwa",
          "add 'key: [occurred]': what must agree for two reports to be of one event"))
      return nil
    }
    guard subject == .event else {
      entry.report(
        Phrase("hanya peristiwa yang punya bidang kunci", "only events have key fields"),
        Phrase("hapus 'key'", "drop 'key'"))
      return nil
    }
    return entry.list(max: 8) { element -> Text? in
      guard let name = element.text() else { return nil }
      if record.index(of: name) != nil { return name }
      element.report(
        Phrase("tidak ada bidang '\(name)'", "there is no field '\(name)'"),
        remedy(for: name.string, among: record.fields.map(\.name.string)))
      return nil
    }
  }

  /// What Rules itself asks of a record that a table can hold and a rule can read.
  private func isValid(_ record: RecordType, at root: Entry) -> Bool {
    do throws(RuleError) {
      try record.validate()
      return true
    } catch {
      root.report(error.message, Phrase("perbaiki bidangnya", "correct the field"))
      return false
    }
  }

  private func fields(
    _ entry: Entry, under path: String, _ docs: inout [SchemaDocument.Field]
  ) -> [RecordType.Field]? {
    guard
      let written = Fields(
        free: entry, Phrase("bidang-bidang, masing-masing dengan nama dan tipe", "fields, each with a name and a type"))
    else { return nil }
    var fields: [RecordType.Field] = []
    for (name, key, value) in written.all {
      guard let text = key.text(), isName(text, at: key) else { continue }
      if let field = field(text, value, path: path + name, &docs) { fields.append(field) }
    }
    return fields.count == written.all.count ? fields : nil
  }

  /// Rules name fields, so their names are the rule language's: `attendance_pct`.
  private func isName(_ text: Text, at key: Entry) -> Bool {
    let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let fits = text.utf8.allSatisfy { lower.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    if fits, let first = text.utf8.first, lower.contains(first) { return true }
    key.report(
      Phrase("'\(text)' tidak dapat menjadi nama bidang", "'\(text)' cannot name a field"),
      Phrase("pakai huruf kecil, angka dan '_', diawali huruf", "use lowercase letters, digits and '_', a letter first")
    )
    return false
  }

  private func field(
    _ name: Text, _ entry: Entry, path: String, _ docs: inout [SchemaDocument.Field]
  ) -> RecordType.Field? {
    let common = ["type", "optional", "doc"]
    guard case .mapping = entry.node, let any = Fields(free: entry, Phrase("bidang", "a field")),
      let kind = any.required("type")?.choice(Kind.allCases.map { ($0.rawValue, $0) }),
      let fields = Fields(
        entry, Phrase("bidang bertipe \(kind.rawValue)", "a field of type \(kind.rawValue)"), common + kind.parameters)
    else {
      if case .mapping = entry.node {
      } else {
        entry.report(
          entry.expected(Phrase("bidang", "a field")), Phrase("tulis {type: int, …}", "write {type: int, …}"))
      }
      return nil
    }
    let optional = fields.optional("optional", missing: false) { $0.bool() }
    let doc = fields.required("doc")?.text(max: 500)
    let position = docs.count
    let type = type(kind, fields, path: path, &docs)
    guard let optional, let doc, let type else { return nil }
    docs.insert(
      SchemaDocument.Field(path: path, type: type, optional: optional, doc: doc.string), at: position)
    return RecordType.Field(name, type, optional: optional)
  }

  private enum Kind: String, CaseIterable {
    case bool, int, rupiah, date, enumeration, region, text, records

    /// The fields of this type's own.
    var parameters: [String] {
      switch self {
      case .bool, .rupiah, .date, .region: []
      case .int: ["min", "max"]
      case .enumeration: ["values"]
      case .text: ["max"]
      case .records: ["max", "record", "fields"]
      }
    }
  }

  private func type(
    _ kind: Kind, _ fields: Fields, path: String, _ docs: inout [SchemaDocument.Field]
  ) -> FieldType? {
    switch kind {
    case .bool: return .bool
    case .rupiah: return .rupiah
    case .date: return .date
    case .region: return .region
    case .int:
      let range = -9_000_000_000_000_000...9_000_000_000_000_000 as ClosedRange<Int64>
      let min = fields.required("min")?.integer(in: range)
      let max = fields.required("max")?.integer(in: range)
      guard let min, let max else { return nil }
      return .int(min: min, max: max)
    case .enumeration:
      return fields.required("values")?.list(max: 1024) { $0.text() }.map { .enumeration($0) }
    case .text:
      let max: UInt8? = fields.required("max")?.integer(1...64)
      return max.map { .text(maxBytes: Int($0)) }
    case .records:
      let max: UInt8? = fields.required("max")?.integer(1...255)
      let name = fields.required("record")?.text()
      let children = fields.required("fields").flatMap { self.fields($0, under: path + ".", &docs) }
      guard let max, let name, let children else { return nil }
      return .records(RecordType(name: name, version: 1, fields: children), max: Int(max))
    }
  }
}
