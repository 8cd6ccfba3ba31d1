import Ledger
import Model
import Records
import Signing

/// What submitting would be answered.
public enum DryRun: Sendable {
  /// The command was decided before: a retry gets this answer.
  case decided(Decision)
  /// It would be in a block of this height: done, or finally rejected.
  case foreseen(Foreseen)
  /// It would not get into a block.
  case refused(Refusal)
  case unknown(String)

  public struct Foreseen: Sendable {
    public let command: CommandID
    public let height: UInt64
    /// Nil where the ledger would do what is asked.
    public let rejection: Rejection?
    /// Nil where the entry would be public.
    public let receipt: Receipt?
  }
}

extension Replica {
  /// The answer that submitting would get if nothing came before it. Nothing is recorded and nothing used up; like a
  /// submission it must be signed.
  public func dryRun(_ submission: Submission, at time: BlockTime) -> DryRun {
    let (ledger, log, stopped) = state.withLock { ($0.ledger, $0.log, $0.stopped) }
    if let stopped { return .refused(.stopped(stopped)) }
    switch Admission(lanes: lanes).admit([submission], state: ledger.state)[0] {
    case .refused(let refusal): return .refused(refusal)
    case .answered(let entry, let id):
      var first = FirstAnswers(journal)
      switch first.answer(id, entry: entry, log, ledger.state) {
      case .decided(let decision): return .decided(decision)
      case .refused(let refusal): return .refused(refusal)
      case .unknown(let reason): return .unknown(reason)
      }
    case .admitted(let command):
      let (outcome, receipt) = ledger.trying(command, at: time, lanes: lanes)
      func foreseen(_ rejection: Rejection?) -> DryRun {
        .foreseen(
          .init(command: command.id, height: ledger.state.height + 1, rejection: rejection, receipt: receipt))
      }
      switch outcome {
      case .accepted: return foreseen(nil)
      case .rejected(let rejection, _): return foreseen(rejection)
      case .dropped(let rejection): return .refused(.rejected(rejection))
      }
    }
  }
}
