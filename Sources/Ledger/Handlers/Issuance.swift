import Model
import Records

// Rupiah coming onto the ledger, moving between agencies, and leaving it.

extension LedgerState {
  mutating func issue(
    _ amount: Rupiah, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.issuer, context)
    try requireApproval(context)
    guard amount > .zero else { throw .amountNotPositive }
    let (issued, overflow) = treasury.issued.addingReportingOverflow(amount.amount)
    guard !overflow else { throw .amountOverflow }
    // must succeed below: no balance can exceed what was issued
    treasury.issued = issued
    money.addFree(amount.amount, to: context.by)
    return block.entries.append(context.act(action))
  }

  mutating func redeem(
    _ amount: Rupiah, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.issuer, context)
    try requireApproval(context)
    guard amount > .zero else { throw .amountNotPositive }
    guard money.free(of: context.by) >= amount.amount else { throw .insufficientFunds }
    // must succeed below
    treasury.redeemed += amount.amount
    money.addFree(-amount.amount, to: context.by)
    return block.entries.append(context.act(action))
  }

  /// An agency's rupiah to another agency: the central bank's issue reaches the treasury this way.
  mutating func allocate(
    _ amount: Rupiah, to other: AccountNumber, _ action: Action, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .agency, account(other)?.kind == .agency else { throw .notPermitted }
    try requireApproval(context)
    guard amount > .zero else { throw .amountNotPositive }
    guard money.free(of: context.by) >= amount.amount else { throw .insufficientFunds }
    guard other != context.by else { throw .sameAccount }
    // must succeed below
    money.addFree(-amount.amount, to: context.by)
    money.addFree(amount.amount, to: other)
    return block.entries.append(context.act(action))
  }

  /// A citizen's own money becomes free rupiah. It comes out of what the settlement agency was allocated, so nobody
  /// issues rupiah one deposit at a time.
  mutating func cashIn(
    _ amount: Rupiah, to family: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.settlement, context)
    guard amount > .zero else { throw .amountNotPositive }
    guard money.free(of: context.by) >= amount.amount else { throw .insufficientFunds }
    guard account(family)?.kind == .family else { throw .recipientNotAPerson }
    // must succeed below
    money.addFree(-amount.amount, to: context.by)
    money.addFree(amount.amount, to: family)
    return block.entries.append(context.receipt(.cashIn, account: family, amount: amount, time: block.time))
  }
}
