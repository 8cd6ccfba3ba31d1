import ArgumentParser
import Model

struct PayCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay",
    abstract: "Pays at a shop: vouchers it may take first, soonest expiry first, then free rupiah.")

  @Option(help: ArgumentHelp("The shop's account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var to: AccountNumber

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah: 50000 or 50.000.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var payer = try Operator(acting, console)
    console.show(try payer.act(.pay(merchant: to, amount: amount, basket: [])))
  }
}
