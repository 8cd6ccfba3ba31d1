import Coding
import Model
import Signing

/// One block to be framed. Its big sections stay where they are: the buffers must live until it is written.
public struct BlockContents {
  public var height: UInt64
  public var time: BlockTime
  public var commands: [CommandRecord]
  public var firstEntry: UInt64
  public var decisions: UnsafeRawBufferPointer
  public var receipts: UnsafeRawBufferPointer
  public var commitments: UnsafeRawBufferPointer
  public var publicEntries: [(place: UInt32, entry: PublicEntry)]

  public init(
    height: UInt64, time: BlockTime, commands: [CommandRecord], firstEntry: UInt64,
    decisions: UnsafeRawBufferPointer, receipts: UnsafeRawBufferPointer, commitments: UnsafeRawBufferPointer,
    publicEntries: [(place: UInt32, entry: PublicEntry)]
  ) {
    precondition(receipts.count == entryCount(commitments) * Receipt.byteCount, "each entry has both")
    self.height = height
    self.time = time
    self.commands = commands
    self.firstEntry = firstEntry
    self.decisions = decisions
    self.receipts = receipts
    self.commitments = commitments
    self.publicEntries = publicEntries
  }

  /// - Parameter entries: the block's entries, sealed; not to be changed until the block is written.
  public init(
    height: UInt64, time: BlockTime, commands: [CommandRecord], decisions: UnsafeRawBufferPointer,
    entries: EntryBuffer
  ) {
    self.init(
      height: height, time: time, commands: commands, firstEntry: entries.firstEntry, decisions: decisions,
      receipts: entries.receipts, commitments: entries.commitments,
      publicEntries: entries.publicEntries.map { (UInt32($0.place), $0.entry) })
  }

  public var entries: UInt32 { UInt32(entryCount(commitments)) }
}

private func entryCount(_ commitments: UnsafeRawBufferPointer) -> Int { commitments.count / Digest.byteCount }

extension BlockRecord {
  /// The same block, to be framed again.
  public func withContents<Result, Failure: Error>(
    _ body: (BlockContents) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try decisions.span.withUnsafeBytes { (decisions) throws(Failure) in
      try receipts.span.withUnsafeBytes { (receipts) throws(Failure) in
        try commitments.span.withUnsafeBytes { (commitments) throws(Failure) in
          try body(
            BlockContents(
              height: height, time: time, commands: commands, firstEntry: firstEntry, decisions: decisions,
              receipts: receipts, commitments: commitments, publicEntries: publicEntries))
        }
      }
    }
  }
}

extension BlockFrame {
  /// Frames a block and lends the frame in pieces, to be written one after the other: its header, then the sections.
  public static func withPieces<Result, Failure: Error>(
    of block: BlockContents, _ body: (BlockFrame, [UnsafeRawBufferPointer]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let commands = encode(block.commands)
    let publicEntries = encode(block.publicEntries)
    return try commands.span.withUnsafeBytes { (commands) throws(Failure) in
      try publicEntries.span.withUnsafeBytes { (publicEntries) throws(Failure) in
        let sections = [commands, block.decisions, block.receipts, block.commitments, publicEntries]
        let frame = BlockFrame(of: block, sections: sections)
        return try frame.header.span.withUnsafeBytes { (header) throws(Failure) in
          try body(frame, [header] + sections)
        }
      }
    }
  }

  /// The frame in one piece.
  public static func encode(_ block: BlockRecord) -> [UInt8] {
    block.withContents { contents in
      withPieces(of: contents) { frame, pieces in
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frame.byteCount)
        for piece in pieces { bytes.append(contentsOf: piece) }
        return bytes
      }
    }
  }

  private init(of block: BlockContents, sections buffers: [UnsafeRawBufferPointer]) {
    height = block.height
    time = block.time
    firstEntry = block.firstEntry
    entries = block.entries
    sections = InlineArray { index in
      let section = buffers[index]
      precondition(section.count <= Self.maximumSection, "a block is cut before a section outgrows its frame")
      return Extent(length: section.count, checksum: CRC32C.checksum(section))
    }
  }

  private var header: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headerByteCount)
    bytes.appendLittleEndian(Self.magic)
    bytes.appendLittleEndian(entries)
    bytes.appendLittleEndian(height)
    bytes.appendLittleEndian(time.milliseconds)
    bytes.appendLittleEndian(firstEntry)
    for index in 0..<5 { bytes.appendLittleEndian(UInt64(sections[index].length)) }
    for index in 0..<5 { bytes.appendLittleEndian(sections[index].checksum) }
    bytes.appendChecksum()
    return bytes
  }

  private static func encode(_ commands: [CommandRecord]) -> [UInt8] {
    var writer = CBORWriter(capacity: commands.reduce(9) { $0 + $1.signed.count + $1.sealed.count * 32 + 20 })
    writer.list(commands) { writer, command in
      writer.array(2)
      writer.bytes(command.signed)
      command.sealed.withUnsafeBytes { writer.bytes($0) }
    }
    return writer.bytes
  }

  private static func encode(_ entries: [(place: UInt32, entry: PublicEntry)]) -> [UInt8] {
    var writer = CBORWriter(capacity: entries.reduce(9) { $0 + $1.entry.content.count + 20 })
    writer.list(entries) { writer, item in
      writer.array(3)
      writer.unsigned(item.place)
      writer.unsigned(item.entry.kind.rawValue)
      writer.bytes(item.entry.content)
    }
    return writer.bytes
  }
}
