import Documents
import Model
import Presentation
import Rules

/// What the programme commands say.
enum ProgrammePhrase {
  static let eligible = Phrase("syarat", "must hold")
  static let pay = Phrase("dibayar untuk", "paid for")
  static let amount = Phrase("jumlah", "amount")
  static let group = Phrase("kelompok", "group")
  static let steps = Phrase("langkah", "steps")

  static func noSchemas(_ places: [String]) -> Phrase {
    let places = places.joined(separator: ", ")
    return Phrase(
      "tidak ada folder skema fakta di \(places); sebutkan dengan --schemas DIR",
      "there is no folder of fact schemas at \(places); name one with --schemas DIR")
  }

  static func onlySpecs(_ file: String) -> Phrase {
    Phrase(
      "\(file) adalah spesifikasi; jalankan dengan 'salur programme test \(file)'",
      "\(file) is a spec; run it with 'salur programme test \(file)'")
  }

  static func starts(_ programme: Programme, _ time: BlockTime) -> Phrase {
    let name = "\(programme.series) \(programme.version)"
    return Phrase("\(name) berlaku mulai \(time.rfc3339).", "\(name) starts at \(time.rfc3339).")
  }

  static func unknownSchema(_ name: String, in folder: String, known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase(
      "tidak ada skema '\(name)' di \(folder); yang ada: \(known)",
      "there is no schema '\(name)' in \(folder); there are: \(known)")
  }

  static func good(_ file: String, _ document: ProgrammeDocument) -> Phrase {
    let programme = document.programme
    let name = "\(programme.series) \(programme.version)"
    let rules = programme.eligible.count + programme.pay.count
    let cost = steps(document.compiled.cost)
    return Phrase(
      "\(file): \(name) baik: \(rules) aturan, \(cost.indonesian)",
      "\(file): \(name) is good: \(Language.counted(rules, "rule", "rules")), \(cost.english)")
  }

  /// Everything but the rules, name by name.
  static func summary(of document: ProgrammeDocument, _ language: Language) -> [(Phrase, String)] {
    let programme = document.programme
    var rows: [(Phrase, Phrase)] = [
      (Phrase("seri", "series"), same("\(programme.series) \(programme.version)")),
      (Phrase("id", "id"), same(programme.id.digest.description)),
      (
        Phrase("memutuskan per", "decides about"),
        programme.unit == .family ? Phrase("keluarga", "families") : Phrase("orang", "persons")
      ),
      (Phrase("membaca", "reads"), same(programme.facts.map { "\($0.name): \($0.schema)" }.joined(separator: ", "))),
      (Phrase("jatuh tempo", "falls due"), due(programme.due)),
      (Phrase("dana paling banyak", "fund at most"), both { programme.fund.cap.text($0) }),
      (
        Phrase("bila dana kurang", "on shortfall"),
        programme.fund.onShortfall == .wait
          ? Phrase("semua menunggu", "everybody waits") : Phrase("bagian sama rata", "everybody gets the same share")
      ),
    ]
    rows += [
      (Phrase("batas", "limits"), limits(programme.limits)),
      (Phrase("dibelanjakan di", "spent at"), shops(programme.spend)),
      (Phrase("tunai", "cash"), cash(programme.spend)),
      (Phrase("kedaluwarsa", "expires"), period(programme.spend.expires)),
      (Phrase("masa banding", "appeals within"), period(programme.appeal.window)),
      (Phrase("biaya aturan", "rules cost"), steps(document.compiled.cost)),
    ]
    return rows.filter { !$0.1.english.isEmpty }.map { ($0.0, $0.1.text(language)) }
  }

  private static func same(_ text: String) -> Phrase { Phrase(text, text) }

  private static func steps(_ count: Int) -> Phrase {
    Phrase(
      "paling banyak \(Language.indonesian.number(count)) langkah per penerima",
      "at most \(Language.counted(count, "step", "steps")) a registrant")
  }

  private static func due(_ rule: DueRule) -> Phrase {
    switch rule {
    case .schedule(let schedule):
      both { "\(days(schedule, $0)), \(span(schedule.from, schedule.until, schedule.offset, $0))" }
    case .trigger(let trigger):
      both { "\(quorum(trigger, $0)), \(span(trigger.from, trigger.until, trigger.offset, $0))" }
    }
  }

  private static func days(_ schedule: Schedule, _ language: Language) -> String {
    let (day, month) = (Int(schedule.day), Int(schedule.month))
    let words =
      switch schedule.every {
      case .month: Phrase("tiap bulan tanggal \(day)", "day \(day) of every month")
      case .quarter:
        Phrase("tiap triwulan, bulan ke-\(month) tanggal \(day)", "day \(day) of month \(month) of every quarter")
      case .year:
        Phrase(
          "tiap tahun tanggal \(Language.indonesian.date(day, month))",
          "\(Language.english.date(day, month)) of every year")
      }
    return words.text(language)
  }

  private static func quorum(_ trigger: Trigger, _ language: Language) -> String {
    let count = trigger.instalments.count
    return Phrase(
      "\(trigger.feed), bila \(trigger.quorum) dari \(trigger.sources) sumber sepakat, \(count) angsuran",
      "\(trigger.feed), when \(trigger.quorum) of \(trigger.sources) sources agree, "
        + Language.counted(count, "instalment", "instalments")
    ).text(language)
  }

  private static func span(
    _ from: CivilDate, _ until: CivilDate, _ offset: UTCOffset, _ language: Language
  ) -> String {
    "\(language.date(from)) – \(language.date(until)), UTC\(offset)"
  }

  /// The same, written in each language.
  private static func both(_ text: (Language) -> String) -> Phrase { Phrase(text(.indonesian), text(.english)) }

  private static func limits(_ limits: PaymentLimits) -> Phrase {
    let groups = limits.groups.map { "\($0.name) \($0.count)" }
    return Phrase(
      ((limits.members.map { ["anggota \($0)"] } ?? []) + groups).joined(separator: ", "),
      ((limits.members.map { ["members \($0)"] } ?? []) + groups).joined(separator: ", "))
  }

  private static func shops(_ rule: SpendRule) -> Phrase {
    if rule.allow.isEmpty { return Phrase("semua toko berizin", "any licensed shop") }
    let lines = rule.allow.map { allowed in
      let categories = allowed.categories.map(\.description).joined(separator: ", ")
      return "MCC \(categories)" + (allowed.licence.map { " (\($0))" } ?? "")
    }
    return same(lines.joined(separator: "; "))
  }

  private static func cash(_ rule: SpendRule) -> Phrase {
    guard rule.cashOut else { return Phrase("tidak", "no") }
    let fee = rule.cashOutFeeCap
    if fee == .zero { return Phrase("ya, tanpa biaya", "yes, free of charge") }
    return Phrase(
      "ya, biaya agen paling banyak \(fee.text(.indonesian))", "yes, the agent's fee at most \(fee.text(.english))")
  }

  private static func period(_ period: Period) -> Phrase {
    switch period {
    case .days(let count): Phrase("\(count) hari", Language.counted(count, "day", "days"))
    case .hours(let count): Phrase("\(count) jam", Language.counted(count, "hour", "hours"))
    }
  }
}
