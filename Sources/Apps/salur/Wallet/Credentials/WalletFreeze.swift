import ArgumentParser
import Model
import Wallet

struct WalletFreeze: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "Stops all spending at once, for seven days. Only the device that froze may lift it before.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(try await session.act(.freeze), hasWitnesses: session.hasWitnesses)
  }
}

struct WalletUnfreeze: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "unfreeze", abstract: "Lifts a freeze that this device set.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(try await session.act(.unfreeze), hasWitnesses: session.hasWitnesses)
  }
}
