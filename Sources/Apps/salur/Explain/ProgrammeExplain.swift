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
      view.show(on: console)
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
    let access = FactAccess(key, account, state)
    let sources = FactSources(state)
    let titles = self.titles(in: state)
    let views = names.flatMap { name in
      registrants(name, people, state).compactMap { registrant, person -> ExplanationView? in
        let cycle = cycle.map { Text($0) }
        guard let explanation = state.explain(series: name, cycle: cycle, registrant: registrant),
          let trace = state.trace(series: name, cycle: cycle, registrant: registrant)
        else { return nil }
        return ExplanationView(
          explanation: explanation, trace: trace, cycle: state.cycleName(series: name, due: explanation.due),
          account: account, person: person, people: people, access: access,
          sources: sources, titles: titles, showsAll: all)
      }
    }
    guard !views.isEmpty else { throw Failure(ExplainPhrase.nothing(account)) }
    return views
  }

  /// What each series' newest document is called.
  private func titles(in state: borrowing LedgerState) -> [Text: Words] {
    var titles: [Text: Words] = [:]
    for version in state.benefits.versions.indices {
      let programme = state.benefits.programme(version)
      titles[programme.series] = programme.title
    }
    return titles
  }

  /// The family itself, or its people where the programme decides about persons.
  private func registrants(
    _ name: Text, _ people: [PersonNumber], _ state: borrowing LedgerState
  ) -> [(registrant: UInt32, person: Int?)] {
    let series = state.seriesIndex(name)!
    let version = state.benefits.versions.lastIndex { Int($0.series) == series }
    guard let version, state.benefits.programme(version).unit == .person else { return [(account.raw, nil)] }
    return people.enumerated().filter { person == nil || person == $0.offset + 1 }.map { ($1.raw, $0 + 1) }
  }
}

extension LedgerState {
  /// What the cycle due on a day is called: an appeal names it. Nil where none has been opened.
  fileprivate func cycleName(series: Text, due: CivilDate) -> Text? {
    guard let index = seriesIndex(series) else { return nil }
    return benefits.cycles.last { Int($0.record.series) == index && $0.record.due == due }?.record.name
  }
}

/// Which facts about an account a key's holder may see.
struct FactAccess: Sendable {
  private let everything: Bool
  private let schemas: [Text]

  init(_ key: PublicKey?, _ account: AccountNumber, _ state: borrowing LedgerState) {
    var everything = false
    var schemas: [Text] = []
    for row in 0..<state.credentials.count {
      let credential = state.credentials[row]
      guard credential.status == .live, let key, credential.key == key else { continue }
      if credential.account == account { everything = true }
      guard let agency = state.agency(credential.account)?.agency else { continue }
      if agency.roles.contains(.auditor) { everything = true }
      schemas += agency.schemas
    }
    self.everything = everything
    self.schemas = schemas
  }

  /// - Parameter schema: `name/version`; nil for what is public.
  func mayRead(_ schema: Text?) -> Bool {
    guard let schema, !everything else { return true }
    return schemas.contains { schema.utf8.starts(with: $0.utf8 + [UInt8(ascii: "/")]) }
  }
}
