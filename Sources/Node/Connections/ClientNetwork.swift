import NIOCore

/// Where a call comes from, as far as one caller is told from another: an IPv4 address, or the /64 that one customer has of
/// IPv6.
package struct ClientNetwork: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Nil where the text is no address.
  package init?(_ address: String) {
    guard let socket = try? SocketAddress(ipAddress: address, port: 0) else { return nil }
    self.init(socket)
  }

  /// Nil where the socket has no address.
  package init?(_ socket: SocketAddress?) {
    switch socket {
    case .v4(let address):
      high = .max
      low = UInt64(address.address.sin_addr.s_addr)
    case .v6(let address):
      let bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
      if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) {
        // An IPv4 address on a socket for both.
        high = .max
        low = UInt64(bytes[12...].withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
      } else {
        high = 0
        low = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
      }
    default: return nil
    }
  }
}
