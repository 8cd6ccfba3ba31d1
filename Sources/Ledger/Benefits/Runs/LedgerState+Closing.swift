import Coding
import Model
import Records
import Rules
import Signing
import Transparency

// The end of a cycle: nothing is owed and nothing can be learnt any more.

extension LedgerState {
  mutating func closeCycles(lanes: some Lanes, _ block: inout BlockContext) {
    for cycle in benefits.kept {
      let state = benefits.cycles[cycle]
      guard state.record.stage == .paid, state.record.closes <= block.time, state.record.owed == 0,
        state.pending.isEmpty, !benefits.appeals.hasOpen(cycle: state.record.number)
      else { continue }
      let tree = regionTree(ofCycle: cycle, lanes: lanes)
      block.closed.append(
        ClosedCycle(
          series: series[Int(state.record.series)].name, cycle: state.record.name, root: tree.root.hash,
          regions: tree.regions))
      benefits.cycles[cycle].record.root = tree.root.hash
      benefits.cycles[cycle].record.stage = .closed
      publish(.closed, cycle: cycle, &block)
      publishAppeals(ofCycle: cycle, &block)
    }
  }

  /// Forgets the decisions of cycles that are over, once no other open cycle may ask what they were.
  mutating func dropDecisions(at time: BlockTime) {
    let open = benefits.cycles.indices.filter { !benefits.cycles[$0].record.stage.isOver }
    for cycle in benefits.kept {
      let record = benefits.cycles[cycle].record
      let offset = benefits.programme(ofCycle: cycle).due.offset
      let isAsked = open.contains { other in
        let due = benefits.cycles[other].record.due
        return record.start <= due && due < record.end
      }
      let isPast = !isAsked && BlockTime(startOf: record.end, offset: offset) <= time
      guard record.stage == .stopped || record.stage == .closed && isPast else { continue }
      benefits.cycles[cycle].dropDecisions()
      benefits.kept.removeAll { $0 == cycle }
    }
  }

  /// The tree whose root closes a cycle: by village, district, regency and province, over blinded leaves. Anyone adds
  /// up its sums; a family finds its own leaf in it. Only while the cycle's decisions are kept.
  public func regionTree(ofCycle cycle: Int, lanes: some Lanes) -> RegionTree {
    let plan = DecisionPlan(benefits.cycles[cycle].record, knownAt: .max, in: self)
    return RegionTree(benefits.cycles[cycle], plan: plan, lanes: lanes)
  }
}

/// A cycle that was closed, and the regions' totals its root commits to. The state forgets them soon after.
public struct ClosedCycle: Sendable {
  public let series: Text
  public let cycle: Text
  public let root: Digest
  public let regions: [RegionSum]
}

extension LedgerState {
  /// The same of a cycle closed earlier; nil once its decisions are forgotten.
  public func closedCycle(_ cycle: Int, lanes: some Lanes) -> ClosedCycle? {
    let state = benefits.cycles[cycle]
    guard state.record.stage == .closed, state.entitlements.count > 0 else { return nil }
    let tree = regionTree(ofCycle: cycle, lanes: lanes)
    guard tree.root.hash == state.record.root else { return nil }
    return ClosedCycle(
      series: series[Int(state.record.series)].name, cycle: state.record.name, root: tree.root.hash,
      regions: tree.regions)
  }
}

extension CycleState {
  mutating func dropDecisions() {
    entitlements = Table()
    pending = DirtyRows()
    owing = DirtyRows()
  }
}
