import Coding
import Model
import Signing

/// One disbursement's decision, worked out again from what its receipt commits to.
public struct RecomputedDecision: Sendable {
  public let series: Text
  public let cycle: Text
  public let programme: ProgrammeID
  /// An account's number, or a person's where the programme decides about persons.
  public let registrant: UInt32
  /// The rules' answers by the facts that were known then.
  public let explanation: DecisionExplanation
  /// What the ledger had decided when it paid, and what it says now that it is worked out again.
  public let recorded: Rupiah
  /// The digest of programme, cycle, registrant, decision and facts, worked out again; the receipt carries the same.
  public let digest: Digest

  /// Whether the rules lead to what was paid for. Not to be asked where a fact was erased since.
  public var agrees: Bool { explanation.verdict == .yes && explanation.amount == recorded }
}

extension LedgerState {
  /// Takes the decision behind a disbursement again.
  ///
  /// - Parameter receipt: of a disbursement in the block that led to this state.
  /// - Returns: nil where it is no disbursement of a cycle whose decisions are kept.
  public func recompute(_ receipt: Receipt) -> RecomputedDecision? {
    guard receipt.kind == .disbursement, let number = Int(exactly: receipt.reference),
      benefits.cycles.indices.contains(number)
    else { return nil }
    let cycle = benefits.cycles[number]
    let isFamily = benefits.programme(ofCycle: number).unit == .family
    let registrant = isFamily ? receipt.account.raw : receipt.person.raw
    let row = cycle.entitlement(of: Int(registrant))
    guard row.verdict != .none else { return nil }
    let plan = DecisionPlan(cycle.record, knownAt: row.knownAt(cutOff: cycle.record.cutOff), in: self)
    var digests = DecisionDigests(plan, capacity: 1)
    digests.add(row, of: Int(registrant))
    digests.finish(lanes: SingleLane())
    return RecomputedDecision(
      series: series[Int(cycle.record.series)].name, cycle: cycle.record.name,
      programme: benefits.versions[Int(cycle.record.version)].id, registrant: registrant,
      explanation: plan.explain(registrant, row), recorded: Rupiah(row.entitled), digest: digests[0])
  }
}
