import ArgumentParser
import Model

struct TransferCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Sends free rupiah to another family. Vouchers are for their purpose and cannot be sent.")

  @OptionGroup var giving: GivingOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var giver = try Operator(acting, console)
    console.show(try giver.act(.transfer(to: giving.to, amount: giving.amount)))
  }
}
