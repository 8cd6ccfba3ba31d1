import ArgumentParser
import Coding
import Model
import Presentation
import Records
import Rules
import Wallet

struct WalletShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows what the wallet holds, each figure proved from the network's log.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let (state, head, _) = try await session.state()
    guard let money = state.money(of: account), let registry = state.registry else {
      throw Failure(TrustError.leftOut.phrase)
    }
    if console.isJSON { return console.answer(json(account, money, registry, state, head)) }
    let language = console.language
    var table = TextTable([
      (WalletPhrase.purpose.text(language), .left), (WalletPhrase.amount.text(language), .right),
      (WalletPhrase.until.text(language), .left),
    ])
    table.add([WalletPhrase.free.text(language), Rupiah(money.free).text(language), ""])
    if money.takings > 0 { table.add([WalletPhrase.takings.text(language), Rupiah(money.takings).text(language), ""]) }
    for voucher in money.vouchers {
      let name = WalletShow.name(voucher.voucherClass, registry)
      let expires = WalletShow.expiry(voucher.voucherClass, registry)
      table.add([name, Rupiah(voucher.amount).text(language), expires?.rfc3339 ?? ""])
    }
    console.say(account.description)
    console.show(table)
    console.say(WalletPhrase.proved(state.block, head, hasWitnesses: session.hasWitnesses))
  }

  static func name(_ number: UInt32, _ registry: RegistryRecord) -> String {
    guard number < UInt32(registry.classes.count) else { return "#\(number)" }
    let series = registry.classes[Int(number)].series
    return series < UInt32(registry.series.count) ? registry.series[Int(series)].string : "#\(number)"
  }

  static func expiry(_ number: UInt32, _ registry: RegistryRecord) -> BlockTime? {
    number < UInt32(registry.classes.count) ? registry.classes[Int(number)].expires : nil
  }

  private func json(
    _ account: AccountNumber, _ money: MoneyLeaf, _ registry: RegistryRecord, _ state: ProvenState, _ head: TrustedHead
  ) -> JSON {
    [
      "account": account.json, "free": JSON(money.free), "takings": JSON(money.takings),
      "vouchers": .array(
        money.vouchers.map { voucher in
          [
            "series": .string(WalletShow.name(voucher.voucherClass, registry)), "class": JSON(voucher.voucherClass),
            "amount": JSON(voucher.amount),
            "expires": JSON(WalletShow.expiry(voucher.voucherClass, registry)) { $0.json },
          ]
        }),
      "height": JSON(state.block.height), "time": state.block.time.json, "logSize": JSON(head.size),
      "cosignedSize": JSON(head.cosignedSize),
    ]
  }
}
