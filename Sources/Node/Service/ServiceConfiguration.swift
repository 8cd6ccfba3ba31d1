/// How a node is reached, and how much of it callers may use.
public struct ServiceConfiguration: Sendable {
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 8080
  /// The largest body: a command and the sealed bytes of a batch.
  public var bodyBytes = 64 << 20
  /// All of a call's header fields together.
  public var headerBytes = 32 << 10
  /// Connections at one time; more wait until one is closed.
  public var connections = 4_096
  /// How long a connection may be idle, seconds.
  public var idleSeconds = 60
  /// How long calls under way may take once the node is stopping, seconds.
  public var stopSeconds = 30

  public init() {}
}
