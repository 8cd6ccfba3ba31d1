import Coding
import Ledger
import Model
import Platform
import Rules
import Signing
import Testing

/// A small town: claimed families with vouchers or without, shops licensed for this and that, and a cash agent.
struct Market {
  let test: TestLedger
  /// Holds 200 rupiah of each voucher class.
  let family: AccountNumber
  /// Holds nothing.
  let neighbour: AccountNumber
  let bookshop: AccountNumber
  let grocer: AccountNumber
  let agent: AccountNumber
  /// Belongs to `family`; sells books and hands out cash.
  let ownShop: AccountNumber

  static let books = MerchantCategory(5942)
  static let food = MerchantCategory(5411)

  /// Class 0 buys books until the end of 11 May 2026. Class 1 buys anything, or cash for a fee of 5 at most, until the
  /// end of 12 March.
  init(lanes: Int = 2, configure: (inout Parameters) -> Void = { _ in }) {
    test = TestLedger.world(lanes: lanes, configure: configure)
    family = test.register([2, 1])
    neighbour = family + 1
    test.claim(family)
    test.claim(neighbour)
    test.attest("test.family/1", [test.familyFact(family, level: 1, [(.infant, nil), (.infant, nil)])])
    bookshop = test.openShop("books", Self.books, licences: ["school"])
    grocer = test.openShop("grocer", Self.food)
    agent = test.openShop("agent", MerchantCategory(6010), cashAgent: true)
    ownShop = test.openShop("own", Self.books, owner: family, licences: ["school"], cashAgent: true)
    test.activate(
      TestWorld.programme("id.books") {
        $0.spend = SpendRule(
          cashOut: false, cashOutFeeCap: 0, allow: [.init(categories: [Self.books], licence: "school")],
          expires: .days(90))
      })
    test.activate(
      TestWorld.programme("id.food") {
        $0.spend = SpendRule(cashOut: true, cashOutFeeCap: 5, allow: [], expires: .days(30))
      })
    test.fund("id.books", 1_000)
    test.fund("id.food", 1_000)
    test.advance(to: "2026-02-10")
  }

  func pay(
    _ shop: AccountNumber, _ amount: Int64, basket: [BasketItem] = [], by payer: AccountNumber? = nil
  ) -> VerifiedCommand {
    test.command(payer ?? family, .pay(merchant: shop, amount: Rupiah(amount), basket: basket))
  }

  /// The family's vouchers of a class.
  func vouchers(_ voucherClass: Int) -> Int64 { test.state.money.balance(of: family, voucherClass: voucherClass) }
  func free(_ account: AccountNumber) -> Int64 { test.state.money.free(of: account) }
  func takings(_ account: AccountNumber) -> Int64 { test.state.money.takings(of: account) }
  /// Of the books' series, 0, or the food's, 1.
  func fund(_ series: Int) -> Fund { test.state.series[series].fund }
}

extension TestLedger {
  /// The key an account's holder uses: each has its own.
  static func key(_ account: AccountNumber, device: UInt8 = 0) -> PublicKey {
    SigningKey(.ed25519, seed: SHA256.hash(Array("holder \(account.raw) \(device)".utf8))).publicKey
  }

  /// A command of a family or shop, by its first device unless said otherwise.
  func command(
    _ account: AccountNumber, device: UInt8 = 0, _ action: Action, sealed: [Sealed] = [], ahead: UInt64 = 0
  ) -> VerifiedCommand {
    command(
      account, key: Self.key(account, device: device), credential: UInt16(device), action, sealed: sealed, ahead: ahead)
  }

  func claim(_ family: AccountNumber) {
    accept(command(.identity, .claim(account: family, key: Self.key(family))))
  }

  /// Registers and licenses a shop.
  func openShop(
    _ name: Text, _ category: MerchantCategory, owner: AccountNumber? = nil, licences: [Text] = [],
    cashAgent: Bool = false
  ) -> AccountNumber {
    let number = AccountNumber(UInt32(state.accounts.count))
    let shop = Shop(name: name, region: Region(raw: 53_15_06_2001)!, category: category, owner: owner)
    accept(command(.licensing, .registerMerchant(key: Self.key(number), shop: shop)))
    accept(command(.licensing, .license(merchant: number, licences: licences, cashAgent: cashAgent)))
    return number
  }

  func suspend(_ shop: AccountNumber, _ suspended: Bool = true) {
    accept(command(.licensing, .suspend(merchant: shop, suspended: suspended)))
  }
}

extension TestLedger {
  /// A family pays its own money in.
  func topUp(_ family: AccountNumber, _ amount: Rupiah) {
    accept(command(.bank, .issue(amount: amount, deposit: "top-up")))
    accept(command(.bank, .allocate(to: TestAgency.licensing.account, amount: amount)))
    accept(command(.licensing, .cashIn(to: family, amount: amount, deposit: "top-up")))
  }
}
