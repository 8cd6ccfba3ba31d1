import Coding
import Model
import Signing

// The agencies of a genesis document: each by itself, then all of them together.

extension GenesisForm {
  static let roles: [(word: String, value: Role)] = [
    ("issuer", .issuer), ("treasury", .treasury), ("identity", .identity), ("licensing", .licensing),
    ("programme-owner", .programmeOwner), ("fact-source", .factSource), ("settlement", .settlement),
    ("recovery", .recovery),
    ("auditor", .auditor),
  ]

  func agency(_ entry: Entry) -> Agency? {
    let known = ["name", "title", "roles", "threshold", "officers", "series", "schemas"]
    guard let fields = Fields(entry, Phrase("lembaga", "an agency"), known) else { return nil }
    let name = fields.required("name").flatMap { self.name($0) }
    let title = fields.required("title")?.words()
    let roles = fields.required("roles")?.list(max: 8) { $0.choice(Self.roles) }
    let threshold: UInt8? = fields.required("threshold")?.integer(1...32)
    let officers = fields.required("officers").flatMap { self.officers($0, of: name ?? "") }
    let series = fields.optional("series", missing: nil) { Optional($0.text()) }
    let schemas = fields.optional("schemas", missing: []) { $0.list(max: 64) { $0.text() } }
    guard let name, let title, let roles, let threshold, let officers, let series, let schemas else { return nil }
    let agency = Agency(
      name: name, title: title, roles: roles, threshold: threshold, officers: officers, seriesPrefix: series,
      schemas: schemas)
    checkThreshold(of: agency, fields)
    checkRoles(of: agency, fields)
    return agency
  }

  private func name(_ entry: Entry) -> Text? {
    guard let name = entry.text(max: Agency.longestName) else { return nil }
    guard Agency.isName(name.string) else {
      entry.report(
        Phrase("'\(name)' bukan nama lembaga", "'\(name)' is no name of an agency"),
        Phrase(
          "tulis huruf kecil dan angka, dan di antaranya '-' atau '.', seperti bank-indonesia",
          "write small letters and digits, and '-' or '.' between them, such as bank-indonesia"))
      return nil
    }
    return name
  }

  /// A list of keys, or their number, where whoever reads the file provides them.
  private func officers(_ entry: Entry, of agency: Text) -> [PublicKey]? {
    if case .sequence = entry.node {
      return entry.list(max: Agency.maximumOfficers) { self.officer($0) }
    }
    guard let officer = keys.officer else {
      entry.report(
        Phrase("kunci petugas tidak ada", "the officers' keys are missing"),
        Phrase(
          "sebutkan: [did:key:z…]; jumlah saja hanya untuk peragaan",
          "list them: [did:key:z…]; a number is for demonstrations"))
      return nil
    }
    guard let count: UInt8 = entry.integer(1...UInt8(Agency.maximumOfficers)) else { return nil }
    return (0..<Int(count)).map { officer(agency, $0) }
  }

  private func officer(_ entry: Entry) -> PublicKey? {
    guard let text = entry.text(max: 256) else { return nil }
    let remedy = Phrase(
      "tulis kuncinya sebagai did:key:z…, seperti yang dicetak 'salur'",
      "write the key as did:key:z…, as 'salur' prints it")
    do throws(CodingError) {
      switch try DIDKey(text.string) {
      case .ed25519(let key): return .ed25519(key)
      case .p256(let compressed):
        if let point = keys.point(compressed) { return .p256(point) }
        entry.report(Phrase("'\(text)' bukan titik P-256", "'\(text)' is no point of P-256"), remedy)
      }
    } catch {
      entry.report(Phrase("'\(text)' bukan kunci", "'\(text)' is no key: \(error)"), remedy)
    }
    return nil
  }

  private func checkThreshold(of agency: Agency, _ fields: Fields) {
    let officers = agency.officers.count
    guard let entry = fields["threshold"] else { return }
    if Int(agency.threshold) > officers {
      entry.report(
        Phrase(
          "\(agency.threshold) dari \(officers) petugas tidak mungkin sepakat",
          "\(agency.threshold) of \(officers) officers can never agree"),
        Phrase("turunkan ambangnya, atau tambah petugas", "lower the threshold, or add officers"))
    } else if agency.threshold < 2, officers > 1 {
      entry.report(
        Phrase("satu dari \(officers) petugas dapat bertindak sendiri", "one of \(officers) officers could act alone"),
        Phrase("minta paling sedikit dua", "ask for at least two"))
    }
  }

  private func checkRoles(of agency: Agency, _ fields: Fields) {
    func check(_ role: Role, _ field: String, isWritten: Bool, _ why: Phrase) {
      let word = Self.roles.first { $0.value == role }!.word
      if agency.roles.contains(role), !isWritten {
        fields.entry.report(
          Phrase("\(word) memerlukan '\(field)'", "a \(word) needs '\(field)'"),
          Phrase("tambahkan \(why.indonesian)", "add \(why.english)"))
      } else if !agency.roles.contains(role), isWritten {
        fields.key(field)?.report(
          Phrase("'\(field)' hanya untuk \(word)", "'\(field)' is for a \(word)"),
          Phrase("hapus, atau tambahkan peran '\(word)'", "drop it, or add the role '\(word)'"))
      }
    }
    check(
      .programmeOwner, "series", isWritten: agency.seriesPrefix != nil,
      Phrase("awalan serinya: id.kemensos.", "the prefix of its series: id.kemensos."))
    check(
      .factSource, "schemas", isWritten: !agency.schemas.isEmpty,
      Phrase("skema yang boleh dinyatakannya: [dtsen.family]", "the schemas it may attest: [dtsen.family]"))
    if agency.roles.isEmpty {
      fields["roles"]?.report(
        Phrase("lembaga tidak punya peran", "the agency has no role"),
        Phrase("sebutkan paling sedikit satu", "name at least one"))
    }
  }

  /// What only all agencies together can get wrong.
  func check(_ agencies: [Agency?], _ entries: [Entry], in fields: Fields) {
    var officers: [PublicKey] = []
    for (index, agency) in agencies.enumerated() {
      guard let agency else { continue }
      let others = agencies[..<index].compactMap(\.self)
      if others.contains(where: { $0.name == agency.name }) {
        entries[index].report(
          Phrase("dua lembaga bernama '\(agency.name)'", "two agencies are called '\(agency.name)'"),
          Phrase("beri masing-masing nama sendiri", "give each its own name"))
      }
      if let prefix = agency.seriesPrefix, let other = others.first(where: { $0.sharesSeries(with: prefix) }) {
        entries[index].report(
          Phrase(
            "serinya bertumpang tindih dengan seri '\(other.name)'", "its series overlap with those of '\(other.name)'"),
          Phrase("pilih awalan lain", "choose another prefix"))
      }
      if agency.officers.contains(where: officers.contains) || Set(agency.officers).count < agency.officers.count {
        entries[index].report(
          Phrase("kunci seorang petugas muncul dua kali", "an officer's key stands twice"),
          Phrase("beri setiap petugas kuncinya sendiri", "give every officer a key of their own"))
      }
      officers += agency.officers
    }
    guard agencies.allSatisfy({ $0 != nil }) else { return }
    for (word, role) in Self.roles.prefix(4) where !agencies.contains(where: { $0?.roles.contains(role) ?? false }) {
      fields.key("agencies")?.report(
        Phrase("tidak ada lembaga dengan peran '\(word)'", "no agency has the role '\(word)'"),
        Phrase("tambahkan satu: tanpanya tidak ada yang berjalan", "add one: nothing works without it"))
    }
  }
}

extension Agency {
  fileprivate func sharesSeries(with prefix: Text) -> Bool {
    guard let own = seriesPrefix else { return false }
    return own.utf8.starts(with: prefix.utf8) || prefix.utf8.starts(with: own.utf8)
  }
}
