import ArgumentParser
import Coding
import Model
import Presentation
import Wallet

struct WalletPay: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay", abstract: "Pays at a shop, and proves that the payment is in the log.")

  @Option(help: ArgumentHelp("The shop's account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var to: AccountNumber

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah: 50000 or 50.000.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(try await session.act(.pay(merchant: to, amount: amount, basket: [])))
  }
}

struct WalletTransfer: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer", abstract: "Gives free rupiah to another family, and proves it.")

  @Option(help: ArgumentHelp("The other family's account.", valueName: "ACCOUNT"))
  var to: AccountNumber

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah: 50000 or 50.000.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(try await session.act(.transfer(to: to, amount: amount)))
  }
}

extension Console {
  /// Tells what the log says became of a command; throws the ledger's no.
  fileprivate func show(_ outcome: CommandOutcome) throws {
    if let rejection = outcome.rejection { throw RejectedCommand(rejection, entry: outcome.entry) }
    if isJSON {
      return answer([
        "status": "accepted", "command": outcome.command.json, "entry": JSON(outcome.entry),
        "cosigned": .bool(outcome.isCosigned),
      ])
    }
    say(WalletPhrase.done(outcome))
  }
}
