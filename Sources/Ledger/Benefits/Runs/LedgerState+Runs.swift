import Model
import Records
import Rules
import Signing

// Runs: what the ledger does by itself at the beginning of every block.

extension LedgerState {
  /// Starts programmes whose notice is over, opens cycles that fell due, decides and pays, in bounded steps.
  mutating func runBenefits(lanes: some Lanes, block: inout BlockContext) {
    startProgrammes(at: block.time)
    openDueCycles(&block)
    stopCancelledCycles(&block)
    var budget = Int(parameters.runRowsPerBlock)
    decideAgain(&budget, &block)
    payArrears(&budget, &block)
    for cycle in benefits.kept { payCycle(cycle, &budget, lanes: lanes, &block) }
    for cycle in benefits.kept where budget > 0 { decideCycle(cycle, &budget, lanes: lanes, &block) }
  }

  /// Maturities at the end of every block: unanswered appeals go on, expired vouchers return, cycles close.
  mutating func mature(lanes: some Lanes, block: inout BlockContext) {
    matureRecoveries(&block)
    rotateIfDue(&block)
    escalateAppeals(&block)
    sweepExpired(&block)
    closeCycles(lanes: lanes, &block)
    dropDecisions(at: block.time)
  }

  private mutating func startProgrammes(at time: BlockTime) {
    for index in benefits.versions.indices {
      let version = benefits.versions[index]
      guard version.state == .scheduled, let starts = version.starts, starts <= time else { continue }
      if let old = benefits.activeVersion(ofSeries: Int(version.series)) { benefits.versions[old].state = .superseded }
      benefits.versions[index].state = .active
    }
  }

  /// Instalments of an event that too few sources still stand by, unless payment has begun. Should enough of them come
  /// back to it, the instalment falls due again.
  private mutating func stopCancelledCycles(_ block: inout BlockContext) {
    for cycle in benefits.kept {
      let record = benefits.cycles[cycle].record
      guard let trigger = record.trigger, benefits.triggers[Int(trigger)].isStopped else { continue }
      guard record.stage == .deciding || record.stage == .decided || record.stage == .waiting else { continue }
      benefits.cycles[cycle].record.stage = .stopped
      benefits.triggers[Int(trigger)].nextInstalment -= 1
      publish(.stopped, cycle: cycle, &block)
    }
  }

  /// A public word about a cycle as it stands.
  mutating func publish(_ stage: CycleNotice.Stage, cycle: Int, _ block: inout BlockContext) {
    let cycle = benefits.cycles[cycle].record
    let notice = CycleNotice(
      stage: stage, series: series[Int(cycle.series)].name, cycle: cycle.name,
      programme: benefits.versions[Int(cycle.version)].id, due: cycle.due, cutOff: cycle.cutOff,
      totals: cycle.totals, gap: Rupiah(cycle.gap), root: cycle.root)
    block.entries.append(PublicEntry(.cycle, content: notice.encoded))
  }
}
