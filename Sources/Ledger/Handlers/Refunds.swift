import Model
import Records

extension LedgerState {
  /// A shop gives money back: the restricted part first, to its class, or to the programme's fund where that has
  /// expired. Never cash.
  mutating func refund(
    _ amount: Rupiah, of entry: UInt64, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard amount > .zero else { throw .amountNotPositive }
    guard context.account.kind == .merchant else { throw .notAMerchant }
    guard let row = payments.row(ofEntry: entry) else { throw .unknownPayment }
    let payment = payments[row]
    guard payment.merchant == context.by else { throw .notYourPayment }
    let parts = Int(payment.firstPart)..<Int(payment.firstPart) + Int(payment.partCount)
    let left = parts.reduce(0 as Int64) { $0 + paymentParts[$1].amount - paymentParts[$1].refunded }
    guard amount.amount <= left else { throw .refundTooLarge }
    guard block.time.milliseconds - payment.time.milliseconds <= parameters.refundWindow else {
      throw .refundTooLate
    }
    guard money.takings(of: context.by) >= amount.amount else { throw .takingsTooSmall }
    // must succeed below
    money.addTakings(-amount.amount, to: context.by)
    var rest = amount.amount
    for part in parts where rest > 0 {
      let share = min(rest, paymentParts[part].amount - paymentParts[part].refunded)
      if share == 0 { continue }
      paymentParts.update(part) { $0.refunded += share }
      giveBack(share, of: paymentParts[part].voucherClass, to: payment.payer, at: block.time)
      rest -= share
    }
    var receipt = context.receipt(
      .refund, account: payment.payer, other: context.by, amount: amount, time: block.time)
    receipt.reference = entry
    receipt.mover = .agent
    return block.entries.append(receipt)
  }

  private mutating func giveBack(
    _ amount: Int64, of voucherClass: UInt32, to payer: AccountNumber, at time: BlockTime
  ) {
    guard voucherClass != Receipt.none else { return money.addFree(amount, to: payer) }
    let number = Int(voucherClass)
    let series = Int(classes[number].series)
    self.series[series].fund.spent -= amount
    if time < classes[number].expires {
      money.addVoucher(amount, voucherClass: number, to: payer)
      self.series[series].fund.held += amount
    } else {
      self.series[series].fund.unspent += amount
      self.series[series].fund.cameBack += amount
    }
  }
}
