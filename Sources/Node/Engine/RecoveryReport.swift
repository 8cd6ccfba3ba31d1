/// What opening a replica had to do.
public struct RecoveryReport: Sendable {
  /// Height of the snapshot it began from; nil where it began from genesis.
  public internal(set) var snapshot: UInt64?
  /// Newer snapshots that could not serve, and why.
  public internal(set) var passedOver: [String] = []
  public internal(set) var replayedBlocks: UInt64 = 0
  public internal(set) var height: UInt64 = 0
  public internal(set) var logSize: UInt64 = 0
  /// A block that nobody was told about, cut off.
  public internal(set) var cut: String?
  /// Sealed bytes that no block names, cut off.
  public internal(set) var vaultCut: String?
  /// Decisions adopted from the journal, their facts being erased.
  public internal(set) var adoptedDecisions: UInt64 = 0
}
