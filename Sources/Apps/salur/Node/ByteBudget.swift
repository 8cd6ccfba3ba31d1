import Dispatch
import Synchronization

/// Memory that work under way may hold: whoever wants more waits until some is given back.
final class ByteBudget: Sendable {
  private let limit: Int
  private let used = Mutex(0)
  private let freed = DispatchSemaphore(value: 0)

  init(_ limit: Int) { self.limit = limit }

  /// Takes bytes; more than there are only where nobody holds any. One thread takes.
  func take(_ count: Int) {
    while !used.withLock({ used in
      guard used == 0 || used + count <= limit else { return false }
      used += count
      return true
    }) {
      freed.wait()
    }
  }

  func give(_ count: Int) {
    used.withLock { $0 -= count }
    freed.signal()
  }
}
