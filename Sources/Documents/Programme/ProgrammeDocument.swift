import Coding
import Model
import Programmes
import Rules

/// A programme as an official writes it: a YAML form with rules in it (`docs/PROGRAMMES.md`).
public struct ProgrammeDocument: Sendable {
  public let programme: Programme
  /// The same programme, its rules compiled against the schemas.
  public let compiled: CompiledProgramme
  /// What its author may want to look at again, in the order of its lines. It does not make the programme any worse.
  public let remarks: [PlacedRemark]
  private let rulePlaces: RulePlaces

  /// Reads a programme and checks it against the fact schemas it names.
  ///
  /// - Parameters:
  ///   - series: those that `receives()` may ask about; nil for any, since only a ledger knows which there are.
  ///   - isRegion: whether a region of that code exists, where that can be told.
  /// - Throws: everything that is wrong with it at once, the form and the rules alike.
  public init(
    file: String, bytes: [UInt8], schemas: [FactSchema], series: [Text]? = nil,
    isRegion: @escaping (Region) -> Bool = { _ in true }
  ) throws(DocumentError) {
    let document = try Document(file: file, bytes: bytes)
    (programme, compiled, remarks, rulePlaces) = try document.read(as: .programme) { root in
      var form = ProgrammeForm()
      guard let programme = form.read(root) else { return nil }
      do throws(ProgrammeError) {
        let series = series ?? programme.seriesAskedAbout
        let compiled = try CompiledProgramme(programme, schemas: schemas, series: series)
        let remarks = compiled.remarks(isRegion: isRegion).map { form.placed($0, in: root) }
        return (
          programme, compiled, remarks.sorted { $0.diagnostic.place < $1.diagnostic.place },
          RulePlaces(form.places, in: document.source)
        )
      } catch {
        for problem in error.problems { form.report(problem, in: root) }
        return nil
      }
    }
  }

  /// Something about one code point of a rule, said where it stands in the file.
  ///
  /// - Parameter rule: the condition of a trigger or of a rule.
  public func diagnostic(
    about rule: ProgrammePart, atIndex index: Int, _ message: Phrase, _ remedy: Phrase
  ) -> Diagnostic {
    rulePlaces.diagnostic(rule, index: index, message, remedy)
  }
}

/// Reads the form, and remembers where each part of the programme stands in it.
///
/// A part that cannot be read is reported and stands empty, so that the rules are checked all the same. A programme
/// with such a part never leaves the document that read it.
struct ProgrammeForm {
  private(set) var places: [ProgrammePart: Entry] = [:]
  /// A cap that could not be read: no amount is held against it.
  private static let unread: Rupiah = 9_000_000_000_000_000

  /// Nil where so much is missing that there is nothing to check.
  mutating func read(_ root: Entry) -> Programme? {
    let known = [
      "programme", "version", "title", "fund", "unit", "facts", "schedule", "trigger", "eligible", "each", "choose",
      "pay", "limits", "spend", "appeal",
    ]
    guard let fields = Fields(root, Phrase("program", "a programme"), known) else { return nil }
    let nothing = Words(indonesian: "", english: "")
    let series = part(.series, fields.required("programme")) { $0.text() } ?? ""
    let version = fields.required("version")?.text() ?? ""
    let title = fields.required("title")?.words() ?? nothing
    let fund = part(.fund, fields.required("fund")) { Self.fund($0) } ?? FundRule(cap: Self.unread, onShortfall: .wait)
    let unit = fields.required("unit")?.choice([("family", RegistrantUnit.family), ("person", .person)])
    let facts = self.facts(fields.required("facts"))
    let due = self.due(fields)
    let eligible = elements(fields["eligible"], max: 64) { $0.eligible($1, at: $2) }
    let each = part(.each, fields["each"]) { $0.text().map { MemberInput(name: $0) } }
    let choose = fields.required("choose")?.choice([
      ("highest-per-member", Choice.highest), ("highest", .highest), ("sum", .sum),
    ])
    let pay = elements(fields.required("pay"), max: 64) { $0.pay($1, at: $2) }
    let limits = self.limits(fields["limits"])
    let spend = part(.spend, fields.required("spend")) { Self.spend($0) }
    let appeal = part(.appeal, fields.required("appeal")) { Self.appeal($0) }
    guard let unit, let facts, let due else { return nil }
    return Programme(
      series: series, version: version, title: title, fund: fund, unit: unit, facts: facts, due: due,
      eligible: eligible, each: each, choose: choose ?? .highest, pay: pay, limits: limits,
      spend: spend ?? SpendRule(cashOut: false, cashOutFeeCap: .zero, allow: [], expires: .days(1)),
      appeal: appeal ?? AppealRule(window: .days(1)))
  }

  /// Reads a part, and remembers where it stands if it could be read.
  mutating func part<Value>(_ part: ProgrammePart, _ entry: Entry?, _ read: (Entry) -> Value?) -> Value? {
    guard let entry, let value = read(entry) else { return nil }
    places[part] = entry
    return value
  }

  mutating func remember(_ part: ProgrammePart, at entry: Entry) {
    places[part] = entry
  }

  /// Says where in the form a programme's problem stands. A part that could not be read has been reported already.
  func report(_ problem: ProgrammeProblem, in root: Entry) {
    guard let entry = places[problem.part] else {
      if root.problems.isEmpty { root.report(problem.message, problem.remedy) }
      return
    }
    guard let index = problem.index else { return entry.report(problem.message, problem.remedy) }
    entry.report(atIndex: index, problem.message, problem.remedy)
  }

  /// Says where in the form a remark belongs.
  func placed(_ remark: ProgrammeRemark, in root: Entry) -> PlacedRemark {
    let entry = places[remark.part] ?? root
    return PlacedRemark(
      remark, at: remark.index.map(entry.place(atIndex:)) ?? entry.place, in: entry.problems.source)
  }

  /// The elements that can be read, numbered as they will stand in the programme.
  private mutating func elements<Value>(
    _ entry: Entry?, max: Int, _ read: (inout ProgrammeForm, Entry, Int) -> Value?
  ) -> [Value] {
    var values: [Value] = []
    for element in entry?.list(max: max) ?? [] {
      if let value = read(&self, element, values.count) { values.append(value) }
    }
    return values
  }
}
