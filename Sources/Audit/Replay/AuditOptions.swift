import Model
import RecordEncryption
import Signing

/// How an audit is done.
public struct AuditOptions: Sendable {
  /// Whether every signature is verified, which takes longer than all the rest.
  public var signatures = true
  /// The promises are checked after every so many blocks and at the end; nil: after every block while the ledger is
  /// small, and more seldom as it grows.
  public var invariantsEvery: UInt64?
  /// The network that is to be audited; nil takes the genesis document's word for it.
  public var network: NetworkID?
  /// Checkpoints that were kept elsewhere, by witnesses, newspapers or the auditor.
  public var checkpoints: [KeptCheckpoint] = []
  /// Heads of the chain of readings that were noted elsewhere.
  public var accessHeads: [Digest] = []

  /// What opens the vault; nil leaves sealed bytes closed, and what follows from them is not recomputed.
  public var vaultKey: (any KeyWrapping)?

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
