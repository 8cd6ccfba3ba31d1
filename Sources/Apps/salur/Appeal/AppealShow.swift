import ArgumentParser
import Coding
import Engine
import Ledger
import Model
import Presentation
import Records
import Rules
import Signing

struct AppealShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows an appeal, the open ones, or how many there were by region.",
    discussion: """
      What was written is shown to those it is for: with the --key of the registrant, of who filed it, of the decider or \
      of an auditor.
      """)

  @Argument(
    help: ArgumentHelp("An appeal, by the number of its entry; left out, all that are open.", valueName: "ENTRY"))
  var appeal: UInt64?

  @Option(help: ArgumentHelp("Count a cycle's appeals by region: this series …", valueName: "SERIES"))
  var series: String?

  @Option(help: ArgumentHelp("… and this cycle.", valueName: "CYCLE"))
  var cycle: String?

  @Option(help: "By province, regency, district or village. (default: province)")
  var level: Region.Level?

  @Option(help: ArgumentHelp("A key file that entitles to read the texts.", valueName: "FILE"), completion: .file())
  var key: String?

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func validate() throws {
    if (series == nil) != (cycle == nil) { throw ValidationError("--series and --cycle go together.") }
    if series != nil, appeal != nil { throw ValidationError("Give an appeal, or --series and --cycle.") }
  }

  func run(on console: Console) async throws {
    let reader = try key.map { try KeyFile($0) }
    let replica = try Replica.open(data.directory, console).0
    if let series, let cycle { return try count(series, cycle, replica, console) }
    let appeals: [AppealRow]
    if let appeal {
      guard let row = replica.appeal(appeal) else { throw Failure(AppealPhrase.unknown(appeal)) }
      appeals = [row]
    } else {
      appeals = replica.read { state in
        (0..<state.benefits.appeals.rows.count).map { state.benefits.appeals.rows[$0] }.filter(\.status.isOpen)
      }
    }
    let views = try appeals.map { try AppealView($0, replica, reader: reader) }
    if console.isJSON { return console.answer(appeal == nil ? .array(views.map(\.json)) : views[0].json) }
    if views.isEmpty { console.say(AppealPhrase.noneOpen) }
    for view in views { console.show(AppealPhrase.table(view, console.language)) }
  }

  private func count(_ series: String, _ cycle: String, _ replica: Replica, _ console: Console) throws {
    let counts: [AppealNotice.Count]? = replica.read { state in
      guard let index = state.seriesIndex(Text(series)),
        let number = state.benefits.cycle(ofSeries: index, named: Text(cycle))
      else { return nil }
      return state.appealCounts(ofCycle: number, level: level ?? .province)
    }
    guard let counts else { throw Failure(AppealPhrase.unknownCycle(series, cycle)) }
    if console.isJSON { return console.answer(.array(counts.map(AppealView.json))) }
    console.show(AppealPhrase.counts(counts, console.language))
    console.note(AppealPhrase.fewHidden)
  }
}

/// An appeal, gathered to be shown.
struct AppealView {
  let row: AppealRow
  let series: String
  let cycle: String
  let decider: String
  let rule: Words?
  /// Nil where the reader is not entitled, or the text was erased.
  let words: AppealText?
  let answer: AppealText?

  init(_ row: AppealRow, _ replica: Replica, reader: KeyFile?) throws {
    self.row = row
    let names = replica.read { state in
      let cycle = state.benefits.cycles[Int(row.cycle)].record
      let eligible = state.benefits.programme(Int(cycle.version)).eligible
      let mayRead = reader.map { state.mayRead(row, $0.key.publicKey) } ?? false
      return (
        series: state.series[Int(cycle.series)].name.string, cycle: cycle.name.string,
        decider: state.agency(row.decider)?.agency.name.string ?? "\(row.decider)",
        rule: row.status == .excepted || row.status == .proposed ? eligible[Int(row.rule)].say : nil, mayRead: mayRead
      )
    }
    (series, cycle, decider, rule) = (names.series, names.cycle, names.decider, names.rule)
    words = names.mayRead ? try replica.appealText(row.words) : nil
    answer = names.mayRead ? try replica.appealText(row.answer) : nil
  }

  var json: JSON {
    [
      "appeal": JSON(row.entry), "account": row.account.json, "registrant": JSON(row.registrant),
      "filedBy": row.filedBy.json, "filed": row.filed.json, "series": .string(series), "cycle": .string(cycle),
      "status": .string("\(row.status)"), "decider": .string(decider), "deadline": row.deadline.json,
      "late": JSON(row.late), "answered": JSON(row.status == .open ? nil : row.answered) { $0.json },
      "rule": JSON(rule) { ["id": .string($0.indonesian.string), "en": .string($0.english.string)] },
      "words": JSON(words) { .string($0.words.string) }, "evidence": JSON(words) { JSON($0.evidence.count) },
      "answer": JSON(answer) { .string($0.words.string) },
    ]
  }

  static func json(_ count: AppealNotice.Count) -> JSON {
    [
      "region": JSON(count.region) { $0.json }, "filed": JSON(count.filed), "upheld": JSON(count.upheld),
      "refused": JSON(count.refused), "late": JSON(count.late), "hours": JSON(count.hours),
    ]
  }
}

extension Replica {
  func appeal(_ entry: UInt64) -> AppealRow? {
    read { state in state.benefits.appeals.row(ofEntry: entry).map { state.benefits.appeals.rows[$0] } }
  }

  fileprivate func appealText(_ seal: Digest) throws -> AppealText? {
    guard seal != .zero, let sealed = try sealed(seal) else { return nil }
    return try AppealText(encoded: sealed.content)
  }
}

extension LedgerState {
  /// The registrant, who filed it, who decides it, and auditors.
  fileprivate func mayRead(_ appeal: AppealRow, _ key: PublicKey) -> Bool {
    let auditors = agencies.filter { $0.has(.auditor) }.map(\.account)
    return ([appeal.account, appeal.filedBy, appeal.decider] + auditors).contains { account in
      guard let head = self.account(account) else { return false }
      return (0..<head.nextCredential).contains { number in
        credentialRow(account, number).map { credentials[$0].status == .live && credentials[$0].key == key } ?? false
      }
    }
  }
}
