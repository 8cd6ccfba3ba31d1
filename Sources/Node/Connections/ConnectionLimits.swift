import NIOCore

/// How long connections may hold on, and how many one address may have.
public struct ConnectionLimits: Sendable {
  /// Connections at one time, in all and from one address; those of a proxy are not counted singly.
  public var connections = 4_096
  public var connectionsPerAddress = 512
  /// So many more are taken in, for as long as it takes to tell them that there are enough.
  package var accepted: Int { connections + max(64, connections / 8) }
  /// How long one of those may take to ask something.
  var farewell: Duration { min(head, .seconds(1)) }
  /// How long a new connection may take to its first request's last header.
  public var head = Duration.seconds(10)
  /// How long a request's body may take, and how much longer the larger it is: at least so many bytes a second.
  public var body = Duration.seconds(30)
  public var bytesPerSecond = 16 << 10
  /// How long an answer may wait for a client that takes nothing of it.
  public var stalled = Duration.seconds(60)
  /// Addresses of proxies, whose connections are many people's.
  public var proxies: Set<String> = []

  public init() {}
}

extension Duration {
  package var amount: TimeAmount {
    let (seconds, attoseconds) = components
    return .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
