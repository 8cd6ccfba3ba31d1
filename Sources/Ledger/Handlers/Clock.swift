import Model
import Records

// Time on the ledger: it never goes back, it leaps only where officers agree, and an outage costs nobody a day.

extension LedgerState {
  /// The time the next block may carry when a clock says `proposed`: never earlier than the last block's, and never
  /// later by more than one step, unless officers agreed to more. A clock that leaps stands still here instead.
  public func permittedTime(_ proposed: BlockTime) -> BlockTime {
    guard proposed > time else { return time }
    let (step, overflow) = proposed.milliseconds.subtractingReportingOverflow(time.milliseconds)
    if parameters.clockStep == 0 || (!overflow && step <= parameters.clockStep) { return proposed }
    return max(time, min(proposed, clockGrant))
  }

  /// The ledger's time, where it stands still although a clock says that it is later.
  public func standingClock(at proposed: BlockTime) -> BlockTime? {
    proposed > time && permittedTime(proposed) == time ? time : nil
  }

  mutating func advanceClock(
    to new: BlockTime, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.treasury, context)
    try requireApproval(context)
    guard new > block.time else { throw .clockNotAhead }
    // must succeed below
    clockGrant = new
    return block.entries.append(context.act(action))
  }

  /// Moves the clock to a new block's time. After an outage, what would have run out meanwhile, or soon after, lasts
  /// longer by whole days: vouchers, the time for late facts and appeals, and the time to answer these.
  mutating func pass(to new: BlockTime) {
    let old = time
    time = new
    let gap = new.milliseconds - old.milliseconds
    guard parameters.outage > 0, gap > parameters.outage else { return }
    let lost = (gap + BlockTime.day - 1) / BlockTime.day * BlockTime.day
    for index in classes.indices where classes[index].expires > old {
      classes[index].expires = classes[index].expires.advanced(by: lost)
    }
    for cycle in benefits.kept where isOpenToLearn(cycle, at: old) {
      benefits.cycles[cycle].record.closes = benefits.cycles[cycle].record.closes.advanced(by: lost)
    }
    for recovery in recoveries.open {
      recoveries.update(recovery) { $0.due = $0.due.advanced(by: lost) }
    }
    for appeal in benefits.appeals.open {
      benefits.appeals.update(appeal) { $0.deadline = $0.deadline.advanced(by: lost) }
    }
  }
}
