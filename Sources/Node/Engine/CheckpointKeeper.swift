/// Publishes a running node's checkpoints: at the start, every so often where the log has grown, and at the end. From
/// then on no copy of its files can end before that and pass for the whole.
public final class CheckpointKeeper: Sendable {
  private let recurring: Recurring

  /// A checkpoint that cannot be written stops the replica.
  public init(_ replica: Replica, every seconds: Int = 60) {
    recurring = Recurring("salur-checkpoints", every: seconds, first: true) {
      guard replica.stopReason == nil, replica.logSize > replica.publishedSize else { return }
      _ = try? replica.checkpoint()
    }
  }

  /// Publishes the last checkpoint and returns when it is on disk. For when no block is decided any more.
  public func stop() async { await recurring.stop() }
}
