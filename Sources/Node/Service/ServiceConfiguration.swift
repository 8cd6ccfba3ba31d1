import Events
import Push

/// How a node is reached, and how much of it callers may use.
public struct ServiceConfiguration: Sendable {
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 8080
  /// The largest body: a command and the sealed bytes of a batch.
  public var bodyBytes = 64 << 20
  /// All of a call's header fields together.
  public var headerBytes = 32 << 10
  /// How long a connection may be idle, seconds.
  public var idleSeconds: Int {
    get { Int(limits.idle.components.seconds) }
    set { limits.idle = .seconds(newValue) }
  }
  /// How long calls under way may take once the node is stopping, seconds.
  public var stopSeconds = 30

  /// Who is asked to cosign the log's heads.
  public var witnesses: [WitnessAddress] = []
  /// How many of those that genesis names must have cosigned a head before it is shown as cosigned; nil: all.
  public var witnessQuorum: Int?
  public var events = EventLimits()
  public var push = PushConfiguration()
  /// What one caller may take.
  public var limits = ServiceLimits()

  public init() {}
}
