import Coding
import Model
import Platform
import Records
import Signing
import Transparency

/// Whether a block is what its own last entry says it is. Needs nothing but the block.
struct BlockCheck {
  /// Nil where there is none.
  let entry: BlockEntry?
  private(set) var findings: [Finding] = []

  init(_ record: BlockRecord, place: Finding.Place, lanes: PlatformLanes) {
    let last = place.entry(record.firstEntry + UInt64(max(record.entryCount, 1) - 1))
    guard let written = record.publicEntries.last, Int(written.place) == record.entryCount - 1,
      written.entry.kind == .block, let entry = try? BlockEntry(encoded: written.entry.content)
    else {
      entry = nil
      findings = [Finding(.blockEntry, last, "the block does not end with one")]
      return
    }
    self.entry = entry
    if entry.height != record.height || entry.time != record.time || entry.firstEntry != record.firstEntry
      || entry.entries != UInt64(record.entryCount)
    {
      findings.append(
        Finding(
          .blockEntry, last,
          "it speaks of block \(entry.height) with \(entry.entries) entries from \(entry.firstEntry)"))
    }
    let leaves = record.commands.map { SHA256.acceleratedHash([MerkleTree.leafPrefix] + $0.signed) }
    let root = MerkleTree.root(leafHashes: leaves, lanes: lanes)
    if entry.commandRoot != root || Int(entry.commands) != record.commands.count {
      findings.append(
        Finding(.commandRoot, last, "\(record.commands.count) commands lead to \(root), not to \(entry.commandRoot)"))
    }
  }
}
