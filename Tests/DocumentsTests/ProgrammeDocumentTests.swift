import Documents
import Model
import Programmes
import Testing

@Suite struct ProgrammeDocumentTests {
  @Test(arguments: ["pkh", "pip", "gempa-ntt"])
  func readsAndCompilesTheExamples(_ name: String) throws {
    let document = try Examples.programme(name)
    #expect(try Programme(encoded: document.programme.encoded) == document.programme)
    #expect(document.compiled.rules.rules.count == document.programme.eligible.count + document.programme.pay.count)
    #expect((1...10_000).contains(document.compiled.cost))
  }

  @Test(arguments: ["pkh", "pip", "gempa-ntt"])
  func printsWhatItReadsBack(_ name: String) throws {
    let programme = try Examples.programme(name).programme
    let again = try ProgrammeDocument(file: name, bytes: Array(programme.yaml.utf8), schemas: Examples.schemas())
    #expect(again.programme == programme)
    #expect(again.programme.id == programme.id)
  }

  @Test func readsWhatTheFormSays() throws {
    let pkh = try Examples.programme("pkh").programme
    #expect(pkh.series == "id.kemensos.pkh")
    #expect(pkh.version == "2026.1")
    #expect(pkh.fund == FundRule(cap: 28_700_000_000_000, onShortfall: .wait))
    #expect(pkh.pay.map(\.amount) == [750_000, 750_000, 225_000, 375_000, 500_000, 600_000, 600_000])
    #expect(pkh.limits == PaymentLimits(groups: [.init(name: "anak", count: 3)], members: 4))
    let pip = try Examples.programme("pip").programme
    #expect(!pip.spend.cashOut)
    #expect(pip.spend.allow[1] == .init(categories: [MerchantCategory(8299)], licence: "tutoring"))
    guard case .trigger(let trigger) = try Examples.programme("gempa-ntt").programme.due else {
      Issue.record("the earthquake programme has no trigger")
      return
    }
    #expect((trigger.quorum, trigger.sources) == (3, 5))
    #expect(trigger.within == .hours(6))
  }

  @Test func takesTheIdWhereAPaymentRuleSaysNothing() throws {
    let text = try Examples.text("programmes/gempa-ntt.yaml")
      .replacing("  say: {id: \"Bantuan per keluarga\", en: \"For the family\"}\n", with: "")
    let programme = try ProgrammeDocument(file: "p", bytes: Array(text.utf8), schemas: Examples.schemas()).programme
    #expect(programme.pay[0].say == Words(indonesian: "keluarga", english: "keluarga"))
  }
}

/// One change to an example, where its problem must be reported, and what the message must say.
struct BadProgramme: Sendable, CustomTestStringConvertible {
  var example = "pkh"
  let old: String
  let new: String
  /// A text in the changed file whose start is the place reported.
  let at: String
  let says: String

  var testDescription: String { "\(old) → \(new)" }
}

extension ProgrammeDocumentTests {
  @Test(arguments: [
    BadProgramme(
      old: "eligible:", new: "eligble:", at: "eligble:", says: "no field of a programme; did you mean 'eligible'?"),
    BadProgramme(old: "say: {id: \"Lan", new: "sy: {id: \"Lan", at: "sy: {id: \"Lan", says: "did you mean 'say'?"),
    BadProgramme(old: "unit: family ", new: "unit: famili ", at: "famili ", says: "did you mean 'family'?"),
    BadProgramme(old: "version: \"2026.1\"", new: "version: 2026.1", at: "2026.1", says: "write \"2026.1\""),
    BadProgramme(old: "version: \"2026.1\"", new: "version: 2026", at: "2026", says: "write \"2026\""),
    BadProgramme(old: "id: hamil", new: "id: on", at: "on\n", says: "true or false to some readers"),
    BadProgramme(old: "id: hamil", new: "id: ~", at: "~\n", says: "nothing at all"),
    BadProgramme(old: "day: 10", new: "day: 012", at: "012", says: "without quotes, separators or leading zeros: 12"),
    BadProgramme(old: "day: 10", new: "day: 32", at: "32", says: "outside 1 to 31"),
    BadProgramme(old: "month: 2,", new: "month: 4,", at: "4,", says: "outside 1 to 3"),
    BadProgramme(old: "amount: 225000", new: "amount: -225000", at: "-225000", says: "outside 1 to"),
    BadProgramme(old: "amount: 225000", new: "amount: 225_000", at: "225_000", says: "leading zeros: 225000"),
    BadProgramme(old: "amount: 225000", new: "amount: 2.5e5", at: "2.5e5", says: "separators or leading zeros"),
    BadProgramme(
      old: "title: {id: Program", new: "title: {id: \"\\e[31m\", x: Program", at: "\\e[31m",
      says: "does not show (U+001B)"),
    BadProgramme(old: "amount: 225000", new: "amount: 225000.0", at: "225000.0", says: "not a plain whole number"),
    BadProgramme(old: "amount: 225000", new: "amount: \"225000\"", at: "\"225000\"", says: "without quotes"),
    BadProgramme(
      old: "amount: 225000", new: "amount: 30000000000000", at: "30000000000000", says: "and the fund's cap"),
    BadProgramme(old: "cash_out: true", new: "cash_out: yes", at: "yes,", says: "write true or false"),
    BadProgramme(old: "from: 2026-01-01", new: "from: 2026-02-30", at: "2026-02-30", says: "not a day of the calendar"),
    BadProgramme(old: "from: 2026-01-01", new: "from: 2027-01-01", at: "{every", says: "ends before it begins"),
    BadProgramme(old: "expires: P90D", new: "expires: 3 months", at: "3 months", says: "write days as P90D"),
    BadProgramme(old: "tz: \"+07:00\"", new: "tz: WIB", at: "WIB", says: "write it as \"+07:00\""),
    BadProgramme(old: "id: smp", new: "id: sd", at: "sd\n  say: {id: \"Siswa SMP", says: "two rules are called 'sd'"),
    BadProgramme(old: "group: {anak: 3}", new: "group: {anka: 3}", at: "anka", says: "no payment rule belongs to"),
    BadProgramme(
      old: "dtsen.family/1}", new: "dtsen.famly/1}", at: "dtsen.famly/1", says: "there is no schema 'dtsen.famly/1'"),
    BadProgramme(
      old: "{family: dtsen.family/1}", new: "{due: dtsen.family/1}", at: "dtsen.family/1}", says: "'due' already means"),
    BadProgramme(old: "dtsen.family/1}", new: "bmkg.quake/1}", at: "bmkg.quake/1", says: "not about what this"),
    BadProgramme(
      old: "m.pregnancy_no in", new: "m.pregnancy in", at: "pregnancy in", says: "did you mean 'pregnancy_no'?"),
    BadProgramme(old: "m.disability == 'severe'", new: "m.disability == 3", at: "== 3", says: "string == int"),
    BadProgramme(
      old: "family.decile <= 4", new: "family.decile + 1 && true", at: "+ 1 &&", says: "must be a bool, not int"),
    BadProgramme(
      old: "choose: highest-per-member", new: "choose: highest-per-meber", at: "highest-per-meb", says: "did you"),
    BadProgramme(old: "appeal: {window: P30D}", new: "", at: "programme:", says: "'appeal' is missing"),
    BadProgramme(
      old: "schedule: {every", new: "trigger: {}\nschedule: {every", at: "{}", says: "a schedule or a trigger, not both"
    ),
    BadProgramme(example: "gempa-ntt", old: "\"3 of 5\"", new: "\"6 of 5\"", at: "\"6 of", says: "can never agree"),
    BadProgramme(example: "gempa-ntt", old: "\"3 of 5\"", new: "most", at: "most", says: "is no quorum"),
    BadProgramme(
      example: "gempa-ntt", old: "bmkg.quake/1", new: "bmkg.flood/1", at: "bmkg.flood", says: "no event feed"),
    BadProgramme(
      example: "gempa-ntt", old: "event.depth_km <=", new: "home ==", at: "home == 60", says: "nothing is called 'home'"
    ),
    BadProgramme(example: "pip", old: "\"5942\"", new: "5942", at: "5942", says: "write \"5942\""),
    BadProgramme(example: "pip", old: "\"5942\"", new: "\"59 42\"", at: "\"59 42\"", says: "four digits"),
    BadProgramme(
      example: "pip", old: "cash_out: false", new: "cash_out: false\n  cash_out_fee: 5", at: "cash_out: f",
      says: "no cash"),
  ])
  func saysWhereAndWhat(_ bad: BadProgramme) throws {
    let schemas = try Examples.schemas()
    let original = try Examples.text("programmes/\(bad.example).yaml")
    let text = original.replacing(bad.old, with: bad.new, maxReplacements: 1)
    try #require(text != original)
    let problems = diagnostics { () throws(DocumentError) in
      _ = try ProgrammeDocument(file: "p.yaml", bytes: Array(text.utf8), schemas: schemas)
    }
    let place = try #require(text.place(of: bad.at))
    let problem = try #require(problems.first { $0.place == place }, "\(problems)")
    #expect("\(problem)".contains(bad.says), "\(problem)")
    #expect(problem.excerpt.contains("^"))
  }

  @Test func reportsEverythingAtOnce() throws {
    let schemas = try Examples.schemas()
    let text = try Examples.text("programmes/pkh.yaml").replacing("unit:", with: "units:")
      .replacing("m.school == 'SMP'", with: "m.schol == 'SMP'").replacing("amount: 225000", with: "amount: -5")
      .replacing("age(m.born, due) >= 70", with: "age(m.bron, due) >= 70").replacing("units:", with: "unit:")
      .replacing("eligible:", with: "eligble:")
    let problems = diagnostics { () throws(DocumentError) in
      _ = try ProgrammeDocument(file: "p.yaml", bytes: Array(text.utf8), schemas: schemas)
    }
    #expect(problems.map(\.place) == problems.map(\.place).sorted())
    #expect(problems.count == 4)
  }

  @Test func refusesARuleThatCostsTooMuch() throws {
    let schemas = try Examples.schemas()
    let expensive =
      "family.members.exists(a, family.members.exists(b, age(a.born, due) == age(b.born, due) "
      + "&& age(a.born, due) + age(b.born, due) + age(a.born, due) + age(b.born, due) > 1))"
    let text = try Examples.text("programmes/pkh.yaml").replacing("m.disability == 'severe'", with: expensive)
    let problems = diagnostics { () throws(DocumentError) in
      _ = try ProgrammeDocument(file: "p.yaml", bytes: Array(text.utf8), schemas: schemas)
    }
    #expect(problems.count == 1)
    #expect(problems[0].message.english.contains("steps"))
  }

  @Test func pointsIntoQuotedAndFoldedRules() throws {
    let schemas = try Examples.schemas()
    for rule in [
      "'m.disabilty == ''severe'''", ">-\n    1 == 1 &&\n    m.disabilty == 'severe'", "m.disabilty == 'severe'",
    ] {
      let text = try Examples.text("programmes/pkh.yaml").replacing("\"m.disability == 'severe'\"", with: rule)
      let problems = diagnostics { () throws(DocumentError) in
        _ = try ProgrammeDocument(file: "p.yaml", bytes: Array(text.utf8), schemas: schemas)
      }
      #expect(problems.count == 1)
      let line = text.split(separator: "\n", omittingEmptySubsequences: false)[problems[0].place.line - 1]
      #expect(line.dropFirst(problems[0].place.column - 1).hasPrefix("disabilty"), "\(problems)")
    }
  }
}

extension String {
  /// Where a text stands for the first time.
  func place(of text: String) -> Diagnostic.Place? {
    guard let start = firstRange(of: text)?.lowerBound else { return nil }
    let lines = self[..<start].split(separator: "\n", omittingEmptySubsequences: false)
    return Diagnostic.Place(line: lines.count, column: lines.last!.unicodeScalars.count + 1)
  }
}
