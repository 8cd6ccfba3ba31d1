/// How messages are pushed.
public struct PushConfiguration: Sendable {
  /// Who runs the node, for push services to turn to: `mailto:…` or `https:…`. Some take nothing without it.
  public var contact: String?
  /// Subscriptions of one account: a further one takes the oldest one's place.
  public var perAccount = 4
  public var subscriptions = 1_000_000
  /// Calls under way at a time.
  public var concurrency = 16
  /// How long a push service keeps a message for a phone that is off, seconds.
  public var timeToLive = 7 * 86_400
  public var pace = Pace()
  /// Endpoints on this machine, over http: for tests.
  public var allowsLoopback = false

  /// How failures are met.
  public struct Pace: Sendable {
    /// Before the second attempt, milliseconds; it doubles with each.
    public var first: Int64 = 2_000
    public var longest: Int64 = 3_600_000
    /// How often what waits is looked at, milliseconds.
    public var tick: Int64 = 1_000
    /// A message that could not be delivered for so long is dropped.
    public var patience: Int64 = 3 * 86_400_000
    /// One call's time, seconds.
    public var call = 10

    public init() {}

    /// Before the attempt after so many failures, a random half of it left out, so that not all come back at once.
    package func delay(after failures: Int, random: inout some RandomNumberGenerator) -> Int64 {
      let full = min(longest, first << Int64(min(failures - 1, 20)))
      return full / 2 + Int64.random(in: 0...full / 2, using: &random)
    }
  }

  public init() {}
}
