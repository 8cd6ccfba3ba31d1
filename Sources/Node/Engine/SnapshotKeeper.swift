import Synchronization

/// Writes a running node's snapshots: every few hours, so that a start is quick and nothing erased stays behind in old
/// ones, and once more at the end.
public final class SnapshotKeeper: Sendable {
  private let recurring: Recurring

  /// Where older snapshots still hold what has been erased, the first is written at once.
  ///
  /// - Parameters:
  ///   - newest: height of the snapshot the node was started from, if any.
  ///   - seconds: between two snapshots.
  ///   - onFailure: told why a snapshot could not be written. The node goes on: the journal has everything.
  public init(
    _ replica: Replica, newest: UInt64?, every seconds: Int = 6 * 3600,
    onFailure: @escaping @Sendable (EngineError) -> Void
  ) {
    let writer = Writer(replica, newest: newest, onFailure)
    recurring = Recurring("salur-snapshots", every: seconds, first: replica.holdsErased(newest: newest)) {
      writer.write()
    }
  }

  /// Writes the last snapshot and returns when it is there. For when no block is decided any more.
  public func stop() async { await recurring.stop() }

  /// Writes a snapshot where there has been a block since the last.
  private final class Writer: Sendable {
    private let replica: Replica
    private let onFailure: @Sendable (EngineError) -> Void
    private let written: Mutex<UInt64?>

    init(_ replica: Replica, newest: UInt64?, _ onFailure: @escaping @Sendable (EngineError) -> Void) {
      self.replica = replica
      self.onFailure = onFailure
      written = Mutex(newest)
    }

    func write() {
      let height = replica.newestBlock.height
      guard height > written.withLock({ $0 ?? 0 }) else { return }
      do throws(EngineError) {
        try replica.writeSnapshot()
        written.withLock { $0 = height }
      } catch {
        onFailure(error)
      }
    }
  }
}
