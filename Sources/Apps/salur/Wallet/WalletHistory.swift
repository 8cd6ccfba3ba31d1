import ArgumentParser
import Coding
import Model
import Presentation
import Records
import Wallet

struct WalletHistory: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract:
      "Shows everything that happened to the account, each entry proved, and the whole checked against the balance.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let (events, state) = try await session.history()
    let registry = state.registry
    if console.isJSON {
      return console.answer(
        .array(
          events.map { event in
            [
              "entry": JSON(event.entry), "cosigned": .bool(event.isCosigned),
              "receipt": JSON(reflecting: event.receipt),
            ]
          }))
    }
    let language = console.language
    var table = TextTable([
      (WalletPhrase.time.text(language), .left), (WalletPhrase.event.text(language), .left),
      (WalletPhrase.amount.text(language), .right), (WalletPhrase.purpose.text(language), .left), ("", .left),
    ])
    for event in events where event.receipt.kind != .paymentPart {
      let receipt = event.receipt
      let purpose =
        receipt.voucherClass == Receipt.none ? "" : registry.map { WalletShow.name(receipt.voucherClass, $0) } ?? ""
      table.add([
        receipt.time.rfc3339, receipt.phrase(for: account).text(language),
        receipt.amount == 0 ? "" : Rupiah(receipt.amount).text(language), purpose, event.isCosigned ? "✓✓" : "✓",
      ])
    }
    console.show(table)
    console.say(WalletPhrase.whole(events.count))
    if !session.hasWitnesses { console.say(WalletPhrase.noWitnesses) }
  }
}
