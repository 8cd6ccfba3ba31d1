import Coding
import Model
import Signing

/// One block as the journal keeps it: enough to run the ledger again and to compare what comes out.
public struct BlockRecord: Sendable {
  public var height: UInt64
  public var time: BlockTime
  public var commands: [CommandRecord]
  public var firstEntry: UInt64
  /// What runs decided in this block, in order (`DecisionRecord`): compared by a replay, adopted after an erasure.
  public var decisions: [UInt8]
  /// Documented bytes of receipts, 96 an entry, zero for public entries.
  public var receipts: [UInt8]
  /// 32 bytes an entry, zero for public entries.
  public var commitments: [UInt8]
  public var publicEntries: [(place: UInt32, entry: PublicEntry)]

  public init(
    height: UInt64, time: BlockTime, commands: [CommandRecord], firstEntry: UInt64, decisions: [UInt8],
    receipts: [UInt8], commitments: [UInt8], publicEntries: [(place: UInt32, entry: PublicEntry)]
  ) {
    self.height = height
    self.time = time
    self.commands = commands
    self.firstEntry = firstEntry
    self.decisions = decisions
    self.receipts = receipts
    self.commitments = commitments
    self.publicEntries = publicEntries
  }

  public var entryCount: Int { commitments.count / Digest.byteCount }
}

/// One command as the journal keeps it: its signed bytes and the digests of what travelled sealed beside it.
public struct CommandRecord: Hashable, Sendable {
  public let signed: [UInt8]
  public let sealed: [Digest]

  public init(signed: [UInt8], sealed: [Digest]) {
    self.signed = signed
    self.sealed = sealed
  }
}
