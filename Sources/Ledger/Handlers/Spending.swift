import Model
import Records
import Signing

// A citizen's money: only its owner's credential moves it.

/// Which money a payment takes: voucher classes, restricted first and soonest expiry first, then free rupiah.
struct SpendPlan {
  struct Part {
    /// Nil: free rupiah.
    let voucherClass: Int?
    let amount: Int64
  }

  var parts: [Part] = []
}

extension LedgerState {
  mutating func pay(
    _ amount: Rupiah, at shop: AccountNumber, basket: [BasketItem], _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    guard amount > .zero else { throw .amountNotPositive }
    let merchant = try openShop(shop)
    guard merchant.owner != context.by else { throw .ownShop }
    try check(basket, amount)
    let licences = licences(of: merchant)
    let category = MerchantCategory(merchant.category)
    try checkHelper(context, at: merchant)
    try checkLimits(amount, context, at: block.time)
    let plan = try planSpending(amount.amount, from: context.by, at: block.time) { spend in
      spend.allows(category: category, licences: licences)
    }
    // must succeed below
    take(plan, from: context.by)
    countSpending(amount, context, at: block.time)
    money.addTakings(amount.amount, to: shop)
    let receipt = context.receipt(.payment, other: shop, amount: amount, time: block.time)
    let entry = recordPayment(plan, receipt, block: &block)
    if context.isHelper { tellOwner(receipt, entry, block: &block) }
    return entry
  }

  /// Each use of a helper's key is announced.
  private func tellOwner(_ payment: Receipt, _ entry: UInt64, block: inout BlockContext) {
    var receipt = payment
    receipt.kind = .helperSpent
    receipt.reference = entry
    block.entries.append(receipt)
  }

  /// Free rupiah to another family.
  mutating func transfer(
    _ amount: Rupiah, to other: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    guard amount > .zero else { throw .amountNotPositive }
    guard money.free(of: context.by) >= amount.amount else { throw .insufficientFunds }
    guard other != context.by else { throw .sameAccount }
    guard account(other)?.kind == .family else { throw .recipientNotAPerson }
    try checkLimits(amount, context, at: block.time)
    // must succeed below
    countSpending(amount, context, at: block.time)
    money.addFree(-amount.amount, to: context.by)
    money.addFree(amount.amount, to: other)
    return block.entries.append(context.receipt(.transfer, other: other, amount: amount, time: block.time))
  }

  /// Cash from an agent: the agent's takings grow by the amount and the fee, the family walks away with banknotes.
  mutating func cashOut(
    _ amount: Rupiah, fee: Rupiah, at agent: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    guard amount > .zero else { throw .amountNotPositive }
    let merchant = try openShop(agent)
    guard merchant.owner != context.by else { throw .ownShop }
    guard merchant.cashAgent else { throw .notACashAgent }
    guard let total = amount.adding(fee) else { throw .amountOverflow }
    try checkLimits(total, context, at: block.time)
    let plan = try planSpending(total.amount, from: context.by, at: block.time) { $0.cashOut }
    let feeCap = plan.parts.compactMap { $0.voucherClass.map { classes[$0].spend.cashOutFeeCap } }.min() ?? .zero
    guard fee <= feeCap else { throw .feeTooHigh }
    // must succeed below
    take(plan, from: context.by)
    countSpending(total, context, at: block.time)
    money.addTakings(total.amount, to: agent)
    var receipt = context.receipt(.cashOut, other: agent, amount: amount, time: block.time)
    receipt.fee = fee.amount
    receipt.voucherClass = plan.parts.count == 1 ? plan.parts[0].receiptClass : Receipt.none
    let entry = block.entries.append(receipt)
    recordParts(plan, of: entry, receipt, block: &block)
    return entry
  }

  /// A shop that may take money now.
  func openShop(_ number: AccountNumber) throws(Rejection) -> MerchantRow {
    guard let merchant = merchant(number) else { throw .notAMerchant }
    guard !merchant.suspended else { throw .merchantSuspended }
    guard merchant.licensed else { throw .merchantUnlicensed }
    return merchant
  }

  private func check(_ basket: [BasketItem], _ amount: Rupiah) throws(Rejection) {
    guard !basket.isEmpty else { return }
    var sum = Rupiah.zero
    for item in basket {
      guard item.amount > .zero, let next = sum.adding(item.amount) else { throw .basketMismatch }
      sum = next
    }
    guard sum == amount else { throw .basketMismatch }
  }

  /// Takes restricted money first, soonest expiry first (older class among equals), then free rupiah.
  private func planSpending(
    _ amount: Int64, from account: AccountNumber, at time: BlockTime, accepts: (SpendRule) -> Bool
  ) throws(Rejection) -> SpendPlan {
    var usable: [Int] = []
    var refused = false
    for number in classes.indices where money.balance(of: account, voucherClass: number) > 0 {
      guard time < classes[number].expires else { continue }
      if accepts(classes[number].spend) { usable.append(number) } else { refused = true }
    }
    usable.sort { (classes[$0].expires, $0) < (classes[$1].expires, $1) }
    var plan = SpendPlan()
    var rest = amount
    for number in usable where rest > 0 {
      let part = min(rest, money.balance(of: account, voucherClass: number))
      plan.parts.append(SpendPlan.Part(voucherClass: number, amount: part))
      rest -= part
    }
    if rest > 0 {
      guard money.free(of: account) >= rest else { throw refused ? .voucherNotAccepted : .insufficientFunds }
      plan.parts.append(SpendPlan.Part(voucherClass: nil, amount: rest))
    }
    return plan
  }

  private mutating func take(_ plan: SpendPlan, from account: AccountNumber) {
    for part in plan.parts {
      guard let number = part.voucherClass else {
        money.addFree(-part.amount, to: account)
        continue
      }
      money.addVoucher(-part.amount, voucherClass: number, to: account)
      let series = Int(classes[number].series)
      self.series[series].fund.held -= part.amount
      self.series[series].fund.spent += part.amount
    }
  }

  /// Keeps the payment until its refund window ends.
  private mutating func recordPayment(
    _ plan: SpendPlan, _ receipt: Receipt, block: inout BlockContext
  ) -> UInt64 {
    var receipt = receipt
    receipt.voucherClass = plan.parts.count == 1 ? plan.parts[0].receiptClass : Receipt.none
    let entry = block.entries.append(receipt)
    var row = PaymentRow()
    row.entry = entry
    row.payer = receipt.account
    row.merchant = receipt.other
    row.time = block.time
    row.firstPart = UInt32(paymentParts.count)
    row.partCount = UInt16(plan.parts.count)
    payments.append(row)
    for part in plan.parts {
      var partRow = PaymentPartRow()
      partRow.voucherClass = part.receiptClass
      partRow.amount = part.amount
      paymentParts.append(partRow)
    }
    recordParts(plan, of: entry, receipt, block: &block)
    return entry
  }

  /// A payment of several parts says in further entries what each class gave.
  private func recordParts(_ plan: SpendPlan, of entry: UInt64, _ receipt: Receipt, block: inout BlockContext) {
    guard plan.parts.count > 1 else { return }
    for part in plan.parts {
      var record = receipt
      record.kind = .paymentPart
      record.voucherClass = part.receiptClass
      record.amount = part.amount
      record.fee = 0
      record.reference = entry
      block.entries.append(record)
    }
  }
}

extension SpendPlan.Part {
  var receiptClass: UInt32 { voucherClass.map { UInt32($0) } ?? Receipt.none }
}
