import ArgumentParser
import Model

struct PayCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay",
    abstract: "Pays at a shop: vouchers it may take first, soonest expiry first, then free rupiah.")

  @OptionGroup var giving: GivingOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var payer = try Operator(acting, console)
    console.show(try payer.act(.pay(merchant: giving.to, amount: giving.amount, basket: [])))
  }
}
