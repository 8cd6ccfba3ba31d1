import Dispatch
import Foundation
import Synchronization

/// Writes a running node's snapshots: every few hours, so that a start is quick and nothing erased stays behind in old
/// ones, and once more at the end.
public final class SnapshotKeeper: Sendable {
  private let replica: Replica
  private let onFailure: @Sendable (EngineError) -> Void
  private let written: Mutex<UInt64?>
  private let end = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - newest: height of the snapshot the node was started from, if any.
  ///   - seconds: between two snapshots.
  ///   - onFailure: told why a snapshot could not be written. The node goes on: the journal has everything.
  public init(
    _ replica: Replica, newest: UInt64?, every seconds: Int = 6 * 3600,
    onFailure: @escaping @Sendable (EngineError) -> Void
  ) {
    self.replica = replica
    self.onFailure = onFailure
    written = Mutex(newest)
    let thread = Thread { [self] in
      while end.wait(timeout: .now() + .seconds(seconds)) == .timedOut { write() }
      write()
      finished.signal()
    }
    thread.name = "salur-snapshots"
    thread.start()
  }

  /// Writes the last snapshot and returns when it is there. For when no block is decided any more.
  public func stop() async {
    end.signal()
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [self] in
        finished.wait()
        finished.signal()
        continuation.resume()
      }
    }
  }

  private func write() {
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
