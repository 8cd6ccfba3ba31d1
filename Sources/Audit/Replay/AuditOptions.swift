import Model

/// How an audit is done.
public struct AuditOptions: Sendable {
  /// Whether every signature is verified, which takes longer than all the rest.
  public var signatures = true
  /// The promises are checked after every so many blocks and at the end; nil: after every block while the ledger is
  /// small, and more seldom as it grows.
  public var invariantsEvery: UInt64?
  /// Checkpoints that were kept elsewhere, by witnesses, newspapers or the auditor.
  public var checkpoints: [KeptCheckpoint] = []

  public init() {}

  /// A signed note and the file it came from.
  public struct KeptCheckpoint: Sendable {
    public let file: String
    public let note: [UInt8]

    public init(file: String, note: [UInt8]) {
      self.file = file
      self.note = note
    }
  }

  /// Whether the promises are checked after a block.
  func checksInvariants(height: UInt64, accounts: Int) -> Bool {
    // Each check reads every balance: sixteen thousand are read in no time.
    height % (invariantsEvery ?? UInt64(1 + accounts / 16_384)) == 0
  }
}

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
  public internal(set) var entries: UInt64 = 0
  public internal(set) var commands: UInt64 = 0
  /// Signatures verified, proofs of possession included.
  public internal(set) var signatures: UInt64 = 0
  public internal(set) var sealedRecords: UInt64 = 0
  public internal(set) var erasedRecords: UInt64 = 0
  /// Decisions about erased facts: recorded ones were adopted, and not recomputed.
  public internal(set) var adoptedDecisions: UInt64 = 0
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
