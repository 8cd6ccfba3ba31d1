import Model
import Records
import Signing
import Transparency

/// An ordered batch of verified commands with one time.
public struct Block: Sendable {
  public let height: UInt64
  public let time: BlockTime
  public let commands: [VerifiedCommand]
  /// What runs decided in this block when it was first applied, in a replay; a decision about erased facts is adopted
  /// from it.
  public let recordedDecisions: [UInt8]?

  public init(height: UInt64, time: BlockTime, commands: [VerifiedCommand], recordedDecisions: [UInt8]? = nil) {
    self.height = height
    self.time = time
    self.commands = commands
    self.recordedDecisions = recordedDecisions
  }
}

/// The ledger's answer to one command of a block.
public enum CommandOutcome: Equatable, Sendable {
  case accepted(entry: UInt64)
  /// A final rejection, with the entry that says so.
  case rejected(Rejection, entry: UInt64)
  /// Not part of the block: nothing happened, and trying again may help.
  case dropped(Rejection)
}

/// What applying a block gives. Reused from block to block.
public final class BlockOutput {
  public let entries = EntryBuffer()
  public internal(set) var outcomes: [CommandOutcome] = []
  /// What runs decided, for the journal (`DecisionLog`).
  public internal(set) var decisions: [UInt8] = []
  /// Of replayed decisions, how many were adopted because the facts were erased.
  public internal(set) var adoptedDecisions: UInt64 = 0
  /// Seals whose bytes the vault must forget, now that an erasure is on the log.
  public internal(set) var erasedSeals: [Digest] = []
  /// Cycles that the block closed.
  public internal(set) var closed: [ClosedCycle] = []
  public internal(set) var block: BlockEntry?

  public init() {}
}

/// What a block's steps share: its time, where their receipts go and what they decided.
struct BlockContext {
  let height: UInt64
  let time: BlockTime
  let entries: EntryBuffer
  var decisions: DecisionLog
  var erasedSeals: [Digest] = []
  var closed: [ClosedCycle] = []
}

/// What a command's handler may know of it. The envelope has been checked.
struct CommandContext {
  let command: Command
  let id: CommandID
  let sealed: [SealedSlot]
  /// The account's head as the command found it.
  let account: AccountRow
  let credentialRow: Int
  /// A relative pays with the owner's leave.
  let isHelper: Bool
  /// Enough of the agency's officers agreed: those who did before this one.
  var isApproved = false
  var approvers: [UInt16] = []

  var by: AccountNumber { command.account }

  /// Every officer who stands behind it.
  var officers: [UInt16] { approvers + [command.credential] }

  /// RFC 6962 root over the digests of what travelled sealed: what a batch is signed for.
  var sealRoot: Digest {
    MerkleTree.root(leafHashes: sealed.map { MerkleTree.leafHash($0.digest.bytes) }, lanes: SingleLane())
  }
}
