/// How much the node does for those who listen.
public struct EventLimits: Sendable {
  /// Streams of one account: a further one ends the oldest.
  public var streamsPerAccount = 8
  public var streams = 10_000
  /// Events that may wait for one reader.
  public var buffered = 512
  /// Between two beats.
  public var beat = Duration.seconds(15)
  /// A stream's life in beats; its reader signs anew, and comes back.
  public var longestBeats = 240
  /// Entries of the log, and events among them, that are read again for whoever comes back.
  public var replayedEntries: UInt64 = 500_000
  public var replayedEvents = 1_000
  /// Readers at a time for whom the journal is read.
  public var replays = 4

  public init() {}
}
