import Audit
import Model
import Platform
import Records
import Signing

/// What somebody with the disk in their hands can do to a node's files: every checksum is made to fit again.
struct Tampering {
  let chain: TestChain
  var directory: String { chain.path }

  init(_ chain: TestChain) { self.chain = chain }

  func audit(_ options: AuditOptions = AuditOptions()) throws -> AuditResult {
    try Audit(directory, options: options, lanes: PlatformLanes(count: 2)).verify()
  }

  var segments: [String] {
    get throws {
      try Directory.names(in: directory + "/journal").filter { $0.hasSuffix(".segment") }
        .map { directory + "/journal/" + $0 }
    }
  }

  /// Rewrites the blocks of the (only) segment.
  func blocks(_ edit: (inout [BlockRecord]) throws -> Void) throws {
    let path = try segments[0]
    var bytes = try File.contents(of: path)
    var records: [BlockRecord] = []
    var offset = BlockFrame.alignment
    while offset + BlockFrame.headerByteCount <= bytes.count, bytes[offset] != 0 {
      let frame = try Array(bytes[offset...]).withUnsafeBytes { try BlockFrame(header: $0) }
      records.append(try BlockFrame.decode(Array(bytes[offset..<offset + frame.byteCount])))
      offset += frame.alignedByteCount
    }
    try edit(&records)
    let size = bytes.count
    bytes = Array(bytes[..<BlockFrame.alignment])
    for record in records {
      bytes += BlockFrame.encode(record)
      bytes += [UInt8](repeating: 0, count: -bytes.count & (BlockFrame.alignment - 1))
    }
    bytes += [UInt8](repeating: 0, count: max(0, size - bytes.count))
    try File.replace(path, with: bytes)
  }

  /// Rewrites one block.
  func block(_ height: Int, _ edit: (inout BlockRecord) throws -> Void) throws {
    try blocks { try edit(&$0[height]) }
  }

  /// Rewrites how far the journal was promised.
  func acknowledgement(_ edit: (Acknowledgement) -> Acknowledgement) throws {
    let path = directory + "/journal/acknowledged"
    let contents = AlternatingSlots.newest(in: try File.contents(of: path))!
    let value = edit(try Acknowledgement(encoded: contents.value)).encoded
    var bytes = [UInt8](repeating: 0, count: 2 * AlternatingSlots.slotByteCount)
    let (slot, offset) = AlternatingSlots.encode(sequence: contents.sequence, value: value)
    bytes.replaceSubrange(offset..<offset + slot.count, with: slot)
    try File.replace(path, with: bytes)
  }

  /// Rewrites the vault's records: nil leaves one out, other bytes stand under the same digest.
  func vault(_ edit: (VaultFrame, [UInt8]) -> [UInt8]?) throws {
    let path = directory + "/vault/00000001.vault"
    let bytes = try File.contents(of: path)
    var rewritten = Array(bytes[..<FileHeader.byteCount])
    var offset = FileHeader.byteCount
    while offset + VaultFrame.headerByteCount <= bytes.count, bytes[offset] != 0 {
      let frame = try Array(bytes[offset...]).withUnsafeBytes { try VaultFrame(header: $0) }
      let start = offset + VaultFrame.headerByteCount
      let sealed = Array(bytes[start..<start + Int(frame.length)])
      if let sealed = edit(frame, sealed) {
        VaultFrame(sealed: Sealed(bytes: sealed)!, digest: frame.digest).append(sealed: sealed, to: &rewritten)
      }
      offset += frame.byteCount
    }
    try File.replace(path, with: rewritten + [UInt8](repeating: 0, count: max(0, bytes.count - rewritten.count)))
  }
}

extension BlockRecord {
  /// Changes the receipt at a place; the entry's commitment stays, unless it is to be made anew.
  mutating func changeReceipt(_ place: Int, salt: Salt? = nil, _ edit: (inout Receipt) -> Void) {
    let range = place * Receipt.byteCount..<(place + 1) * Receipt.byteCount
    var receipt = Receipt(bytes: Array(receipts[range]))!
    edit(&receipt)
    receipts.replaceSubrange(range, with: receipt.bytes)
    guard let salt else { return }
    let opening = Opening(blind: Blind(salt: salt, entry: firstEntry + UInt64(place)), receipt: receipt)
    commitments.replaceSubrange(place * 32..<(place + 1) * 32, with: opening.commitment.bytes)
  }

  /// Changes the block's own last entry.
  mutating func changeBlockEntry(_ edit: (BlockEntry) -> BlockEntry) throws {
    let last = publicEntries.count - 1
    let entry = edit(try BlockEntry(encoded: publicEntries[last].entry.content))
    publicEntries[last].entry = PublicEntry(.block, content: entry.encoded)
  }
}
