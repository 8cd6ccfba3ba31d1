import Synchronization

/// How many connections are open, in all and from each address.
package final class ConnectionCounter: Sendable {
  private let limits: ConnectionLimits
  private let open = Mutex<Open>(Open())

  private struct Open {
    var all = 0
    var byNetwork: [ClientNetwork: Int] = [:]
  }

  enum Admission {
    case admitted
    /// There are enough from that address.
    case addressFull
    /// There are enough in all.
    case full
  }

  package init(_ limits: ConnectionLimits) { self.limits = limits }

  /// Counts a connection that is admitted, and no other.
  ///
  /// - Parameter network: nil where connections from there are not counted singly.
  func admit(_ network: ClientNetwork?) -> Admission {
    open.withLock { open in
      let count = network.map { open.byNetwork[$0, default: 0] } ?? 0
      guard network == nil || count < limits.connectionsPerAddress else { return .addressFull }
      guard open.all < limits.connections else { return .full }
      open.all += 1
      if let network { open.byNetwork[network] = count + 1 }
      return .admitted
    }
  }

  func remove(_ network: ClientNetwork?) {
    open.withLock { open in
      open.all -= 1
      guard let network, let count = open.byNetwork[network] else { return }
      open.byNetwork[network] = count > 1 ? count - 1 : nil
    }
  }
}
