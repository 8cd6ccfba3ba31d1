import Ledger
import Model
import Records
import Signing
import Transparency

/// What proves an answer to whoever got it: the entry that says so, what opens it where it is sealed, and its place in
/// the log as it was right after its block.
public struct EntryEvidence: Sendable {
  public let entry: Entry
  /// Nil where the entry is public.
  public let opening: Opening?
  public let inclusion: InclusionProof
  /// Root of the log of `inclusion.size` entries; a checkpoint signs it.
  public let root: Digest

  /// Whether the opening opens the entry, and the entry is in the log.
  public var holds: Bool {
    let opens = opening.map { $0.opens(entry) } ?? true
    return opens && inclusion.root(leafHash: MerkleTree.leafHash(entry.encoded)) == root
  }
}

extension LogTree {
  /// - Parameters:
  ///   - receipt: of a sealed entry; nil where it is public.
  ///   - content: of a public entry.
  func evidence(
    _ index: UInt64, _ receipt: Receipt?, _ content: PublicEntry?, state: LedgerState
  ) -> EntryEvidence {
    let inclusion = inclusionProof(of: index, size: size)
    if let content { return EntryEvidence(entry: .open(content), opening: nil, inclusion: inclusion, root: root) }
    guard let receipt else { preconditionFailure("an entry that is not public has a receipt") }
    let opening = Opening(
      blind: Blind(salt: state.accounts[receipt.account.row].salt, entry: index), receipt: receipt)
    return EntryEvidence(
      entry: .sealed(commitment: opening.commitment), opening: opening, inclusion: inclusion, root: root)
  }
}

/// Evidence of a block's entries, while the block is still in memory.
struct BlockEvidence {
  let log: LogTree
  let state: LedgerState
  private let entries: EntryBuffer
  private let contents: [Int: PublicEntry]

  init(_ entries: EntryBuffer, _ log: LogTree, _ state: LedgerState) {
    self.entries = entries
    self.log = log
    self.state = state
    contents = Dictionary(uniqueKeysWithValues: entries.publicEntries.map { ($0.place, $0.entry) })
  }

  func of(_ entry: UInt64) -> EntryEvidence {
    let place = Int(entry - entries.firstEntry)
    let content = contents[place]
    return log.evidence(entry, content == nil ? entries.receipt(at: place) : nil, content, state: state)
  }
}
