import Coding
import Model
import Programmes
import Rules

// The parts of the form, one reader each.

extension ProgrammeForm {
  static func fund(_ entry: Entry) -> FundRule? {
    guard let fields = Fields(entry, Phrase("dana", "a fund"), ["cap", "on_shortfall"]) else { return nil }
    let cap = fields.required("cap")?.rupiah(from: 1)
    let shortfall = fields.required("on_shortfall")?.choice([("wait", Shortfall.wait), ("share", .share)])
    guard let cap else { return nil }
    return FundRule(cap: cap, onShortfall: shortfall ?? .wait)
  }

  /// Nil where one cannot be read: rules that name it would only add noise.
  mutating func facts(_ entry: Entry?) -> [FactInput]? {
    guard let entry,
      let fields = Fields(
        free: entry, Phrase("fakta-fakta, masing-masing dengan nama dan skema", "facts, each with a name and a schema"))
    else { return nil }
    var facts: [FactInput] = []
    for (name, key, value) in fields.all {
      guard key.text() != nil, let schema = value.schemaName() else { continue }
      remember(.fact(facts.count), at: value)
      facts.append(FactInput(name: Text(name), schema: schema))
    }
    if fields.all.isEmpty || fields.all.count > 8 {
      entry.report(
        Phrase("program membaca 1 sampai 8 fakta", "a programme reads 1 to 8 facts"),
        Phrase("sebutkan di sini", "name them here"))
    }
    return facts.count == fields.all.count ? facts : nil
  }

  mutating func eligible(_ entry: Entry, at index: Int) -> EligibilityRule? {
    guard let fields = Fields(entry, Phrase("aturan kelayakan", "an eligibility rule"), ["id", "say", "when"]) else {
      return nil
    }
    let id = part(.eligible(index), fields.required("id")) { $0.text() }
    let say = fields.required("say")?.words()
    let when = part(.eligibleCondition(index), fields.required("when")) { $0.expression() }
    guard let id, let say, let when else { return nil }
    return EligibilityRule(id: id, say: say, when: when)
  }

  mutating func pay(_ entry: Entry, at index: Int) -> PaymentRule? {
    guard
      let fields = Fields(
        entry, Phrase("aturan pembayaran", "a payment rule"), ["id", "say", "amount", "group", "when"])
    else { return nil }
    let id = part(.pay(index), fields.required("id")) { $0.text() }
    let say = fields["say"].map { $0.words() } ?? id.map { Words(indonesian: $0, english: $0) }
    let amount = part(.amount(index), fields.required("amount")) { $0.rupiah(from: 1) }
    let group = fields.optional("group", missing: nil) { Optional($0.text()) }
    if let entry = fields["group"] { remember(.paymentGroup(index), at: entry) }
    let when = part(.payCondition(index), fields.required("when")) { $0.expression() }
    guard let id, let say, let group, let when else { return nil }
    return PaymentRule(id: id, say: say, amount: amount ?? 1, group: group, when: when)
  }

  mutating func limits(_ entry: Entry?) -> PaymentLimits {
    guard let entry, let fields = Fields(entry, Phrase("batas", "limits"), ["group", "members", "order"]) else {
      return PaymentLimits()
    }
    var groups: [PaymentLimits.Group] = []
    for (name, key, value) in fields["group"].flatMap({
      Fields(free: $0, Phrase("kelompok-kelompok, masing-masing dengan jumlah", "groups, each with a number"))
    })?.all ?? [] {
      guard key.text() != nil, let count: UInt8 = value.integer(1...255) else { continue }
      remember(.group(groups.count), at: key)
      groups.append(PaymentLimits.Group(name: Text(name), count: count))
    }
    let members: UInt8? = part(.memberLimit, fields["members"]) { $0.integer(1...255) }
    _ = fields["order"]?.choice([("amount-desc-then-member", ())])
    return PaymentLimits(groups: groups, members: members)
  }

  static func spend(_ entry: Entry) -> SpendRule? {
    let known = ["cash_out", "cash_out_fee", "allow", "expires", "unspent"]
    guard let fields = Fields(entry, Phrase("pembelanjaan", "spending"), known) else { return nil }
    let cashOut = fields.required("cash_out")?.bool()
    let fee = fields.optional("cash_out_fee", missing: .zero) { $0.rupiah(from: 0) }
    let allow = fields.optional("allow", missing: []) { $0.list(max: 32, Self.allowed) }
    let expires = fields.required("expires")?.period()
    _ = fields["unspent"]?.choice([("return-to-fund", ())])
    guard let cashOut, let fee, let allow, let expires else { return nil }
    return SpendRule(cashOut: cashOut, cashOutFeeCap: fee, allow: allow, expires: expires)
  }

  static func appeal(_ entry: Entry) -> AppealRule? {
    guard let fields = Fields(entry, Phrase("banding", "appeals"), ["window", "answer", "deciders", "escalate"]) else { return nil }
    let window = fields.required("window")?.period()
    let answer = fields.optional("answer", missing: Period.days(14)) { $0.period() }
    let deciders = fields.optional("deciders", missing: []) { $0.list(max: 600, Self.appealDecider) }
    let escalation = fields.optional("escalate", missing: nil) { Optional($0.text()) }
    guard let window, let answer, let deciders, let escalation else { return nil }
    return AppealRule(window: window, answer: answer, deciders: deciders, escalation: escalation)
  }

  private static func appealDecider(_ entry: Entry) -> AppealRule.Decider? {
    guard let fields = Fields(entry, Phrase("pemutus banding", "a decider of appeals"), ["region", "agency"]) else { return nil }
    let region = fields.required("region")?.region()
    let agency = fields.required("agency")?.text()
    guard let region, let agency else { return nil }
    return AppealRule.Decider(region: region, agency: agency)
  }

  private static func allowed(_ entry: Entry) -> SpendRule.Allowed? {
    guard let fields = Fields(entry, Phrase("toko yang diizinkan", "allowed shops"), ["mcc", "licence"]) else {
      return nil
    }
    let categories = fields.required("mcc")?.list(max: 32) { $0.merchantCategory() }
    let licence = fields.optional("licence", missing: nil) { Optional($0.text()) }
    guard let categories, let licence else { return nil }
    return SpendRule.Allowed(categories: categories, licence: licence)
  }
}

extension Entry {
  /// A rule's source. Quotes are optional where YAML and the rule language agree about the characters.
  func expression() -> Text? {
    guard let word = word() else { return nil }
    guard word.utf8.count <= 16384 else {
      report(
        Phrase(
          "aturan sepanjang \(word.utf8.count) bita, di atas batas 16384",
          "the rule has \(word.utf8.count) bytes, above the limit of 16384"),
        Phrase("pecah menjadi dua aturan", "split it in two rules"))
      return nil
    }
    return Text(word)
  }
}
