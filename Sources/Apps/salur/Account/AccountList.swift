import ArgumentParser
import Engine
import Ledger
import Model
import Presentation

struct AccountList: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists accounts, one a line; as JSON, one object a line.")

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case agency
    case family
    case shop

    var row: AccountRow.Kind {
      switch self {
      case .agency: .agency
      case .family: .family
      case .shop: .merchant
      }
    }
  }

  @Option(help: "Only accounts of this kind.")
  var kind: Kind?

  @Option(help: ArgumentHelp("At most so many, from the first that fits.", valueName: "N"))
  var limit = 1_000

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try UsageError.check("--limit", limit, in: 1...100_000_000)
    let wanted = kind?.row
    let replica = try Replica.open(data.directory, console).0
    let views = replica.read { state in
      var views: [AccountView] = []
      for row in 0..<state.accounts.count where views.count < limit {
        guard wanted == nil || wanted == state.accounts[row].kind else { continue }
        if let view = AccountView(AccountNumber(UInt32(row)), in: state) { views.append(view) }
      }
      return views
    }
    if console.isJSON { return views.forEach { console.answer($0.json) } }
    let language = console.language
    var table = TextTable(AccountPhrase.listColumns.map { ($0.0.text(language), $0.1) })
    for view in views { table.add(AccountPhrase.listRow(view, language)) }
    console.show(table)
  }
}
