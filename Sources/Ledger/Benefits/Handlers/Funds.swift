import Coding
import Model
import Records

// Programmes' money: from the treasury, and back to it.

extension LedgerState {
  /// The treasury's rupiah to a programme, never above its cap.
  mutating func fund(
    _ name: Text, _ amount: Rupiah, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.treasury, context)
    try requireApproval(context)
    guard amount > .zero else { throw .amountNotPositive }
    guard money.free(of: context.by) >= amount.amount else { throw .insufficientFunds }
    guard let index = seriesIndex(name) else { throw .unknownSeries }
    guard let total = Rupiah(series[index].fund.funded).adding(amount), total <= series[index].cap else {
      throw .fundCapExceeded
    }
    guard !series[index].isRetired || owed(bySeries: index) != 0 else { throw .alreadyRetired }
    // must succeed below
    money.addFree(-amount.amount, to: context.by)
    series[index].fund.funded += amount.amount
    series[index].fund.unspent += amount.amount
    return block.entries.append(context.act(action))
  }

  /// A programme's rest to the treasury that acts, never below what open cycles owe.
  mutating func returnUnspent(
    _ name: Text, _ amount: Rupiah, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.treasury, context)
    try requireApproval(context)
    guard amount > .zero else { throw .amountNotPositive }
    guard let index = seriesIndex(name) else { throw .unknownSeries }
    guard amount.amount <= series[index].fund.unspent else { throw .fundTooSmall }
    guard let owed = owed(bySeries: index), series[index].fund.unspent - amount.amount >= owed else {
      throw .fundStillOwed
    }
    // must succeed below
    series[index].fund.unspent -= amount.amount
    series[index].fund.returnedToTreasury += amount.amount
    money.addFree(amount.amount, to: context.by)
    return block.entries.append(context.act(action))
  }

  /// What open cycles owe; nil while that is not decided yet, or beyond 64 bits.
  private func owed(bySeries series: Int) -> Int64? {
    var owed = Rupiah.zero
    for cycle in benefits.kept {
      let state = benefits.cycles[cycle]
      guard Int(state.record.series) == series, !state.record.stage.isOver else { continue }
      guard state.record.stage != .deciding, state.pending.isEmpty, let sum = owed.adding(Rupiah(state.record.owed))
      else { return nil }
      owed = sum
    }
    return owed.amount
  }
}
