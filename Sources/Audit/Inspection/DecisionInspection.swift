import Ledger
import Model
import Records
import Signing
import Transparency

/// One disbursement, and its decision taken again from what the receipt commits to.
public struct DecisionInspection: Sendable {
  public let index: UInt64
  public let height: UInt64
  public let receipt: Receipt
  public let decision: RecomputedDecision
  /// The receipt opens the entry in the log.
  public let isOpened: Bool
  /// What the replay found, in all.
  public let result: AuditResult

  init(_ collector: DecisionCollector, _ result: AuditResult) throws(AuditError) {
    guard let found = collector.found else { throw .noSuchEntry(collector.index, size: result.entries) }
    guard let decision = found.decision else { throw .noDecision(collector.index) }
    index = collector.index
    height = found.height
    receipt = found.receipt
    isOpened = found.isOpened
    self.decision = decision
    self.result = result
  }

  /// The receipt commits to exactly this programme, cycle, registrant, decision and these facts.
  public var isCommitted: Bool { receipt.digest == decision.digest }

  /// Some fact it rests on was erased: the decision is adopted, not recomputed.
  public var isErased: Bool { decision.explanation.facts.contains(where: \.isErased) }

  /// A history with anything grave in it, or with more in it than can be listed, may tell of another decision; so nothing
  /// in it holds.
  public var holds: Bool {
    isOpened && isCommitted && (isErased || decision.agrees) && result.findingCount == UInt64(result.findings.count)
      && !result.findings.contains { $0.severity == .grave }
  }
}

/// Keeps the one disbursement that is asked for, and takes its decision again when its block has been replayed.
struct DecisionCollector: BlockObserver {
  let index: UInt64
  private(set) var found: Found?

  struct Found {
    let height: UInt64
    let receipt: Receipt
    let isOpened: Bool
    let decision: RecomputedDecision?
  }

  init(entry: UInt64) { index = entry }

  mutating func observe(
    _ block: BlockRecord, _ output: BlockOutput, leaves: UnsafeRawBufferPointer, state: LedgerState
  ) {
    guard index >= block.firstEntry, index - block.firstEntry < UInt64(block.entryCount) else { return }
    let place = Int(index - block.firstEntry)
    let start = place * Receipt.byteCount
    guard !block.publicEntries.contains(where: { Int($0.place) == place }),
      let receipt = Receipt(bytes: [UInt8](block.receipts[start..<start + Receipt.byteCount]))
    else {
      found = Found(
        height: block.height,
        receipt: Receipt(.rejected, account: .none, time: block.time, digest: .zero), isOpened: false, decision: nil)
      return
    }
    let committed = Digest(
      bytes: block.commitments[place * Digest.byteCount..<(place + 1) * Digest.byteCount])
    let opening = block.opening(at: place, state: state)
    found = Found(
      height: block.height, receipt: receipt, isOpened: opening?.commitment == committed,
      decision: state.recompute(receipt))
  }
}
