import Model
import Signing
import Transparency

extension BlockRecord {
  /// RFC 6962 leaf hashes of the block's entries, from what the journal holds.
  public func leafHashes(lanes: some Lanes) -> [Digest] {
    let prefix: [UInt8] = [MerkleTree.leafPrefix, 0x83, 0x01, 0x00, 0x58, 0x20]
    let length = prefix.count + Digest.byteCount
    var messages = [UInt8](repeating: 0, count: entryCount * length)
    for place in 0..<entryCount {
      let start = place * length
      messages.replaceSubrange(start..<start + prefix.count, with: prefix)
      messages.replaceSubrange(
        start + prefix.count..<start + length,
        with: commitments[place * Digest.byteCount..<(place + 1) * Digest.byteCount])
    }
    var leaves = [Digest](repeating: .zero, count: entryCount)
    messages.withUnsafeBytes { messages in
      leaves.withUnsafeMutableBytes { leaves in
        guard let from = messages.baseAddress, let to = leaves.baseAddress else { return }
        lanes.hash(messages: from, length: length, stride: length, count: entryCount, into: to)
      }
    }
    for (place, entry) in publicEntries {
      leaves[Int(place)] = MerkleTree.leafHash(Entry.open(entry).encoded)
    }
    return leaves
  }
}
