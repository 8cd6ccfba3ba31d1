import Model
import Records
import Signing

extension Ledger {
  /// What a block with this one command at this time would answer it, and the receipt it would get; nil where its entry
  /// would be public. Nothing changes: a copy of the state is tried.
  ///
  /// What is due runs first, as it would in the block. What follows the commands of a block cannot change their answers.
  public func trying(
    _ command: VerifiedCommand, at time: BlockTime, lanes: some Lanes
  ) -> (outcome: CommandOutcome, receipt: Receipt?) {
    var copy = state
    let entries = EntryBuffer()
    entries.reset(firstEntry: copy.logSize)
    copy.height += 1
    let time = copy.permittedTime(time)
    copy.pass(to: time)
    var context = BlockContext(
      height: copy.height, time: time, entries: entries, decisions: DecisionLog(recorded: nil))
    copy.upgradeIfDue()
    copy.runBenefits(lanes: lanes, block: &context)
    let outcome = copy.execute(command, block: &context)
    switch outcome {
    case .accepted(let entry), .rejected(_, let entry):
      return (outcome, entries.receipt(at: Int(entry - entries.firstEntry)))
    case .dropped: return (outcome, nil)
    }
  }
}
