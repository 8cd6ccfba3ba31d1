import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// Shops: who may open one, for what, and what becomes of their takings.
@Suite struct MerchantTests {
  private func shop(name: Text = "shop", owner: AccountNumber? = nil) -> Shop {
    Shop(name: name, region: Region(raw: 53_15_06_2001)!, category: Market.books, owner: owner)
  }

  private func register(_ test: TestLedger, _ shop: Shop, by agency: TestAgency = .licensing) -> VerifiedCommand {
    let key = TestLedger.key(AccountNumber(UInt32(test.state.accounts.count)))
    return test.command(agency, .registerMerchant(key: key, shop: shop))
  }

  @Test func aShopIsRegisteredLicensedAndSuspended() {
    let test = TestLedger()
    let owner = test.register([1])
    let number = owner + 1
    test.accept(register(test, shop(owner: owner)))
    #expect(test.receipts.map(\.kind) == [.merchantRegistered])
    #expect(test.receipts.map(\.account) == [number])
    let row = test.state.merchant(number)!
    #expect(row.category == 5942 && row.owner == owner && !row.licensed && !row.suspended && !row.cashAgent)
    #expect(row.shop == SHA256.hash(shop(owner: owner).encoded))
    #expect(test.state.account(number)!.salt != .none)
    #expect(test.state.key(number, 0) == TestLedger.key(number))

    test.accept(
      test.command(.licensing, .license(merchant: number, licences: ["b", "a", "b"], cashAgent: true)))
    #expect(test.receipts.map(\.kind) == [.merchantLicensed])
    #expect(test.state.licences(of: test.state.merchant(number)!) == ["b", "a"])
    #expect(test.state.merchant(number)!.licensed && test.state.merchant(number)!.cashAgent)
    // A new licence replaces the old one.
    test.accept(test.command(.licensing, .license(merchant: number, licences: ["c"], cashAgent: false)))
    #expect(test.state.licences(of: test.state.merchant(number)!) == ["c"])
    #expect(!test.state.merchant(number)!.cashAgent)
    test.suspend(number)
    #expect(test.receipts.map(\.kind) == [.merchantSuspended])
    #expect(test.state.merchant(number)!.suspended)
    test.suspend(number, false)
    #expect(!test.state.merchant(number)!.suspended)
  }

  @Test func shopsAreRefusedWithTheirReason() {
    let test = TestLedger()
    let family = test.register([1])
    test.refuseFinally(register(test, shop(name: ""), by: .identity), .notPermitted)
    test.refuseFinally(register(test, shop(name: "", owner: AccountNumber(9_999))), .malformedShop)
    let nowhere = Shop(name: "Toko", region: Region("53.15")!, category: MerchantCategory(5411), owner: nil)
    test.refuseFinally(register(test, nowhere), .malformedShop)
    test.refuseFinally(register(test, shop(owner: AccountNumber(9_999))), .ownerUnknown)
    test.refuseFinally(register(test, shop(owner: TestAgency.bank.account)), .ownerUnknown)
    func license(_ number: AccountNumber, by agency: TestAgency = .licensing) -> VerifiedCommand {
      test.command(agency, .license(merchant: number, licences: [], cashAgent: true))
    }
    func suspend(_ number: AccountNumber, by agency: TestAgency = .licensing) -> VerifiedCommand {
      test.command(agency, .suspend(merchant: number, suspended: true))
    }
    test.refuseFinally(license(family, by: .bank), .notPermitted)
    test.refuseFinally(license(family), .notAMerchant)
    test.refuseFinally(license(AccountNumber(9_999)), .notAMerchant)
    test.refuseFinally(suspend(family, by: .bank), .notPermitted)
    test.refuseFinally(suspend(family), .notAMerchant)
  }

  @Test func theLedgerKnowsAtMost64LicenceClasses() {
    let test = TestLedger()
    let number = test.openShop("shop", Market.books)
    for first in stride(from: 0, to: 64, by: 8) {
      let licences = (first..<first + 8).map { Text("licence \($0)") }
      test.accept(test.command(.licensing, .license(merchant: number, licences: licences, cashAgent: false)))
    }
    #expect(test.state.licenceClasses.count == 64)
    #expect(test.state.licences(of: test.state.merchant(number)!).last == "licence 63")
    test.refuseFinally(
      test.command(.licensing, .license(merchant: number, licences: ["licence 1", "another"], cashAgent: true)),
      .malformedShop)
  }

  @Test func takingsPaySuppliers() {
    let market = Market()
    let test = market.test
    test.accept(market.pay(market.bookshop, 100))
    func pay(_ amount: Int64, to supplier: AccountNumber, by payer: AccountNumber? = nil) -> VerifiedCommand {
      test.command(payer ?? market.bookshop, .paySupplier(supplier: supplier, amount: Rupiah(amount)))
    }
    test.refuseFinally(pay(0, to: market.family, by: market.family), .amountNotPositive)
    test.refuseFinally(pay(101, to: market.grocer, by: market.family), .notAMerchant)
    test.suspend(market.bookshop)
    test.refuseFinally(pay(1, to: market.grocer), .merchantSuspended)
    test.suspend(market.bookshop, false)
    test.refuseFinally(pay(101, to: market.family), .notAMerchant)
    test.refuseFinally(pay(101, to: market.bookshop), .sameAccount)
    test.refuseFinally(pay(101, to: market.grocer), .takingsTooSmall)
    test.suspend(market.grocer)
    test.refuseFinally(pay(101, to: market.grocer), .merchantSuspended)
    test.suspend(market.grocer, false)
    test.accept(register(test, shop()))
    let unlicensed = AccountNumber(UInt32(test.state.accounts.count - 1))
    test.refuseFinally(pay(1, to: unlicensed), .merchantUnlicensed)
    let command = pay(100, to: market.grocer)
    test.accept(command)
    #expect(market.takings(market.bookshop) == 0 && market.takings(market.grocer) == 100)
    var receipt = Receipt(
      .supplierPayment, account: market.bookshop, other: market.grocer, amount: 100, time: test.now,
      digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .owner
    #expect(test.receipts == [receipt])
  }
}

/// Takings on their way to a bank.
@Suite struct SettlementTests {
  private func confirm(
    _ market: Market, _ request: UInt64, settled: Bool = true, by agency: TestAgency = .licensing
  ) -> VerifiedCommand {
    market.test.command(agency, .confirmSettlement(request: request, settled: settled))
  }

  private func request(_ market: Market, _ amount: Int64, by shop: AccountNumber? = nil) -> VerifiedCommand {
    market.test.command(shop ?? market.bookshop, .requestSettlement(amount: Rupiah(amount)))
  }

  @Test func settledMoneyLeavesTheLedger() {
    let market = Market()
    let test = market.test
    test.accept(market.pay(market.bookshop, 100))
    let entry = test.accept(request(market, 60))
    #expect(test.receipts.map(\.kind) == [.settlementRequested])
    #expect(market.takings(market.bookshop) == 40 && test.state.treasury.inSettlement == 60)
    let command = confirm(market, entry)
    test.accept(command)
    #expect(market.takings(market.bookshop) == 40)
    #expect(test.state.treasury.inSettlement == 0 && test.state.treasury.redeemed == 60)
    var receipt = Receipt(
      .settlementConfirmed, account: market.bookshop, amount: 60, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .agency
    receipt.reference = entry
    #expect(test.receipts == [receipt])
    test.refuseFinally(confirm(market, entry, settled: false), .settlementClosed)
  }

  @Test func failedMoneyIsTheShopsAgain() {
    let market = Market()
    let test = market.test
    test.accept(market.pay(market.bookshop, 100))
    let first = test.accept(request(market, 60))
    let second = test.accept(request(market, 40))
    test.accept(confirm(market, second, settled: false))
    #expect(test.receipts.map(\.kind) == [.settlementFailed])
    #expect(test.receipts.map(\.reference) == [second])
    #expect(market.takings(market.bookshop) == 40)
    #expect(test.state.treasury.inSettlement == 60 && test.state.treasury.redeemed == 0)
    test.refuseFinally(confirm(market, second), .settlementClosed)
    test.accept(confirm(market, first))
  }

  @Test func settlementsAreRefusedWithTheirReason() {
    let market = Market()
    let test = market.test
    let payment = test.accept(market.pay(market.bookshop, 100))
    test.refuseFinally(request(market, 0, by: market.family), .amountNotPositive)
    test.refuseFinally(request(market, 1, by: market.family), .notAMerchant)
    test.refuseFinally(request(market, 101), .takingsTooSmall)
    test.refuseFinally(confirm(market, payment, by: .bank), .notPermitted)
    test.refuseFinally(confirm(market, payment), .unknownSettlement)
  }
}
