import ArgumentParser
import Engine
import Ledger
import Model
import Presentation
import Rules
import Signing

struct AccountShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows an account: what it is, what it holds, and what programmes decided about it.")

  @Argument(help: ArgumentHelp("The account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var account: AccountNumber

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let replica = try Replica.open(data.directory, console).0
    guard let view = replica.read({ AccountView(account, in: $0) }) else {
      throw Failure(AccountPhrase.unknown(account, data.data))
    }
    if console.isJSON { return console.answer(view.json) }
    let language = console.language
    var table = TextTable()
    for (name, value) in AccountPhrase.rows(of: view, language) { table.add(name.text(language), value) }
    console.show(table)
    if !view.vouchers.isEmpty {
      console.say("")
      console.show(AccountPhrase.vouchers(of: view, language))
    }
    if !view.decisions.isEmpty {
      console.say("")
      console.show(AccountPhrase.decisions(of: view, language))
    }
    if !view.appeals.isEmpty {
      console.say("")
      console.show(AccountPhrase.appeals(of: view, language))
    }
    if view.kind == .family, view.hasClosedCycles { console.say(AccountPhrase.closedCycles) }
  }
}
