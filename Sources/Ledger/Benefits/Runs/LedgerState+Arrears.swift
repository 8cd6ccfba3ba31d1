import Model
import Records
import Rules
import Signing

// What is owed after a cycle was paid: late decisions and shares. Paid at once where the fund has it, or else in order.

extension LedgerState {
  /// Pays the queue: the oldest cycle first, in order of account. Nobody is paid ahead of others of the same series, and
  /// while a cycle is being paid its series' fund is spoken for.
  mutating func payArrears(_ budget: inout Int, _ block: inout BlockContext) {
    var exhausted = benefits.kept.map { benefits.cycles[$0].record }.filter { $0.stage == .paying }.map(\.series)
    for cycle in benefits.kept where budget > 0 {
      let record = benefits.cycles[cycle].record
      guard record.stage == .paid, record.owed > 0, !exhausted.contains(record.series) else { continue }
      if !payArrears(of: cycle, &budget, &block) { exhausted.append(record.series) }
    }
  }

  /// Pays what one cycle owes; false where the fund runs out.
  private mutating func payArrears(of cycle: Int, _ budget: inout Int, _ block: inout BlockContext) -> Bool {
    let series = Int(benefits.cycles[cycle].record.series)
    let plan = DecisionPlan(benefits.cycles[cycle].record, knownAt: benefits.cycles[cycle].record.cutOff, in: self)
    for registrant in benefits.cycles[cycle].owing {
      guard budget > 0 else { return true }
      let row = benefits.cycles[cycle].entitlements[registrant]
      guard row.owed <= self.series[series].fund.unspent else { return false }
      budget -= 1
      payArrear(row, registrant, of: cycle, plan, &block)
    }
    return true
  }

  private mutating func payArrear(
    _ row: EntitlementRow, _ registrant: Int, of cycle: Int, _ plan: DecisionPlan, _ block: inout BlockContext
  ) {
    let amount = row.owed
    let voucherClass = classForArrears(of: cycle, at: block.time)
    let series = Int(benefits.cycles[cycle].record.series)
    self.series[series].fund.unspent -= amount
    self.series[series].fund.held += amount
    money.addVoucher(amount, voucherClass: voucherClass, to: plan.payee(registrant))
    var paid = row
    paid.paid += amount
    benefits.cycles[cycle].set(paid, of: registrant, replacing: row)
    var digests = DecisionDigests(plan, capacity: 1)
    digests.add(row, of: registrant)
    digests.finish(lanes: SingleLane())
    var receipt = Receipt(
      .disbursement, account: plan.payee(registrant), amount: amount, time: block.time, digest: digests[0])
    if plan.unit == .person { receipt.person = PersonNumber(UInt32(registrant)) }
    receipt.voucherClass = UInt32(voucherClass)
    receipt.reference = UInt64(cycle)
    block.entries.append(receipt)
  }

  /// The cycle's newest class while half of its life is ahead; later payments get one of their own, so that nobody is
  /// handed vouchers about to expire.
  private mutating func classForArrears(of cycle: Int, at time: BlockTime) -> Int {
    let life = benefits.programme(ofCycle: cycle).spend.expires.seconds * 1000
    if let number = classes.lastIndex(where: { Int($0.cycle) == cycle }),
      classes[number].expires.milliseconds - time.milliseconds >= life / 2
    {
      return number
    }
    return addClass(of: cycle, at: time)
  }

  /// A voucher class for payments of a cycle that begin now. Its life counts from the due day, or from today where the
  /// payment comes later, and lasts to the end of its last day.
  mutating func addClass(of cycle: Int, at time: BlockTime) -> Int {
    let record = benefits.cycles[cycle].record
    let programme = benefits.programme(ofCycle: cycle)
    let offset = programme.due.offset
    let today = time.day(offset: offset)!
    let begins = BlockTime(startOf: max(record.due, today), offset: offset)
    let lastDay = begins.advanced(by: programme.spend.expires.seconds * 1000).day(offset: offset)!
    let expires = BlockTime(startOf: lastDay, offset: offset).advanced(by: BlockTime.day)
    classes.append(
      VoucherClass(series: record.series, cycle: record.number, expires: expires, spend: programme.spend))
    money.addClass()
    return classes.count - 1
  }
}

extension DueRule {
  /// Where its days begin.
  var offset: UTCOffset {
    switch self {
    case .schedule(let schedule): schedule.offset
    case .trigger(let trigger): trigger.offset
    }
  }
}
