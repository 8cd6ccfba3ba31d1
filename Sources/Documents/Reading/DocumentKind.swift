import Coding

/// The kinds of documents people write. Each begins with a field that no other has: its name.
enum DocumentKind: String, CaseIterable {
  case programme
  case schema
  case spec
  case genesis = "origin"

  /// Reports a document that has another kind's field and not this one's.
  func refuseOthers(_ root: Entry) {
    guard case .mapping(let mapping) = root.node else { return }
    let names = mapping.map { (name: $0.key.scalar?.string, key: $0.key) }
    guard !names.contains(where: { $0.name == rawValue }) else { return }
    for kind in Self.allCases {
      guard let found = names.first(where: { $0.name == kind.rawValue }) else { continue }
      return Entry(node: found.key, problems: root.problems).report(
        Phrase(
          "ini \(kind.what.indonesian), bukan \(what.indonesian)", "this is \(kind.what.english), not \(what.english)"),
        Phrase("sebutkan berkas \(what.indonesian)", "name a file that holds \(what.english)"))
    }
  }

  private var what: Phrase {
    switch self {
    case .programme: Phrase("program", "a programme")
    case .schema: Phrase("skema fakta", "a fact schema")
    case .spec: Phrase("spesifikasi", "a spec")
    case .genesis: Phrase("dokumen awal jaringan", "a genesis document")
    }
  }
}
