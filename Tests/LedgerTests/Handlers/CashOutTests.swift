import Ledger
import Model
import Records
import Signing
import Testing

/// Cash from agents, and free rupiah between families.
@Suite struct CashOutTests {
  private func cashOut(
    _ market: Market, _ amount: Int64, fee: Int64 = 0, at agent: AccountNumber? = nil, by family: AccountNumber? = nil
  ) -> VerifiedCommand {
    market.test.command(
      family ?? market.family, .cashOut(agent: agent ?? market.agent, amount: Rupiah(amount), fee: Rupiah(fee)))
  }

  @Test func theAgentIsOwedTheAmountAndTheFee() {
    let market = Market()
    let command = cashOut(market, 100, fee: 5)
    market.test.accept(command)
    #expect(market.vouchers(1) == 95)
    #expect(market.takings(market.agent) == 105)
    #expect(market.fund(1).spent == 105)
    var receipt = Receipt(
      .cashOut, account: market.family, other: market.agent, amount: 100, time: market.test.now,
      digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .owner
    receipt.fee = 5
    receipt.voucherClass = 1
    #expect(market.test.receipts == [receipt])
  }

  @Test func theLowestFeeCapOfWhatIsTakenHolds() throws {
    let market = Market()
    let test = market.test
    test.refuseFinally(cashOut(market, 100, fee: 6), .feeTooHigh)
    test.topUp(market.family, 50)
    let entry = test.accept(cashOut(market, 240, fee: 5))
    #expect(market.vouchers(1) == 0 && market.free(market.family) == 5)
    #expect(test.receipts.map(\.kind) == [.cashOut, .paymentPart, .paymentPart])
    #expect(test.receipts.map(\.amount) == [240, 200, 45])
    #expect(test.receipts.map(\.fee) == [5, 0, 0])
    #expect(test.receipts[1].reference == entry)
    // Free rupiah has no programme that allows a fee.
    test.refuseFinally(cashOut(market, 1, fee: 1), .feeTooHigh)
    test.accept(cashOut(market, 5))
    #expect(market.free(market.family) == 0)
  }

  @Test func cashIsRefusedWithItsReason() {
    let market = Market()
    let test = market.test
    test.refuseFinally(cashOut(market, 1, by: market.grocer), .notAFamily)
    test.refuseFinally(cashOut(market, 0), .amountNotPositive)
    test.refuseFinally(cashOut(market, 0, fee: 5), .amountNotPositive)
    test.refuseFinally(cashOut(market, 1, at: market.neighbour), .notAMerchant)
    test.refuseFinally(cashOut(market, 1, at: market.ownShop), .ownShop)
    test.refuseFinally(cashOut(market, 1, at: market.grocer), .notACashAgent)
    test.refuseFinally(cashOut(market, .max, fee: 1), .amountOverflow)
    // Books never become cash.
    test.refuseFinally(cashOut(market, 201), .voucherNotAccepted)
    test.refuseFinally(cashOut(market, 198, fee: 3), .voucherNotAccepted)
    test.refuseFinally(cashOut(market, 1, by: market.neighbour), .insufficientFunds)
    test.suspend(market.agent)
    test.refuseFinally(cashOut(market, 1), .merchantSuspended)
  }

  @Test func anExpiredVoucherIsNotCashBeforeItsSweep() {
    let market = Market { $0.maturityBlocks = 5 }
    market.test.now = TestLedger.time("2026-03-13")
    market.test.refuseFinally(cashOut(market, 1), .voucherNotAccepted)
  }
}

/// Free rupiah from family to family.
@Suite struct TransferTests {
  private func transfer(_ market: Market, _ amount: Int64, to other: AccountNumber, by family: AccountNumber? = nil)
    -> VerifiedCommand
  {
    market.test.command(family ?? market.family, .transfer(to: other, amount: Rupiah(amount)))
  }

  @Test func freeRupiahChangesHands() throws {
    let market = Market()
    market.test.topUp(market.family, 90)
    let command = transfer(market, 60, to: market.neighbour)
    market.test.accept(command)
    #expect(market.free(market.family) == 30 && market.free(market.neighbour) == 60)
    var receipt = Receipt(
      .transfer, account: market.family, other: market.neighbour, amount: 60, time: market.test.now,
      digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .owner
    #expect(market.test.receipts == [receipt])
  }

  @Test func vouchersNeverDo() {
    let market = Market()
    market.test.refuseFinally(transfer(market, 1, to: market.neighbour), .insufficientFunds)
  }

  @Test func transfersAreRefusedWithTheirReason() throws {
    let market = Market()
    let test = market.test
    test.topUp(market.family, 90)
    test.refuseFinally(transfer(market, 0, to: market.family, by: market.grocer), .notAFamily)
    test.refuseFinally(transfer(market, 0, to: market.family), .amountNotPositive)
    test.refuseFinally(transfer(market, 91, to: market.family), .insufficientFunds)
    test.refuseFinally(transfer(market, 90, to: market.family), .sameAccount)
    test.refuseFinally(transfer(market, 90, to: market.grocer), .recipientNotAPerson)
    // Whoever gets that number tomorrow is not who was meant today.
    test.refuseFinally(transfer(market, 90, to: AccountNumber(9_999)), .recipientNotAPerson)
    test.refuseFinally(transfer(market, 90, to: TestAgency.treasury.account), .recipientNotAPerson)
  }
}
