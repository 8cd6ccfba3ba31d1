import Synchronization

/// How many connections each address has open.
package final class ConnectionCounter: Sendable {
  private let limit: Int
  private let open = Mutex<[ClientNetwork: Int]>([:])

  package init(limit: Int) { self.limit = limit }

  /// False where there are enough from there; then it is not counted.
  func add(_ network: ClientNetwork) -> Bool {
    open.withLock { open in
      let count = open[network, default: 0]
      guard count < limit else { return false }
      open[network] = count + 1
      return true
    }
  }

  func remove(_ network: ClientNetwork) {
    open.withLock { open in
      guard let count = open[network] else { return }
      open[network] = count > 1 ? count - 1 : nil
    }
  }
}
