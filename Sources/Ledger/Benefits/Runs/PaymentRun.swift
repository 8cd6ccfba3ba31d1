import Model
import Records
import Rules
import Signing

/// Rows of one chunk of a cycle's decisions to pay, and where their owners' balances lie, for one lane to write.
struct PayingChunk: @unchecked Sendable {
  let rows: Range<Int>
  let entitlements: UnsafeMutablePointer<EntitlementRow>
  /// Nil where registrants are persons: several may share an account, so their balances are added one after the other.
  let balances: UnsafeMutablePointer<Int64>?
}

/// What paying a cycle's registrants needs, on any number of lanes.
struct PaymentRun: Sendable {
  private let plan: DecisionPlan
  private let share: Cycle.Share?
  private let voucherClass: UInt32
  private let cycle: UInt32
  private let time: BlockTime
  private let entries: EntryBuffer

  init(_ cycle: Cycle, in state: LedgerState, _ block: BlockContext) {
    plan = DecisionPlan(cycle, knownAt: cycle.cutOff, in: state)
    share = cycle.share
    voucherClass = cycle.voucherClass!
    self.cycle = cycle.number
    time = block.time
    entries = block.entries
  }

  var paysFamilies: Bool { plan.unit == .family }

  /// What came of one chunk.
  struct Part: Sendable {
    var payments = 0
    var firstPayments = 0
    var rupiah: Int64 = 0
    /// Where its receipts go in the block's entries.
    var firstPlace = 0
    /// Rows paid, and rows still owed something, as bits of the chunk's 4096.
    var paid = [UInt64](repeating: 0, count: 64)
    var owing = [UInt64](repeating: 0, count: 64)
  }

  private func amount(_ row: EntitlementRow) -> Int64 { share?.of(row.owed) ?? row.owed }

  /// How many payments a chunk will make.
  func count(_ chunk: PayingChunk) -> Part {
    var part = Part()
    for row in chunk.rows where amount(chunk.entitlements[row & 4095]) > 0 { part.payments += 1 }
    return part
  }

  /// Pays a chunk: balances, decisions and receipts.
  func pay(_ chunk: PayingChunk, _ part: inout Part, lanes: some Lanes) {
    var place = part.firstPlace
    var digests = DecisionDigests(plan, capacity: part.payments)
    for registrant in chunk.rows {
      let row = chunk.entitlements[registrant & 4095]
      if amount(row) > 0 { digests.add(row, of: registrant) }
    }
    digests.finish(lanes: lanes)
    for registrant in chunk.rows {
      let index = registrant & 4095
      let row = chunk.entitlements[index]
      let amount = amount(row)
      if amount < row.owed { part.owing[index >> 6] |= 1 << UInt64(index & 63) }
      guard amount > 0 else { continue }
      if row.paid == 0 { part.firstPayments += 1 }
      chunk.entitlements[index].paid += amount
      if let balances = chunk.balances { balances[index] += amount }
      part.rupiah += amount
      part.paid[index >> 6] |= 1 << UInt64(index & 63)
      entries.set(place, receipt(registrant, amount, digests[place - part.firstPlace]))
      place += 1
    }
  }

  private func receipt(_ registrant: Int, _ amount: Int64, _ digest: Digest) -> Receipt {
    var receipt = Receipt(
      .disbursement, account: plan.payee(registrant), amount: amount, time: time, digest: digest)
    if plan.unit == .person { receipt.person = PersonNumber(UInt32(registrant)) }
    receipt.voucherClass = voucherClass
    receipt.reference = UInt64(cycle)
    return receipt
  }
}
