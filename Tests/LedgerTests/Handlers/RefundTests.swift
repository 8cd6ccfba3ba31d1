import Ledger
import Model
import Records
import Signing
import Testing

/// Shops giving money back.
@Suite struct RefundTests {
  private func refund(_ market: Market, _ entry: UInt64, _ amount: Int64, by shop: AccountNumber? = nil)
    -> VerifiedCommand
  {
    market.test.command(shop ?? market.bookshop, .refund(payment: entry, amount: Rupiah(amount)))
  }

  @Test func theRestrictedPartReturnsFirstEachToItsClass() throws {
    let market = Market()
    let test = market.test
    test.topUp(market.family, 50)
    let payment = test.accept(market.pay(market.bookshop, 450))
    let command = refund(market, payment, 250)
    test.accept(command)
    #expect([market.vouchers(1), market.vouchers(0), market.free(market.family)] == [200, 50, 0])
    #expect(market.takings(market.bookshop) == 200)
    var receipt = Receipt(
      .refund, account: market.family, other: market.bookshop, amount: 250, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .agent
    receipt.reference = payment
    #expect(test.receipts == [receipt])
    #expect(market.fund(0).spent == 150 && market.fund(0).held == 50)
    #expect(market.fund(1).spent == 0 && market.fund(1).held == 200)
    test.accept(refund(market, payment, 200))
    #expect([market.vouchers(1), market.vouchers(0), market.free(market.family)] == [200, 200, 50])
    test.refuseFinally(refund(market, payment, 1), .refundTooLarge)
  }

  @Test func theExpiredPartReturnsToTheFund() {
    for maturityBlocks in [0, 5] as [UInt32] {
      let market = Market {
        $0.maturityBlocks = maturityBlocks
        $0.refundWindow = 90 * BlockTime.day
      }
      let test = market.test
      let payment = test.accept(market.pay(market.bookshop, 300))
      test.now = TestLedger.time("2026-03-13")
      test.apply()
      let before = market.fund(1)
      test.accept(refund(market, payment, 250))
      // 200 of the food class, which has expired, and 50 of the books' class.
      #expect(market.vouchers(1) == 0 && market.vouchers(0) == 150)
      #expect(market.fund(1).unspent == before.unspent + 200 && market.fund(1).cameBack == before.cameBack + 200)
      #expect(market.fund(1).spent == 0)
      #expect(market.fund(0).spent == 50)
    }
  }

  @Test func refundsAreRefusedWithTheirReason() {
    let market = Market()
    let test = market.test
    let payment = test.accept(market.pay(market.bookshop, 100))
    test.refuseFinally(refund(market, payment, 0), .amountNotPositive)
    test.refuseFinally(refund(market, payment, 1, by: market.family), .notAMerchant)
    test.refuseFinally(refund(market, payment + 1, 1), .unknownPayment)
    test.refuseFinally(refund(market, .max, 1), .unknownPayment)
    test.refuseFinally(refund(market, payment, 1, by: market.grocer), .notYourPayment)
    test.refuseFinally(refund(market, payment, 101), .refundTooLarge)
    test.accept(test.command(market.bookshop, .requestSettlement(amount: 60)))
    test.refuseFinally(refund(market, payment, 41), .takingsTooSmall)
    test.accept(refund(market, payment, 40))
    test.refuseFinally(refund(market, payment, 61), .refundTooLarge)
  }

  @Test func theWindowEndsWithItsLastMillisecond() {
    let market = Market { $0.refundWindow = BlockTime.day }
    let test = market.test
    let payment = test.accept(market.pay(market.bookshop, 100))
    test.now = test.now.advanced(by: BlockTime.day)
    test.accept(refund(market, payment, 10))
    test.now = test.now.advanced(by: 1)
    test.refuseFinally(refund(market, payment, 10), .refundTooLate)
    test.refuseFinally(refund(market, payment, 1_000), .refundTooLarge)
  }

  @Test func aRefundIsNeverCash() {
    let market = Market()
    let test = market.test
    test.accept(test.command(market.family, .cashOut(agent: market.agent, amount: 50, fee: 0)))
    let entry = test.output.entries.firstEntry
    test.refuseFinally(refund(market, entry, 1, by: market.agent), .unknownPayment)
  }
}
