import Coding
import Ledger
import Model
import Platform
import Records
import Signing
import Transparency

/// One entry of the log: what everybody sees of it, what its owner and auditors see, and the proof that it is there.
public struct EntryInspection: Sendable {
  public let index: UInt64
  public let height: UInt64
  public let time: BlockTime
  public let entry: Entry
  /// Nil for public entries, and where the receipt does not open the entry.
  public let opening: Opening?
  public let leafHash: Digest
  /// Against the newest checkpoint that covers the entry; against the log as it stands where there is none.
  public let proof: InclusionProof
  public let root: Digest
  /// Whether `root` is a published checkpoint's, signed by the log's key.
  public let isPublished: Bool
  /// What the replay found, in all.
  public let result: AuditResult

  init(_ collector: EntryCollector, _ checkpoints: CheckpointAudit, _ result: AuditResult) throws(AuditError) {
    guard let found = collector.found else { throw .noSuchEntry(collector.index, size: collector.log.size) }
    index = collector.index
    height = found.height
    time = found.time
    entry = found.entry
    opening = found.opening
    leafHash = collector.log.leafHash(collector.index)
    let published = checkpoints.agreed.last { $0.size > collector.index }
    isPublished = published != nil
    root = published?.root ?? collector.log.root
    proof = collector.log.inclusionProof(of: collector.index, size: published?.size)
    self.result = result
  }

  /// Whether the proof leads from the entry to the root.
  public var isProven: Bool { proof.root(leafHash: leafHash) == root }

  public var findings: [Finding] { result.findings.filter { $0.place.entry == index } }
}

/// Keeps the log's tree and the one entry that is asked for.
struct EntryCollector: BlockObserver {
  let index: UInt64
  private(set) var log = LogTree()
  private(set) var found: Found?

  struct Found {
    let height: UInt64
    let time: BlockTime
    let entry: Entry
    let opening: Opening?
  }

  init(entry: UInt64) { index = entry }

  mutating func observe(
    _ block: BlockRecord, _ output: BlockOutput, leaves: UnsafeRawBufferPointer, state: LedgerState
  ) {
    if let start = leaves.baseAddress {
      log.append(leafHashes: start, count: leaves.count / Digest.byteCount, lanes: SingleLane())
    }
    guard index >= block.firstEntry, index - block.firstEntry < UInt64(block.entryCount) else { return }
    let place = Int(index - block.firstEntry)
    let entry: Entry
    var opening: Opening?
    if let open = block.publicEntries.first(where: { Int($0.place) == place }) {
      entry = .open(open.entry)
    } else {
      let start = place * Digest.byteCount
      entry = .sealed(commitment: Digest(bytes: block.commitments[start..<start + Digest.byteCount])!)
      opening = block.opening(at: place, state: state).flatMap { $0.opens(entry) ? $0 : nil }
    }
    found = Found(height: block.height, time: block.time, entry: entry, opening: opening)
  }
}

extension BlockRecord {
  /// The opening of the entry at a place, as its receipt and its account's salt give it; nil where the receipt is not
  /// one or its account is unknown. Whether it opens the entry is another question.
  func opening(at place: Int, state: LedgerState) -> Opening? {
    let bytes = receipts[place * Receipt.byteCount..<(place + 1) * Receipt.byteCount]
    guard let receipt = Receipt(bytes: [UInt8](bytes)), let account = state.account(receipt.account) else { return nil }
    return Opening(blind: Blind(salt: account.salt, entry: firstEntry + UInt64(place)), receipt: receipt)
  }
}
