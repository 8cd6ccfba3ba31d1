import Model
import Synchronization

/// What the hub has set aside for accounts that want it delivered later: bounded, and honest about its gaps.
public final class EventBacklog: Sendable {
  /// Events of a stretch of the log.
  public struct Batch: Sendable {
    public var events: [AccountEvent] = []
    /// Accounts whose owner asked to be forgotten, and credentials that may act no more.
    public var erased: [AccountNumber] = []
    public var removed: [RemovedCredential] = []
    public var from: UInt64
    public var to: UInt64
    /// There were too many events to keep: the journal has them.
    public var hasGap = false

    public init(from: UInt64, to: UInt64) {
      self.from = from
      self.to = to
    }
  }

  public struct RemovedCredential: Equatable, Sendable {
    public let account: AccountNumber
    public let credential: UInt16
  }

  private let capacity: Int
  private let batch = Mutex<Batch?>(nil)
  private let onArrival: @Sendable () -> Void

  /// - Parameter onArrival: told, on the engine's thread, that the log has grown.
  public init(capacity: Int = 100_000, onArrival: @escaping @Sendable () -> Void) {
    self.capacity = capacity
    self.onArrival = onArrival
  }

  /// Takes out all there is; nil where the log has not grown.
  public func take() -> Batch? {
    batch.withLock { batch in
      defer { batch = nil }
      return batch
    }
  }

  func add(_ new: Batch) {
    batch.withLock { batch in
      var sum = batch ?? Batch(from: new.from, to: new.to)
      sum.to = new.to
      sum.erased += new.erased
      sum.removed += new.removed
      if sum.hasGap || sum.events.count + new.events.count > capacity {
        (sum.events, sum.hasGap) = ([], true)
      } else {
        sum.events += new.events
      }
      batch = sum
    }
    onArrival()
  }
}
