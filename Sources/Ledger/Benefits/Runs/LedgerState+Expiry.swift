import Model
import Records
import Signing

// Vouchers nobody spent in time return to their programme's fund by themselves.

extension LedgerState {
  /// Spending stops at the expiry itself. The sweep that moves the rupiah waits for blocks that accepted commands, so
  /// that whoever tried to spend in time is heard first; it is bounded, and goes on in the next block.
  mutating func sweepExpired(_ block: inout BlockContext) {
    for number in classes.indices where !classes[number].isSwept && classes[number].expires <= block.time {
      // What is being paid out in this class would come behind the sweep.
      if benefits.cycles[Int(classes[number].cycle)].record.stage == .paying { continue }
      if benefits.sweeps.contains(where: { Int($0.voucherClass) == number }) { continue }
      benefits.sweeps.append(
        Sweep(voucherClass: UInt32(number), waitsFor: acceptingBlocks + UInt64(parameters.maturityBlocks)))
    }
    var budget = Int(parameters.runRowsPerBlock)
    for index in benefits.sweeps.indices where budget > 0 && benefits.sweeps[index].waitsFor <= acceptingBlocks {
      sweep(index, &budget, &block)
    }
    benefits.sweeps.removeAll { classes[Int($0.voucherClass)].isSwept }
  }

  private mutating func sweep(_ index: Int, _ budget: inout Int, _ block: inout BlockContext) {
    let number = Int(benefits.sweeps[index].voucherClass)
    let column = money.vouchers[number]!
    var row = Int(benefits.sweeps[index].cursor)
    while row < column.count, budget > 0 {
      if column.isBlank(chunk: row >> 12) {
        row = min((row | 4095) + 1, column.count)
        continue
      }
      if column[row] > 0 { giveBack(column[row], of: AccountNumber(UInt32(row)), number, &block) }
      row += 1
      budget -= 1
    }
    benefits.sweeps[index].cursor = UInt32(row)
    guard row == column.count else { return }
    classes[number].isSwept = true
    money.drop(voucherClass: number)
  }

  private mutating func giveBack(
    _ amount: Int64, of account: AccountNumber, _ number: Int, _ block: inout BlockContext
  ) {
    money.addVoucher(-amount, voucherClass: number, to: account)
    let series = Int(classes[number].series)
    self.series[series].fund.held -= amount
    self.series[series].fund.unspent += amount
    self.series[series].fund.cameBack += amount
    var receipt = Receipt(.expired, account: account, amount: amount, time: block.time, digest: .zero)
    receipt.voucherClass = UInt32(number)
    receipt.reference = UInt64(classes[number].cycle)
    block.entries.append(receipt)
  }
}
