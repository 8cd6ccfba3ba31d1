import ArgumentParser
import Coding
import Engine
import Ledger
import Model
import Presentation
import Rules
import Signing

struct ProgrammeExplain: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why an account gets what it gets: every rule, the facts it used, and what would have to change.",
    discussion: """
      What facts say is shown to those entitled to it: name the key of the account's holder, of the source that \
      attested them, or of an auditor. Everybody else sees names, and yes or no.
      """)

  @Option(help: ArgumentHelp("The account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var account: AccountNumber

  @Option(help: ArgumentHelp("The programme, such as id.kemensos.pkh. (default: all)", valueName: "NAME"))
  var series: String?

  @Option(help: ArgumentHelp("The cycle, such as 2026-Q1. (default: the newest)", valueName: "NAME"))
  var cycle: String?

  @Option(
    help: ArgumentHelp("Which of the family's people, from 1, where a programme decides about persons.", valueName: "N")
  )
  var person: Int?

  @Flag(help: "Say of every member why a payment does not apply.")
  var all = false

  @Option(help: ArgumentHelp("The key file of somebody entitled to see.", valueName: "FILE"), completion: .file())
  var key: String?

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let replica = try Replica.open(data.directory, console).0
    let key = try key.map { try KeyFile($0).key.publicKey }
    let views: [ExplanationView] = try replica.read { state in try self.views(in: state, key) }
    if console.isJSON { return console.answer(["decisions": .array(views.map(\.json))]) }
    for (index, view) in views.enumerated() {
      if index > 0 { console.say("") }
      ExplanationText(view: view, showsAll: all).show(on: console)
    }
  }

  private func views(in state: borrowing LedgerState, _ key: PublicKey?) throws -> [ExplanationView] {
    guard let head = state.account(account), head.kind == .family else {
      throw Failure(AccountPhrase.unknown(account, data.data))
    }
    let names = state.series.map(\.name).filter { series == nil || $0.string == series }
    if state.series.isEmpty { throw Failure(ExplainPhrase.noSeries) }
    guard !names.isEmpty else {
      throw Failure(ExplainPhrase.unknownSeries(series ?? "", state.series.map(\.name.string)))
    }
    let people = state.people(of: head)
    if let person, !people.indices.contains(person - 1) { throw Failure(ExplainPhrase.noPerson(person, people.count)) }
    let views = ExplanationView.all(
      .init(account: account, series: series.map { Text($0) }, cycle: cycle.map { Text($0) }, person: person),
      access: FactAccess(key, account, state), in: state)
    guard !views.isEmpty else { throw Failure(ExplainPhrase.nothing(account)) }
    return views
  }
}
