import ArgumentParser
import Model

struct TransferCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Sends free rupiah to another family. Vouchers are for their purpose and cannot be sent.")

  @Option(help: ArgumentHelp("The other family's account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var to: AccountNumber

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah: 50000 or 50.000.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var giver = try Operator(acting, console)
    console.show(try giver.act(.transfer(to: to, amount: amount)))
  }
}
