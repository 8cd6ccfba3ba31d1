import Ledger
import Model
import Records
import Signing
import Testing

/// Families paying at shops: which money a payment takes, and why it is refused.
@Suite struct PaymentTests {
  @Test func theMarketIsAsDescribed() {
    let market = Market()
    #expect(market.vouchers(0) == 200 && market.vouchers(1) == 200)
    #expect(market.test.state.classes.map(\.expires) == [TestLedger.time("2026-05-12"), TestLedger.time("2026-03-13")])
  }

  @Test func aPaymentOfOneClassMovesVouchersToTakings() {
    let market = Market()
    let command = market.pay(market.grocer, 150)
    let entry = market.test.accept(command)
    #expect(market.vouchers(1) == 50 && market.vouchers(0) == 200)
    #expect(market.takings(market.grocer) == 150)
    #expect(market.fund(1).held == 50 && market.fund(1).spent == 150)
    var receipt = Receipt(
      .payment, account: market.family, other: market.grocer, amount: 150, time: market.test.now,
      digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .owner
    receipt.voucherClass = 1
    #expect(market.test.receipts == [receipt])
    #expect(market.test.receipt(entry) == receipt)
  }

  @Test func restrictedMoneyGoesFirstSoonestExpiryFirst() throws {
    let market = Market()
    market.test.topUp(market.family, 70)
    let entry = market.test.accept(market.pay(market.bookshop, 430))
    #expect(market.vouchers(1) == 0 && market.vouchers(0) == 0 && market.free(market.family) == 40)
    #expect(market.takings(market.bookshop) == 430)
    let receipts = market.test.receipts
    #expect(receipts.map(\.kind) == [.payment, .paymentPart, .paymentPart, .paymentPart])
    #expect(receipts.map(\.voucherClass) == [Receipt.none, 1, 0, Receipt.none])
    #expect(receipts.map(\.amount) == [430, 200, 200, 30])
    #expect(receipts.dropFirst().allSatisfy { $0.reference == entry })
    // The rest is free rupiah alone, which any shop takes.
    market.test.accept(market.pay(market.grocer, 40))
    #expect(market.test.receipts.map(\.voucherClass) == [Receipt.none])
    #expect(market.free(market.family) == 0)
  }

  @Test func theSoonestExpiryIsUsedUpBeforeTheNextIsTouched() {
    let market = Market()
    market.test.accept(market.pay(market.bookshop, 199))
    #expect(market.vouchers(1) == 1 && market.vouchers(0) == 200)
    market.test.accept(market.pay(market.bookshop, 2))
    #expect(market.vouchers(1) == 0 && market.vouchers(0) == 199)
  }

  @Test func aVoucherIsRefusedWhereItsRuleSaysNo() throws {
    let market = Market()
    let test = market.test
    // 200 of the food class are not enough, and books do not buy food.
    test.refuseFinally(market.pay(market.grocer, 201), .voucherNotAccepted)
    // The category alone is not enough where a licence class is named.
    let unlicensed = test.openShop("other books", Market.books)
    test.refuseFinally(market.pay(unlicensed, 201), .voucherNotAccepted)
    // With free rupiah enough, the voucher that does not fit stays where it is.
    test.topUp(market.family, 1)
    test.accept(market.pay(market.grocer, 201))
    #expect(market.vouchers(0) == 200 && market.free(market.family) == 0)
  }

  @Test func overspendingIsRefused() throws {
    let market = Market()
    let test = market.test
    test.refuseFinally(market.pay(market.bookshop, 401), .insufficientFunds)
    test.refuseFinally(market.pay(market.bookshop, 1, by: market.neighbour), .insufficientFunds)
    test.refuseFinally(market.pay(market.bookshop, .max), .abovePaymentLimit)
    test.topUp(market.neighbour, 10)
    test.refuseFinally(market.pay(market.bookshop, 11, by: market.neighbour), .insufficientFunds)
    test.accept(market.pay(market.bookshop, 10, by: market.neighbour))
    #expect(market.free(market.neighbour) == 0)
  }

  @Test func anExpiredVoucherIsNotSpentBeforeItsSweep() {
    let market = Market { $0.maturityBlocks = 5 }
    let test = market.test
    test.now = TestLedger.time("2026-03-13").advanced(by: -1)
    test.accept(market.pay(market.grocer, 20))
    test.now = TestLedger.time("2026-03-13")
    test.refuseFinally(market.pay(market.grocer, 1), .voucherNotAccepted)
    #expect(market.vouchers(1) == 180, "the sweep has not come")
    test.accept(market.pay(market.bookshop, 200))
    #expect(market.vouchers(1) == 180 && market.vouchers(0) == 0)
    test.refuseFinally(market.pay(market.bookshop, 1), .insufficientFunds)
  }

  @Test func theShopMustBeOpenAndNotOnesOwn() {
    let market = Market()
    let test = market.test
    test.refuseFinally(market.pay(market.neighbour, 1), .notAMerchant)
    test.refuseFinally(market.pay(AccountNumber(9_999), 1), .notAMerchant)
    test.refuseFinally(market.pay(market.ownShop, 1), .ownShop)
    let unlicensed = AccountNumber(UInt32(test.state.accounts.count))
    let shop = test.state.shops[0]
    test.accept(test.command(.licensing, .registerMerchant(key: TestLedger.key(unlicensed), shop: shop)))
    test.refuseFinally(market.pay(unlicensed, 1), .merchantUnlicensed)
    test.suspend(unlicensed)
    test.refuseFinally(market.pay(unlicensed, 1), .merchantSuspended)
    test.suspend(market.grocer)
    test.refuseFinally(market.pay(market.grocer, 1), .merchantSuspended)
    test.suspend(market.grocer, false)
    test.accept(market.pay(market.grocer, 1))
    // Whose shop it is says nothing to others, whose vouchers would be taken there.
    test.refuseFinally(market.pay(market.ownShop, 1, by: market.neighbour), .insufficientFunds)
  }

  @Test func onlyAFamilyPaysAndOnlyMoreThanNothing() {
    let market = Market()
    let test = market.test
    test.refuseFinally(market.pay(market.grocer, 0), .amountNotPositive)
    test.refuseFinally(market.pay(market.bookshop, 1, by: market.grocer), .notAFamily)
    test.refuseFinally(
      test.command(.treasury, .pay(merchant: market.grocer, amount: 1, basket: [])), .notAFamily)
  }

  @Test func aBasketAddsUpToThePayment() {
    let market = Market()
    let test = market.test
    func basket(_ amounts: Int64...) -> [BasketItem] {
      amounts.map { BasketItem(category: Market.food, amount: Rupiah($0)) }
    }
    test.refuseFinally(market.pay(market.grocer, 10, basket: basket(4, 5)), .basketMismatch)
    test.refuseFinally(market.pay(market.grocer, 10, basket: basket(10, 0)), .basketMismatch)
    test.refuseFinally(market.pay(market.grocer, 10, basket: basket(.max, .max)), .basketMismatch)
    test.accept(market.pay(market.grocer, 10, basket: basket(4, 6)))
    #expect(market.takings(market.grocer) == 10)
  }

  @Test func theReasonListedFirstIsTheAnswer() {
    let market = Market()
    let test = market.test
    // Not a family, nothing to pay, no merchant, a basket that does not add up.
    let basket = [BasketItem(category: Market.food, amount: 1)]
    test.refuseFinally(market.pay(market.neighbour, 0, basket: basket, by: market.grocer), .notAFamily)
    test.refuseFinally(market.pay(market.neighbour, 0, basket: basket), .amountNotPositive)
    test.refuseFinally(market.pay(market.neighbour, 1_000, basket: basket), .notAMerchant)
    test.suspend(market.ownShop)
    test.refuseFinally(market.pay(market.ownShop, 1_000, basket: basket), .merchantSuspended)
    test.suspend(market.ownShop, false)
    test.refuseFinally(market.pay(market.ownShop, 1_000, basket: basket), .ownShop)
    test.refuseFinally(market.pay(market.grocer, 1_000, basket: basket), .basketMismatch)
    test.refuseFinally(market.pay(market.grocer, 1_000), .voucherNotAccepted)
  }
}
