import Dispatch
import Engine
import Foundation
import Journal
import Ledger
import Model
import Records
import Synchronization
import Views

/// Keeps the read model up with the journal: whatever was added while nobody looked, then every block once it is durable.
///
/// It reads blocks back from the journal on a thread of its own, so the ledger never waits for it. A view of another
/// network, version or history is removed and built again.
public final class ViewKeeper: Sendable {
  public let views: ViewStore
  private let replica: Replica
  private let follower: ViewFollower
  private let progress: Mutex<Progress>
  private let wakeUp = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)
  private let onFailure: @Sendable (String) -> Void

  private struct Progress {
    var mark: ViewMark?
    var isStopping = false
    /// Why the view goes no further.
    var failure: String?
  }

  /// - Parameter onFailure: told once why the view goes no further. The node goes on without it.
  public init(
    _ replica: Replica, onFailure: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(ViewError) {
    self.replica = replica
    self.onFailure = onFailure
    views = try ViewFollower.open(replica)
    follower = ViewFollower(replica, views)
    progress = Mutex(Progress(mark: try views.mark()))
    let thread = Thread { [self] in run() }
    thread.name = "salur-views"
    thread.start()
    replica.whenBlock { [wakeUp] in wakeUp.signal() }
  }

  /// How far the view has come; nil while it is empty.
  public var mark: ViewMark? { progress.withLock { $0.mark } }

  /// Why the view goes no further, if it does not.
  public var failure: String? { progress.withLock { $0.failure } }

  /// Whether it has a block, waiting for it a moment.
  func has(_ height: UInt64, within milliseconds: Int = 250) async -> Bool {
    for _ in 0..<max(1, milliseconds / 5) {
      if mark.map({ $0.height >= height }) ?? false { return true }
      if failure != nil { return false }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return mark.map { $0.height >= height } ?? false
  }

  /// Reads what is there and ends the thread.
  public func stop() async {
    replica.whenBlock(nil)
    progress.withLock { $0.isStopping = true }
    wakeUp.signal()
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [finished] in
        finished.wait()
        finished.signal()
        continuation.resume()
      }
    }
  }

  private func run() {
    defer { finished.signal() }
    while true {
      do {
        try follower.catchUp { mark in
          progress.withLock {
            $0.mark = mark
            return !$0.isStopping
          }
        }
      } catch {
        progress.withLock { $0.failure = "\(error)" }
        onFailure("\(error)")
        return
      }
      if progress.withLock({ $0.isStopping }) { return }
      wakeUp.wait()
      // Several blocks may have come meanwhile: they are read together.
      while wakeUp.wait(timeout: .now()) == .success {}
    }
  }
}
