import ArgumentParser
import Coding
import Model
import Presentation
import Wallet

struct WalletPay: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay", abstract: "Pays at a shop, and proves that the payment is in the log.")

  @OptionGroup var giving: GivingOptions
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let outcome = try await session.act(.pay(merchant: giving.to, amount: giving.amount, basket: []))
    try console.show(outcome, hasWitnesses: session.hasWitnesses)
  }
}

struct WalletTransfer: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer", abstract: "Gives free rupiah to another family, and proves it.")

  @OptionGroup var giving: GivingOptions
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let outcome = try await session.act(.transfer(to: giving.to, amount: giving.amount))
    try console.show(outcome, hasWitnesses: session.hasWitnesses)
  }
}

extension Console {
  /// Tells what the log says became of a command; throws the ledger's no.
  func show(_ outcome: CommandOutcome, hasWitnesses: Bool) throws {
    if let rejection = outcome.rejection { throw RejectedCommand(rejection, entry: outcome.entry) }
    if isJSON {
      return answer([
        "status": "accepted", "command": outcome.command.json, "entry": JSON(outcome.entry),
        "cosigned": .bool(outcome.isCosigned),
      ])
    }
    say(WalletPhrase.done(outcome, hasWitnesses: hasWitnesses))
  }
}
