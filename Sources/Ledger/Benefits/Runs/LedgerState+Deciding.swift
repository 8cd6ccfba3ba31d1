import Model
import Records
import Rules
import Signing

// Pass one: every registrant of a cycle gets a decision, in order, a bounded number a block.

extension LedgerState {
  /// Goes on with pass one of a cycle, if it is in it.
  mutating func decideCycle(_ cycle: Int, _ budget: inout Int, lanes: some Lanes, _ block: inout BlockContext) {
    let record = benefits.cycles[cycle].record
    guard record.stage == .deciding else { return }
    let first = Int(record.cursor)
    let rows = first..<min(first + budget, Int(record.registrants))
    budget -= rows.count
    decide(rows, of: cycle, lanes: lanes, &block)
    benefits.cycles[cycle].record.cursor = UInt32(rows.upperBound)
    guard rows.upperBound == Int(record.registrants) else { return }
    benefits.cycles[cycle].record.stage = .decided
    benefits.cycles[cycle].record.cursor = 0
    benefits.cycles[cycle].record.decidedAt = block.height
    benefits.cycles[cycle].record.decidedTime = block.time
    publish(.decided, cycle: cycle, &block)
  }

  private mutating func decide(_ rows: Range<Int>, of cycle: Int, lanes: some Lanes, _ block: inout BlockContext) {
    guard !rows.isEmpty else { return }
    let record = benefits.cycles[cycle].record
    let plan = DecisionPlan(record, knownAt: record.cutOff, in: self)
    let firstChunk = rows.lowerBound >> 12
    let chunks = (firstChunk...(rows.upperBound - 1) >> 12).map { chunk in
      let part = rows.clamped(to: chunk << 12..<(chunk + 1) << 12)
      return DecidingChunk(
        rows: part, entitlements: benefits.cycles[cycle].entitlements.mutableChunk(chunk, touching: part))
    }
    let offset = block.decisions.reserve(rows.count)
    let log = block.decisions
    var totals = [CycleTotals](repeating: CycleTotals(eligibilityRules: plan.eligibilityRules), count: chunks.count)
    var adopted = [UInt64](repeating: 0, count: chunks.count)
    block.decisions.withUnsafeMutableBytes { bytes in
      totals.withUnsafeMutableBufferPointer { totals in
        adopted.withUnsafeMutableBufferPointer { adopted in
          // Every lane writes its own chunks, log bytes and totals.
          nonisolated(unsafe) let (totals, adopted, bytes) = (totals, adopted, bytes)
          lanes.forEachRange(of: chunks.count) { range in
            var clerk = DecisionClerk(plan, log)
            for index in range {
              let chunk = chunks[index]
              let before = clerk.adopted
              clerk.decide(
                chunk, log: bytes, at: offset + (chunk.rows.lowerBound - rows.lowerBound) * Decision.encodedLength,
                &totals[index])
              adopted[index] = clerk.adopted - before
            }
          }
        }
      }
    }
    for part in totals { benefits.cycles[cycle].record.totals += part }
    block.decisions.adopted += adopted.reduce(0, +)
  }
}

/// Rows of one chunk of a cycle's decisions, for one lane to fill.
struct DecidingChunk: @unchecked Sendable {
  let rows: Range<Int>
  let entitlements: UnsafeMutablePointer<EntitlementRow>
}

/// Decides, or in a replay without the facts' bytes adopts what was decided.
struct DecisionClerk: ~Copyable {
  private var decider: Decider
  private let log: DecisionLog
  private let mayAdopt: Bool
  private(set) var adopted: UInt64 = 0

  init(_ plan: DecisionPlan, _ log: DecisionLog) {
    decider = Decider(plan)
    self.log = log
    mayAdopt = log.isReplay && plan.hasUnreadable
  }

  /// The decision about a registrant, whose place in the log is known; none for whoever is no registrant.
  mutating func decide(_ registrant: Int, logOffset: Int) -> Decision {
    guard let account = decider.plan.account(of: registrant) else { return Decision() }
    if mayAdopt, decider.plan.isUnreadable(registrant, account: account) {
      adopted += 1
      return log.recordedDecision(at: logOffset)
    }
    return decider.decide(registrant, account: account)
  }

  mutating func decide(
    _ chunk: DecidingChunk, log: UnsafeMutableRawPointer, at offset: Int, _ totals: inout CycleTotals
  ) {
    var offset = offset
    for registrant in chunk.rows {
      let decision = decide(registrant, logOffset: offset)
      decision.encode(to: log + offset)
      offset += Decision.encodedLength
      guard decision.verdict != .none else { continue }
      chunk.entitlements[registrant & 4095].take(decision)
      totals.add(chunk.entitlements[registrant & 4095])
    }
  }
}
