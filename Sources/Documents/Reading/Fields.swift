import Coding
import Yams

/// The fields of one mapping of a document. Keys that are none of the expected ones are reported when it is made.
struct Fields {
  let entry: Entry
  private let what: Phrase
  private let values: [(name: String, key: Entry, value: Entry)]

  /// - Parameter what: what the mapping describes, as messages call it: `a programme`.
  init?(_ entry: Entry, _ what: Phrase, _ known: [String]) {
    guard let fields = Fields(free: entry, what, such: known) else { return nil }
    self = fields
    for (name, key, _) in values where !known.contains(name) {
      key.report(
        Phrase("'\(name)' bukan bidang \(what.indonesian)", "'\(name)' is no field of \(what.english)"),
        remedy(for: name, among: known))
    }
  }

  /// A mapping whose keys the author chooses.
  ///
  /// - Parameter names: some that may stand in it, for who wrote something else.
  init?(free entry: Entry, _ what: Phrase, such names: [String] = []) {
    guard case .mapping(let mapping) = entry.node else {
      let few = names.count <= 5 ? names.map { "\($0): …" }.joined(separator: ", ") : ""
      entry.report(
        entry.expected(what),
        few.isEmpty
          ? Phrase("tulis bidangnya sebagai 'nama: nilai'", "write its fields as 'name: value'")
          : Phrase("tulis {\(few)}", "write {\(few)}"))
      return nil
    }
    self.entry = entry
    self.what = what
    values = mapping.map { key, value in
      (
        key.scalar?.string ?? "", Entry(node: key, problems: entry.problems),
        Entry(node: value, problems: entry.problems)
      )
    }
  }

  /// Every field in the order it was written.
  var all: [(name: String, key: Entry, value: Entry)] { values }

  /// A field that may be left out.
  subscript(name: String) -> Entry? {
    values.first { $0.name == name }?.value
  }

  /// Where the field's name stands.
  func key(_ name: String) -> Entry? {
    values.first { $0.name == name }?.key
  }

  /// A field that must be there.
  func required(_ name: String) -> Entry? {
    if let value = self[name] { return value }
    entry.report(
      Phrase("'\(name)' tidak ada dalam \(what.indonesian)", "'\(name)' is missing from \(what.english)"),
      Phrase("tambahkan baris '\(name): …'", "add a line '\(name): …'"))
    return nil
  }

  /// What `read` makes of a field that may be left out: nil where it could not be read, `missing` where it is absent.
  func optional<Value>(_ name: String, missing: Value, _ read: (Entry) -> Value?) -> Value? {
    guard let value = self[name] else { return missing }
    return read(value)
  }
}
