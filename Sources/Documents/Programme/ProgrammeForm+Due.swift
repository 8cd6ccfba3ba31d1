import Coding
import Model
import Programmes
import Rules

// When cycles fall due: `schedule:` or `trigger:`.

extension ProgrammeForm {
  mutating func due(_ fields: Fields) -> DueRule? {
    switch (fields["schedule"], fields["trigger"]) {
    case (let schedule?, nil): return part(.due, schedule) { Self.schedule($0) }.map { .schedule($0) }
    case (nil, let trigger?): return self.trigger(trigger).map { .trigger($0) }
    case (_?, let trigger?):
      trigger.report(
        Phrase("program punya jadwal atau pemicu, tidak keduanya", "a programme has a schedule or a trigger, not both"),
        Phrase("sisakan satu", "keep one of them"))
    case (nil, nil):
      fields.entry.report(
        Phrase("tidak ada yang menyebut kapan pembayaran jatuh tempo", "nothing says when payments fall due"),
        Phrase("tambahkan 'schedule: …' atau 'trigger: …'", "add 'schedule: …' or 'trigger: …'"))
    }
    return nil
  }

  private static func schedule(_ entry: Entry) -> Schedule? {
    guard let fields = Fields(entry, Phrase("jadwal", "a schedule"), ["every", "due", "tz", "from", "until"]) else {
      return nil
    }
    let every = fields.required("every")?.choice([
      ("month", Schedule.Every.month), ("quarter", .quarter), ("year", .year),
    ])
    let due = fields.required("due").flatMap { Fields($0, Phrase("hari jatuh tempo", "a due day"), ["month", "day"]) }
    let months = UInt8(every?.months ?? 12)
    let month = due?.optional("month", missing: 1) { $0.integer(1...months) }
    let day: UInt8? = due?.required("day")?.integer(1...31)
    let span = self.span(fields)
    guard let every, let month, let day, let span else { return nil }
    return Schedule(every: every, month: month, day: day, offset: span.offset, from: span.from, until: span.until)
  }

  private mutating func trigger(_ entry: Entry) -> Trigger? {
    guard
      let fields = Fields(
        entry, Phrase("pemicu", "a trigger"), ["oracle", "when", "instalments", "tz", "from", "until"])
    else {
      return nil
    }
    let oracle = fields.required("oracle").flatMap {
      Fields($0, Phrase("sumber peristiwa", "an oracle"), ["feed", "quorum", "within"])
    }
    let feed = part(.feed, oracle?.required("feed")) { $0.schemaName() }
    let quorum = part(.quorum, oracle?.required("quorum")) { Self.quorum($0) }
    let within = oracle?.required("within")?.period()
    let when = fields.optional("when", missing: nil) { Optional($0.expression()) }
    if let entry = fields["when"] { remember(.triggerCondition, at: entry) }
    let instalments = fields.optional("instalments", missing: [.days(0)]) { $0.list(max: 24) { $0.period() } }
    remember(.instalments, at: fields["instalments"] ?? entry)
    let span = Self.span(fields)
    remember(.due, at: entry)
    guard let feed, let quorum, let within, let when, let instalments, let span else { return nil }
    return Trigger(
      feed: feed, quorum: quorum.of, sources: quorum.sources, within: within, when: when, instalments: instalments,
      offset: span.offset, from: span.from, until: span.until)
  }

  /// `3 of 5`.
  private static func quorum(_ entry: Entry) -> (of: UInt8, sources: UInt8)? {
    guard let text = entry.text() else { return nil }
    let words = text.string.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[1] == "of", let quorum = UInt8(words[0]), let sources = UInt8(words[2]) else {
      entry.report(
        Phrase("'\(text)' bukan kuorum", "'\(text)' is no quorum"),
        Phrase("tulis berapa dari berapa sumber, \"3 of 5\"", "write how many of how many sources, \"3 of 5\""))
      return nil
    }
    return (quorum, sources)
  }

  private static func span(_ fields: Fields) -> (offset: UTCOffset, from: CivilDate, until: CivilDate)? {
    let offset = fields.required("tz")?.offset()
    let from = fields.required("from")?.date()
    let until = fields.required("until")?.date()
    guard let offset, let from, let until else { return nil }
    return (offset, from, until)
  }
}
