import Coding
import Ledger
import Model
import Platform
import RecordEncryption
import Records
import Signing

/// An independent look at a node's data directory: everything is read from the files and recomputed from genesis.
///
/// Nothing is trusted but the genesis document, whose digest is the network's id, and nothing is ever written. Bytes
/// made to deceive give findings; they never stop the audit in any other way.
public struct Audit: Sendable {
  private let directory: String
  private let options: AuditOptions
  private let lanes: PlatformLanes

  public init(_ directory: String, options: AuditOptions = AuditOptions(), lanes: PlatformLanes = PlatformLanes()) {
    self.directory = directory
    self.options = options
    self.lanes = lanes
  }

  /// Replays the whole journal and says what is wrong with it.
  public func verify(progress: (AuditProgress) -> Void = { _ in }) throws(AuditError) -> AuditResult {
    try replay(observer: NothingMore(), progress).result
  }

  /// What became of every programme's money, with the result of the replay it was computed in.
  public func report(
    progress: (AuditProgress) -> Void = { _ in }
  ) throws(AuditError) -> (programmes: [ProgrammeReport], result: AuditResult) {
    let replay = try replay(observer: MoneyTally(), progress)
    var tally = replay.observer
    return (tally.reports(replay.ledger.state), replay.result)
  }

  /// One entry of the log with its opening and its proof.
  public func inspect(
    entry: UInt64, progress: (AuditProgress) -> Void = { _ in }
  ) throws(AuditError) -> EntryInspection {
    let replay = try replay(observer: EntryCollector(entry: entry), progress)
    return try EntryInspection(replay.observer, replay.checkpoints, replay.result)
  }

  /// The decision behind one disbursement, taken again from the facts its receipt commits to.
  public func decision(
    entry: UInt64, progress: (AuditProgress) -> Void = { _ in }
  ) throws(AuditError) -> DecisionInspection {
    let replay = try replay(observer: DecisionCollector(entry: entry), progress)
    return try DecisionInspection(replay.observer, replay.result)
  }

  func evidence() throws(AuditError) -> Evidence { try Evidence(directory) }

  private func replay<Observer: BlockObserver>(
    observer: Observer, _ progress: (AuditProgress) -> Void
  ) throws(AuditError) -> Replay<Observer> {
    let evidence = try evidence()
    if let key = options.vaultKey {
      do throws(MasterKeyError) {
        try KeyReader.check(key, evidence.vault + "/" + FileNames.keys)
      } catch {
        throw .vaultKey(error)
      }
    }
    var replay = Replay(evidence, options: options, lanes: lanes, observer: observer)
    replay.run(progress: progress)
    return replay
  }
}

/// Verification needs no more than the replay.
private struct NothingMore: BlockObserver {
  mutating func observe(
    _ block: BlockRecord, _ output: BlockOutput, leaves: UnsafeRawBufferPointer, state: LedgerState
  ) {}
}
