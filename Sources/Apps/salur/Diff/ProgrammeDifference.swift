import Coding
import Model
import Rules

/// One thing two documents say differently.
struct ProgrammeDifference {
  /// The part of the form, as its field is called: `fund.cap`, `pay.sd.amount`.
  let part: String
  let kind: Kind
  /// What the part is about in words, where it has any: a rule's.
  let words: Words?
  let old: String?
  let new: String?

  enum Kind: String {
    case added
    case removed
    case changed
  }

  init(_ part: String, _ words: Words? = nil, old: String?, new: String?) {
    self.part = part
    self.words = words
    self.old = old
    self.new = new
    kind = old == nil ? .added : new == nil ? .removed : .changed
  }
}

/// Everything two documents say differently, part by part; empty where only their form differs.
struct ProgrammeComparison {
  private(set) var differences: [ProgrammeDifference] = []

  private let rupiah: (Rupiah) -> String

  /// - Parameter rupiah: how amounts are written.
  init(_ old: Programme, _ new: Programme, rupiah: @escaping (Rupiah) -> String) {
    self.rupiah = rupiah
    compare("programme", old.series, new.series)
    compare("version", old.version, new.version)
    compare("title", old.title, new.title)
    compare("fund.cap", rupiah(old.fund.cap), rupiah(new.fund.cap))
    compare("fund.on_shortfall", "\(old.fund.onShortfall)", "\(new.fund.onShortfall)")
    compare("unit", "\(old.unit)", "\(new.unit)")
    compare(
      entries: "facts", old.facts.map { ($0.name.string, $0.schema.string) },
      new.facts.map { ($0.name.string, $0.schema.string) })
    compareDue(old.due, new.due)
    compareEligible(old, new)
    compare("each", old.each?.name.string ?? "", new.each?.name.string ?? "")
    compare("choose", "\(old.choose)", "\(new.choose)")
    comparePay(old, new)
    compare(
      entries: "limits.group", old.limits.groups.map { ($0.name.string, "\($0.count)") },
      new.limits.groups.map { ($0.name.string, "\($0.count)") })
    compare("limits.members", old.limits.members.map { "\($0)" } ?? "", new.limits.members.map { "\($0)" } ?? "")
    compareSpend(old.spend, new.spend)
    compare("appeal.window", old.appeal.window, new.appeal.window)
    compare("appeal.answer", old.appeal.answer, new.appeal.answer)
    compare(
      entries: "appeal.deciders", old.appeal.deciders.map { ("\($0.region)", $0.agency.string) },
      new.appeal.deciders.map { ("\($0.region)", $0.agency.string) })
    compare("appeal.escalate", old.appeal.escalation?.string ?? "", new.appeal.escalation?.string ?? "")
  }

  private mutating func compare(
    _ part: String, _ old: some CustomStringConvertible, _ new: some CustomStringConvertible, about words: Words? = nil
  ) {
    let (old, new) = (old.description, new.description)
    guard !old.utf8.elementsEqual(new.utf8) else { return }
    differences.append(
      ProgrammeDifference(part, words, old: old.isEmpty ? nil : old, new: new.isEmpty ? nil : new))
  }

  /// Entries with a name each, whatever their order.
  private mutating func compare(entries part: String, _ old: [(String, String)], _ new: [(String, String)]) {
    for (name, value) in old { compare("\(part).\(name)", value, new.first { $0.0 == name }?.1 ?? "") }
    for (name, value) in new where !old.contains(where: { $0.0 == name }) { compare("\(part).\(name)", "", value) }
  }
}

// MARK: - Rules

extension ProgrammeComparison {
  private mutating func compareEligible(_ old: Programme, _ new: Programme) {
    for rule in old.eligible {
      guard let other = new.eligible.first(where: { $0.id == rule.id }) else {
        differences.append(ProgrammeDifference("eligible.\(rule.id)", rule.say, old: Self.form(rule.when), new: nil))
        continue
      }
      compare("eligible.\(rule.id).say", rule.say, other.say)
      compare("eligible.\(rule.id).when", Self.form(rule.when), Self.form(other.when), about: other.say)
    }
    for rule in new.eligible where !old.eligible.contains(where: { $0.id == rule.id }) {
      differences.append(ProgrammeDifference("eligible.\(rule.id)", rule.say, old: nil, new: Self.form(rule.when)))
    }
    // The first that fails is the reason people are told.
    compareOrder("eligible", old.eligible.map(\.id), new.eligible.map(\.id))
  }

  private mutating func comparePay(_ old: Programme, _ new: Programme) {
    for rule in old.pay {
      let part = "pay.\(rule.id)"
      guard let other = new.pay.first(where: { $0.id == rule.id }) else {
        differences.append(
          ProgrammeDifference(part, rule.say, old: "\(rupiah(rule.amount)): \(Self.form(rule.when))", new: nil))
        continue
      }
      compare("\(part).say", rule.say, other.say)
      compare("\(part).amount", rupiah(rule.amount), rupiah(other.amount), about: other.say)
      compare("\(part).group", rule.group?.string ?? "", other.group?.string ?? "", about: other.say)
      compare("\(part).when", Self.form(rule.when), Self.form(other.when), about: other.say)
    }
    for rule in new.pay where !old.pay.contains(where: { $0.id == rule.id }) {
      differences.append(
        ProgrammeDifference(
          "pay.\(rule.id)", rule.say, old: nil, new: "\(rupiah(rule.amount)): \(Self.form(rule.when))"))
    }
    compareOrder("pay", old.pay.map(\.id), new.pay.map(\.id))
  }

  private mutating func compareOrder(_ part: String, _ old: [Text], _ new: [Text]) {
    let (kept, now) = (old.filter(new.contains), new.filter(old.contains))
    compare("\(part) order", kept.map(\.string).joined(separator: ", "), now.map(\.string).joined(separator: ", "))
  }

  /// A rule with single spaces and one kind of quote, outside its texts.
  private static func form(_ rule: Text) -> String {
    var form = ""
    var quote: Character?
    for character in rule.string {
      if let open = quote {
        if character == open { quote = nil }
        form.append(character == open ? "'" : character)
      } else if character == "'" || character == "\"" {
        quote = character
        form.append("'")
      } else if character.isWhitespace {
        if form.last?.isWhitespace == false { form.append(" ") }
      } else {
        form.append(character)
      }
    }
    return form.trimmingSpaces
  }

  private mutating func compare(_ part: String, _ old: Words, _ new: Words) {
    compare(part + ".id", old.indonesian, new.indonesian)
    compare(part + ".en", old.english, new.english)
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return String(text)
  }
}

// MARK: - When and where

extension ProgrammeComparison {
  private mutating func compareDue(_ old: DueRule, _ new: DueRule) {
    switch (old, new) {
    case (.schedule(let a), .schedule(let b)):
      compare("schedule.every", "\(a.every)", "\(b.every)")
      compare("schedule.due", "\(a.month)-\(a.day)", "\(b.month)-\(b.day)")
      compare("schedule.tz", a.offset, b.offset)
      compare("schedule.from", a.from, b.from)
      compare("schedule.until", a.until, b.until)
      let cycles = { (schedule: Schedule) in
        Simulation.Document.cycles(of: schedule, limit: 400).map { ($0.name, $0.due.description) }
      }
      compare(entries: "cycle", cycles(a), cycles(b))
    case (.trigger(let a), .trigger(let b)):
      compare("trigger.feed", a.feed, b.feed)
      compare("trigger.quorum", "\(a.quorum) of \(a.sources)", "\(b.quorum) of \(b.sources)")
      compare("trigger.within", a.within, b.within)
      compare("trigger.when", a.when.map { Self.form($0) } ?? "", b.when.map { Self.form($0) } ?? "")
      let instalments = { (trigger: Trigger) in trigger.instalments.map(\.description).joined(separator: ", ") }
      compare("trigger.instalments", instalments(a), instalments(b))
      compare("trigger.tz", a.offset, b.offset)
      compare("trigger.from", a.from, b.from)
      compare("trigger.until", a.until, b.until)
    case (.schedule, .trigger): compare("due", "schedule", "trigger")
    case (.trigger, .schedule): compare("due", "trigger", "schedule")
    }
  }

  private mutating func compareSpend(_ old: SpendRule, _ new: SpendRule) {
    compare("spend.cash_out", "\(old.cashOut)", "\(new.cashOut)")
    compare("spend.cash_out_fee", rupiah(old.cashOutFeeCap), rupiah(new.cashOutFeeCap))
    let shops = { (rule: SpendRule) in
      rule.allow.flatMap { allowed in allowed.categories.map { ("\($0)", allowed.licence?.string ?? "any shop") } }
    }
    compare(entries: "spend.allow", shops(old), shops(new))
    compare("spend.expires", old.expires, new.expires)
  }
}
