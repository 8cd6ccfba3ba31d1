import Audit
import Model
import Platform
import RecordEncryption
import Records
import Signing

/// What somebody with the disk in their hands can do to a node's files: every checksum is made to fit again.
struct Tampering {
  let chain: TestChain
  var directory: String { chain.path }

  init(_ chain: TestChain) { self.chain = chain }

  /// - Parameter key: of the vault; nil audits without.
  func audit(
    _ options: AuditOptions = AuditOptions(), key: MasterKey? = TestChain.master
  ) throws -> AuditResult {
    var options = options
    options.vaultKey = key
    return try Audit(directory, options: options, lanes: PlatformLanes(count: 2)).verify()
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

  /// Rewrites the vault's records: nil leaves one out, other bytes stand under the same digest. They are encrypted anew
  /// for where they come to lie.
  func vault(_ edit: (VaultFrame, [UInt8]) -> [UInt8]?) throws {
    let path = directory + "/vault/00000001.vault"
    let bytes = try File.contents(of: path)
    var rewritten = Array(bytes[..<FileHeader.byteCount])
    var offset = FileHeader.byteCount
    while offset + VaultFrame.headerByteCount <= bytes.count, bytes[offset] != 0 {
      let frame = try Array(bytes[offset...]).withUnsafeBytes { try VaultFrame(header: $0) }
      let start = offset + VaultFrame.headerByteCount
      let encrypted = bytes[start..<start + Int(frame.length)]
      let sealed = cipher.decrypt(encrypted, at: place(frame, offset), under: try key(frame.slot))!
      if let sealed = edit(frame, sealed) {
        rewritten += record(frame.digest, sealed, slot: frame.slot, at: rewritten.count, under: try key(frame.slot))
      }
      offset += frame.byteCount
    }
    try File.replace(path, with: rewritten + [UInt8](repeating: 0, count: max(0, bytes.count - rewritten.count)))
  }

  /// A record of the (only) vault file, as the vault would write it there.
  func record(_ digest: Digest, _ sealed: [UInt8], slot: UInt64, at offset: Int, under key: RecordKey) -> [UInt8] {
    var record: [UInt8] = []
    let place = RecordPlace(digest, file: 1, offset: offset, slot: slot)
    cipher.encrypt(sealed, at: place, under: key) {
      VaultFrame(digest, slot: slot, encrypted: $0).append($0, to: &record)
    }
    return record
  }

  private var cipher: RecordCipher { RecordCipher(network: chain.genesis.network) }
  private var keys: String { directory + "/vault/keys" }

  private func place(_ frame: VaultFrame, _ offset: Int) -> RecordPlace {
    RecordPlace(frame.digest, file: 1, offset: offset, slot: frame.slot)
  }

  private func key(_ number: UInt64) throws -> RecordKey {
    guard case .key(let wrapped) = try keySlot(number) else { preconditionFailure("the record has a key") }
    return try TestChain.master.unwrap(wrapped)!
  }

  func keySlot(_ number: UInt64) throws -> KeySlot {
    let slot = try File.contents(of: keys).dropFirst(KeySlot.offset(number)).prefix(KeySlot.byteCount)
    return slot.withUnsafeBytes { KeySlot(number, decoding: $0) }!
  }

  /// Every frame of the (only) vault file.
  func frames(_ body: (VaultFrame) -> Void) throws {
    let bytes = try File.contents(of: directory + "/vault/00000001.vault")
    var offset = FileHeader.byteCount
    while offset + VaultFrame.headerByteCount <= bytes.count, bytes[offset] != 0 {
      let frame = try bytes[offset...].withUnsafeBytes { try VaultFrame(header: $0) }
      body(frame)
      offset += frame.byteCount
    }
  }

  /// Puts something in a key's slot, its checksum made to fit.
  func keySlot(_ number: UInt64, _ slot: KeySlot) throws {
    var bytes = try File.contents(of: keys)
    bytes.replaceSubrange(KeySlot.offset(number)..<KeySlot.offset(number + 1), with: slot.encoded(number))
    try File.replace(keys, with: bytes)
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
