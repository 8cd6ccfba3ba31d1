/// How far an audit has come.
public struct AuditProgress: Sendable {
  public let height: UInt64
  /// The last block that was acknowledged, where that is known.
  public let lastHeight: UInt64?
  public let entries: UInt64
}

/// What an audit did and found.
public struct AuditResult: Sendable {
  public let network: String
  public internal(set) var blocks: UInt64 = 0
  /// Blocks that could not be replayed as they were made, because something before or in them is missing or altered.
  public internal(set) var unreplayedBlocks: UInt64 = 0
  public internal(set) var entries: UInt64 = 0
  public internal(set) var commands: UInt64 = 0
  /// Signatures verified, proofs of possession included.
  public internal(set) var signatures: UInt64 = 0
  public internal(set) var sealedRecords: UInt64 = 0
  public internal(set) var erasedRecords: UInt64 = 0
  /// Records that were not opened for want of the vault's key. What follows from them was not recomputed.
  public internal(set) var closedRecords: UInt64 = 0
  /// Records in the vault that no block names: of a block that was lost when the node stopped, or put there by somebody.
  public internal(set) var unnamedRecords: UInt64 = 0
  /// Snapshots from before an erasure, which have still to go.
  public internal(set) var snapshotsToForget: UInt64 = 0
  /// Decisions about erased or closed facts: recorded ones were adopted, and not recomputed.
  public internal(set) var adoptedDecisions: UInt64 = 0
  /// Refusals taken from the journal, because what travelled sealed beside a refused command is not kept.
  public internal(set) var adoptedRefusals: UInt64 = 0
  /// Readings of what is private, on their chain.
  public internal(set) var readings: UInt64 = 0
  /// Checkpoints that the log was compared with.
  public internal(set) var checkpoints: UInt64 = 0
  public internal(set) var stateRoot = ""
  public internal(set) var logRoot = ""
  /// Where a block begins that was being written when the node stopped, and that nobody was told about.
  public internal(set) var unfinished: Finding.Place?
  /// The first thousand; `findingCount` counts all.
  public internal(set) var findings: [Finding] = []
  public internal(set) var findingCount: UInt64 = 0

  init(network: String) { self.network = network }

  public var isClean: Bool { findingCount == 0 }
}
