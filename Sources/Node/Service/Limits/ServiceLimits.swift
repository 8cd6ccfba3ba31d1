import Connections

/// How much of a node callers may use. What a node serves to everybody nobody may take for themselves.
public struct ServiceLimits: Sendable {
  /// Calls that come from one address, or one /64 of IPv6. Many phones may share one, behind an operator's gateway.
  public var address = Rate(perSecond: 200, burst: 1_000)
  /// Signed calls of one person's or shop's account, and of one agency's.
  public var account = Rate(perSecond: 10, burst: 60)
  public var agency = Rate(perSecond: 1_000, burst: 5_000)

  /// Connections at one time, in all and from one address; those of a proxy are not counted singly.
  public var connections = 4_096
  public var connectionsPerAddress = 512

  /// How long a new connection may take to its first request's last header.
  public var head = Duration.seconds(10)
  /// How long a request's body may take, and how much longer the larger it is: at least so many bytes a second.
  public var body = Duration.seconds(30)
  public var bytesPerSecond = 16 << 10
  /// What large bodies may hold together; not less than the largest one.
  public var bodyMemory = 512 << 20
  /// How long a connection may wait for its next request.
  public var idle = Duration.seconds(60)
  /// How long an answer may wait for a client that takes nothing of it.
  public var stalled = Duration.seconds(60)

  /// Addresses of proxies whose word on where a call came from (`X-Forwarded-For`) is taken. Nobody else's is.
  public var proxies: Set<String> = []

  public init() {}

  public struct Rate: Sendable {
    public var perSecond: Int
    /// What may come at once after a quiet time.
    public var burst: Int

    public init(perSecond: Int, burst: Int) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }
}

extension ServiceLimits {
  /// What concerns connections alone.
  var ofConnections: ConnectionLimits {
    var limits = ConnectionLimits()
    (limits.connections, limits.connectionsPerAddress) = (connections, connectionsPerAddress)
    (limits.head, limits.body, limits.bytesPerSecond) = (head, body, bytesPerSecond)
    (limits.stalled, limits.proxies) = (stalled, proxies)
    return limits
  }

  /// Larger than any header: one field, all fields, their number.
  static let headerFieldBytes = 16 << 10
  static let headerBytes = 32 << 10
  static let headerFields = 64
}
