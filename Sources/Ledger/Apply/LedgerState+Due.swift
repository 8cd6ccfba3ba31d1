import Model
import Rules

// What the ledger would do by itself in a block of nobody's commands. A node that nobody asks for anything cuts a block
// only for that, and so that its clock does not stand still.

extension LedgerState {
  /// Whether a block is due though no command waits, when a clock says `proposed`.
  public func isBlockDue(at proposed: BlockTime) -> Bool {
    let time = permittedTime(proposed)
    return time.milliseconds - self.time.milliseconds >= longestPause || hasWorkDue(at: time)
  }

  /// Half of what would pass for a leap of the clock or an outage, milliseconds.
  private var longestPause: Int64 {
    let limits = [parameters.clockStep, parameters.outage].filter { $0 > 0 }
    return limits.min().map { max(1, $0 / 2) } ?? .max
  }

  /// Whether another block at this time would run something.
  public var hasWorkDue: Bool { hasWorkDue(at: time) }

  /// Whether an empty block of this time would run something: start a programme, open, decide, pay or close a cycle, pass
  /// on an appeal, or sweep what has expired. Forgetting the decisions of cycles that are over can wait for whatever block comes.
  public func hasWorkDue(at time: BlockTime) -> Bool {
    benefits.versions.indices.contains { isDue(version: $0, at: time) }
      || benefits.triggers.contains { isDue($0, at: time) } || isSweepDue(at: time)
      || benefits.kept.contains { isDue(cycle: $0, at: time) }
      || benefits.appeals.open.contains { benefits.appeals.rows[$0].deadline <= time }
      || recoveries.open.contains { isDue(recovery: $0, at: time) }
      || agencies.contains { $0.pending.map { $0.from <= time } ?? false }
  }

  /// A programme whose notice is over, or whose next period falls due.
  private func isDue(version number: Int, at time: BlockTime) -> Bool {
    let version = benefits.versions[number]
    guard let starts = version.starts else { return false }
    if version.state == .scheduled { return starts <= time }
    guard version.state == .active || version.state == .superseded,
      case .schedule(let schedule) = benefits.programme(number).due,
      let period = schedule.occurrence(Int(version.nextOccurrence)), period.due <= schedule.until
    else { return false }
    return BlockTime(startOf: period.due, offset: schedule.offset) <= time
  }

  /// An event whose next instalment falls due.
  private func isDue(_ trigger: EventTrigger, at time: BlockTime) -> Bool {
    guard !trigger.isStopped, benefits.versions[Int(trigger.version)].state != .retired,
      case .trigger(let rule) = benefits.programme(Int(trigger.version)).due,
      Int(trigger.nextInstalment) < rule.instalments.count
    else { return false }
    return trigger.time.advanced(by: rule.instalments[Int(trigger.nextInstalment)].seconds * 1000) <= time
  }

  /// A sweep that has heard whoever it waits for, or an expired class that no sweep has begun with.
  private func isSweepDue(at time: BlockTime) -> Bool {
    if benefits.sweeps.contains(where: { $0.waitsFor <= acceptingBlocks }) { return true }
    return classes.indices.contains { number in
      !classes[number].isSwept && classes[number].expires <= time
        && !benefits.sweeps.contains { Int($0.voucherClass) == number }
    }
  }

  private func isDue(cycle number: Int, at time: BlockTime) -> Bool {
    let cycle = benefits.cycles[number]
    switch cycle.record.stage {
    case .deciding, .paying: return true
    case .decided, .waiting:
      return !cycle.pending.isEmpty || isCancelled(cycle.record) || isPayable(number, at: time)
    case .paid:
      if !cycle.pending.isEmpty { return true }
      if cycle.record.owed > 0 { return isArrearPayable(number) }
      return cycle.record.closes <= time && !benefits.appeals.hasOpen(cycle: cycle.record.number)
    case .closed, .stopped: return false
    }
  }

  private func isCancelled(_ cycle: Cycle) -> Bool {
    cycle.trigger.map { benefits.triggers[Int($0)].isStopped } ?? false
  }

  /// Whether pass two of a decided cycle would begin, or say in public what the fund lacks now.
  private func isPayable(_ number: Int, at time: BlockTime) -> Bool {
    let cycle = benefits.cycles[number].record
    guard cycle.mayPay(at: time, review: parameters.review), !isPrecededByUnpaid(number) else { return false }
    let gap = cycle.owed - availableAfterArrears(ofSeries: Int(cycle.series))
    return gap <= 0 || cycle.mayAnnounce(gap, at: time)
      || benefits.programme(ofCycle: number).fund.onShortfall == .share
  }

  /// Whether the fund has what is owed to whoever is first in the queue of a series.
  private func isArrearPayable(_ number: Int) -> Bool {
    let cycle = benefits.cycles[number]
    let isFirst = !benefits.kept.contains { older in
      let record = benefits.cycles[older].record
      return older < number && record.series == cycle.record.series && record.stage == .paid && record.owed > 0
    }
    guard isFirst, let registrant = cycle.owing.first(where: { _ in true }) else { return false }
    return cycle.entitlements[registrant].owed <= series[Int(cycle.record.series)].fund.unspent
  }
}
