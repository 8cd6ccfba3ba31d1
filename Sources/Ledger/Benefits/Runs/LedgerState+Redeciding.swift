import Model
import Records
import Rules
import Signing

// Decisions taken again because something was learnt late: a fact, a registration, another series' answer.

extension LedgerState {
  /// Decides whoever is pending in cycles that are between their passes or paid, with what was true on the due day.
  mutating func decideAgain(_ budget: inout Int, _ block: inout BlockContext) {
    for cycle in benefits.kept where budget > 0 {
      let state = benefits.cycles[cycle]
      switch state.record.stage {
      case .decided, .waiting, .paid: break
      case .deciding, .paying, .closed, .stopped: continue
      }
      if !state.pending.isEmpty { decidePending(of: cycle, &budget, &block) }
    }
  }

  private mutating func decidePending(of cycle: Int, _ budget: inout Int, _ block: inout BlockContext) {
    let plan = DecisionPlan(benefits.cycles[cycle].record, knownAt: .max, in: self)
    var clerk = DecisionClerk(plan, block.decisions)
    for registrant in benefits.cycles[cycle].pending {
      guard budget > 0 else { break }
      budget -= 1
      let decision = clerk.decide(registrant, logOffset: block.decisions.bytes.count)
      block.decisions.append(decision)
      revise(registrant, of: cycle, decision)
    }
    block.decisions.adopted += clerk.adopted
  }

  private mutating func revise(_ registrant: Int, of cycle: Int, _ decision: Decision) {
    let old = benefits.cycles[cycle].entitlements[registrant]
    var new = old
    new.isPending = false
    new.isUpheld = false
    // An appeal takes nothing from anyone, whatever else has become known.
    let falls = old.isUpheld && Int64(decision.amount) < old.entitled
    if decision.verdict != .none, !falls { new.take(decision) }
    if new.decision != old.decision { new.revisedAt = UInt32(clamping: height) }
    benefits.cycles[cycle].set(new, of: registrant, replacing: old)
    if new.verdict != old.verdict { askersLearn(of: registrant, cycle) }
  }

  /// Whoever asked what a series had decided about a registrant has to ask again.
  private mutating func askersLearn(of registrant: Int, _ cycle: Int) {
    let record = benefits.cycles[cycle].record
    let isPerson = benefits.programme(ofCycle: cycle).unit == .person
    for other in benefits.kept where other > cycle {
      let asker = benefits.cycles[other].record
      guard record.start <= asker.due, asker.due < record.end, isOpenToLearn(other),
        benefits.askedSeries(Int(asker.version)).contains(Int(record.series))
      else { continue }
      if isPerson {
        benefits.cycles[other].markPending(registrant)
      } else {
        markPending(family: AccountNumber(UInt32(registrant)), in: other)
      }
    }
  }

  /// Whether something learnt now may still change a cycle's decisions.
  func isOpenToLearn(_ cycle: Int) -> Bool { isOpenToLearn(cycle, at: time) }

  func isOpenToLearn(_ cycle: Int, at time: BlockTime) -> Bool {
    let record = benefits.cycles[cycle].record
    return !record.stage.isOver && time < record.closes
  }

  /// A family, or its people, are to be decided again in a cycle.
  mutating func markPending(family: AccountNumber, in cycle: Int) {
    switch benefits.programme(ofCycle: cycle).unit {
    case .family:
      benefits.cycles[cycle].markPending(family.row)
    case .person:
      for person in people(of: accounts[family.row]) { benefits.cycles[cycle].markPending(person.row) }
      for person in leavers[family.raw] ?? [] { benefits.cycles[cycle].markPending(person.row) }
    }
  }

  /// People came to the ledger in a family that was there: every open cycle that decides about persons decides about them.
  mutating func personsRegistered(_ new: Range<Int>) {
    for cycle in benefits.kept where isOpenToLearn(cycle) && benefits.programme(ofCycle: cycle).unit == .person {
      for person in new { benefits.cycles[cycle].markPending(person) }
    }
  }

  /// Families came to the ledger: every open cycle decides about them too.
  mutating func familiesRegistered(from first: AccountNumber, count: Int) {
    for cycle in benefits.kept where isOpenToLearn(cycle) {
      for row in first.row..<first.row + count { markPending(family: AccountNumber(UInt32(row)), in: cycle) }
    }
  }
}

extension CycleState {
  /// Writes a changed decision or payment, and keeps totals and queues in step.
  mutating func set(_ new: EntitlementRow, of registrant: Int, replacing old: EntitlementRow) {
    if old.isPending && !new.isPending { pending.remove(registrant) }
    guard new != old else { return }
    entitlements.update(registrant) { $0 = new }
    record.totals.remove(old)
    record.totals.add(new)
    record.totals.paidRupiah.amount += new.paid - old.paid
    if old.paid == 0 && new.paid > 0 { record.totals.paid += 1 }
    guard record.stage == .paid else { return }
    if new.owed > 0 { owing.insert(registrant) } else { owing.remove(registrant) }
  }
}
