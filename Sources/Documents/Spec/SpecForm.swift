import Coding
import Model
import Rules

/// Reads the YAML form of a spec.
struct SpecForm {
  let programme: ProgrammeDocument
  let schemas: [FactSchema]

  /// What cases need not say again.
  private struct Common {
    let due: CivilDate?
    let home: Region?
    let defaults: SpecDefaults
  }

  func read(_ root: Entry) -> [ProgrammeSpec.Case]? {
    guard let fields = Fields(root, "a spec", ["spec", "due", "home", "defaults", "cases"]) else { return nil }
    _ = fields.required("spec")?.word()
    let common = Common(
      due: fields["due"]?.date(), home: fields["home"]?.region(), defaults: SpecDefaults(fields["defaults"]))
    return fields.required("cases")?.list(max: 1_000) { self.read($0, common) }
  }

  private func read(_ entry: Entry, _ common: Common) -> ProgrammeSpec.Case? {
    let known = ["case", "due", "home", "as_of", "people", "facts", "person", "receives", "event", "regions", "expect"]
    guard let fields = Fields(entry, "a case", known), let name = fields.required("case")?.text(max: 200) else {
      return nil
    }
    guard let due = fields["due"].map({ $0.date() }) ?? common.due else {
      if fields["due"] == nil { entry.report("the case has no due day", "add 'due: 2026-02-10' to it, or at the top") }
      return nil
    }
    guard let home = fields["home"].map({ $0.region() }) ?? common.home else {
      if fields["home"] == nil { entry.report("nothing says where the family lives", "add 'home: \"53.15.06.2001\"'") }
      return nil
    }
    let validFrom = fields.optional("as_of", missing: due) { $0.date() }
    var people = 0
    let facts = validFrom.flatMap { self.facts(fields["facts"], common.defaults, validFrom: $0, &people) }
    let said: UInt8? = fields.optional("people", missing: UInt8(clamping: max(1, people))) { $0.integer(1...64) }
    let person: UInt8? = fields.optional("person", missing: 1) { $0.integer(1...64) }
    let receives = fields.optional("receives", missing: []) { self.receives($0) }
    let event = fields.optional("event", missing: nil) { event -> ProgrammeSpec.Event?? in
      self.event(event, fields["regions"]).map { .some($0) }
    }
    let expect = fields.required("expect").flatMap { self.expectation($0) }
    guard let facts, let said, let person, let receives, let event, let expect else { return nil }
    if case .trigger = programme.programme.due, event == nil {
      entry.report("an event sets this programme off, and the case has none", "add 'event: {…}' and 'regions: […]'")
      return nil
    }
    let count = max(people, Int(said), Int(person))
    return ProgrammeSpec.Case(
      name: name, line: entry.place.line, due: due, home: home, people: count, facts: facts,
      person: Int(person), receives: receives, event: event, expect: expect)
  }

  private func receives(_ entry: Entry) -> [(series: Text, answer: SeriesAnswer)]? {
    guard let fields = Fields(entry, "answers about series", programme.programme.seriesAskedAbout.map(\.string)) else {
      return nil
    }
    return fields.all.compactMap { name, _, value in
      value.choice([("yes", SeriesAnswer.yes), ("no", .no), ("undecided", .undecided)]).map { (Text(name), $0) }
    }
  }

  private func event(_ entry: Entry, _ regions: Entry?) -> ProgrammeSpec.Event? {
    guard case .trigger(let trigger) = programme.programme.due,
      let feed = schemas.first(where: { $0.name == trigger.feed })
    else {
      entry.report("no event sets this programme off", "drop 'event' and 'regions'")
      return nil
    }
    let values = entry.values(of: feed.record, "the event", defaults: nil)
    let named = regions?.list(max: 256) { $0.region() }
    guard let named else {
      if regions == nil { entry.report("the event names no regions", "add 'regions: [\"53.15\"]'") }
      return nil
    }
    return values.map { ProgrammeSpec.Event(feed: feed, values: $0, regions: named) }
  }

  /// - Parameter people: how many the longest list names.
  private func facts(
    _ entry: Entry?, _ defaults: SpecDefaults, validFrom: CivilDate, _ people: inout Int
  ) -> [ProgrammeSpec.Fact]? {
    guard let entry else { return [] }
    let inputs = programme.programme.facts
    guard let fields = Fields(entry, "the facts of a case", inputs.map(\.name.string)) else { return nil }
    var facts: [ProgrammeSpec.Fact] = []
    for (name, _, value) in fields.all {
      guard let input = inputs.firstIndex(where: { $0.name.string == name }) else { continue }
      let schema = programme.compiled.inputs.schemas[input]
      guard let values = value.values(of: schema.record, "a fact", defaults: defaults, named: name) else { continue }
      for case .members(let rows) in values { people = max(people, rows.count) }
      facts.append(ProgrammeSpec.Fact(schema: schema, validFrom: validFrom, values: values))
    }
    return facts.count == fields.all.count ? facts : nil
  }
}

// MARK: - What is expected

extension SpecForm {
  private func expectation(_ entry: Entry) -> ProgrammeSpec.Expectation? {
    let verdicts = ["amount", "refused_by", "waits_for", "not_set_off"]
    guard let fields = Fields(entry, "an expectation", verdicts + ["payments", "uncounted", "why"]) else { return nil }
    let given = verdicts.filter { fields[$0] != nil }
    guard given.count == 1, let value = fields[given[0]] else {
      entry.report("an expectation has one verdict", "write one of \(verdicts.joined(separator: ", "))")
      return nil
    }
    let verdict: ProgrammeSpec.Verdict?
    switch given[0] {
    case "amount": verdict = value.integer(in: 1...9_000_000_000_000_000).map { .amount($0) }
    case "refused_by": verdict = refusal(value)
    case "waits_for": verdict = value.text(max: 200).map { .waits(for: $0) }
    default: verdict = value.bool().map { _ in .notSetOff }
    }
    let payments = fields.optional("payments", missing: nil) {
      Optional($0.list(max: 500) { self.payment($0, counts: true) })
    }
    let uncounted = fields.optional("uncounted", missing: nil) {
      Optional($0.list(max: 500) { self.payment($0, counts: false) })
    }
    let why = fields.optional("why", missing: []) { self.why($0) }
    guard let verdict, let payments, let uncounted, let why else { return nil }
    return ProgrammeSpec.Expectation(verdict: verdict, payments: payments, uncounted: uncounted, why: why)
  }

  private func refusal(_ entry: Entry) -> ProgrammeSpec.Verdict? {
    let rules = programme.programme.eligible.map { ($0.id.string, Optional($0.id)) }
    return entry.choice(rules + [("no-payment", nil)]).map { .refused(by: $0) }
  }

  private func payment(_ entry: Entry, counts: Bool) -> ProgrammeSpec.Payment? {
    let known = counts ? ["rule", "member"] : ["rule", "member", "because"]
    guard let fields = Fields(entry, "a payment", known) else { return nil }
    let rule = fields.required("rule")?.choice(programme.programme.pay.map { ($0.id.string, $0.id) })
    let member: UInt8? = fields.optional("member", missing: 0) { $0.integer(1...64) }
    let cause =
      counts ? nil : fields.required("because")?.choice(ProgrammeSpec.Cause.allCases.map { ($0.rawValue, $0) })
    guard let rule, let member, counts || cause != nil else { return nil }
    return ProgrammeSpec.Payment(rule: rule, member: Int(member), because: cause)
  }

  private func why(_ entry: Entry) -> [(rule: Text, answer: Bool)]? {
    guard let fields = Fields(entry, "answers of rules", programme.programme.eligible.map(\.id.string)) else {
      return nil
    }
    return fields.all.compactMap { name, _, value in
      value.choice([("yes", true), ("no", false)]).map { (Text(name), $0) }
    }
  }
}
