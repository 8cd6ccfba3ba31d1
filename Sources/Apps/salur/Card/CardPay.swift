import ArgumentParser
import Coding
import Model
import Presentation
import Sealing
import Wallet

struct CardPay: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "pay",
    abstract: "At a shop's terminal: shows the amount, asks the card's holder for the PIN, pays, and proves it.")

  @Option(help: ArgumentHelp("The card's text, in a file; - reads the standard input.", valueName: "FILE"))
  var card: String

  @Option(help: ArgumentHelp("The terminal's folder.", valueName: "DIR"), completion: .directory)
  var terminal: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah: 50000 or 50.000.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @Option(help: ArgumentHelp("Ask this node instead of the terminal's usual one.", valueName: "URL"))
  var node: String?

  @OptionGroup var pin: PINOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let card = try CardFile.read(card)
    var terminal = try CardTerminal(terminal, node: node)
    try await terminal.settle(console)
    try terminal.check(card)
    let shop = terminal.shop
    let payment = ShownPayment(to: shop.shop, amount: amount) { merchant, amount in
      console.note(CardPhrase.toPay(shop.name, merchant, amount))
    }
    let outcome = try await terminal.pay(card, try pin.entered(), payment)
    if let rejection = outcome.rejection { throw RejectedCommand(rejection, entry: outcome.entry) }
    if !console.isJSON { console.say(CardPhrase.paid(shop.name, payment)) }
    try console.show(outcome, hasWitnesses: terminal.hasWitnesses)
  }
}
