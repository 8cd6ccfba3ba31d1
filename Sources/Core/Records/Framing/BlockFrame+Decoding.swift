import Coding
import Model
import Signing

extension BlockFrame {
  /// Reads a header and checks it; the sections may not be there yet.
  public init(header bytes: UnsafeRawBufferPointer) throws(FrameError) {
    guard bytes.count >= Self.headerByteCount, let p = bytes.baseAddress else {
      throw .truncated(expected: UInt64(Self.headerByteCount), found: UInt64(bytes.count))
    }
    guard p.loadLittleEndian(UInt32.self) == Self.magic else { throw .notAFrame }
    let checked = UnsafeRawBufferPointer(start: p, count: Self.headerByteCount - 4)
    guard p.loadLittleEndian(UInt32.self, at: 92) == CRC32C.checksum(checked) else { throw .headerChecksum }
    entries = p.loadLittleEndian(at: 4)
    height = p.loadLittleEndian(at: 8)
    time = BlockTime(milliseconds: p.loadLittleEndian(at: 16))
    firstEntry = p.loadLittleEndian(at: 24)
    var sections = InlineArray<5, Extent>(repeating: Extent())
    for section in Self.sectionOrder {
      let index = section.rawValue
      let length = p.loadLittleEndian(UInt64.self, at: 32 + 8 * index)
      guard length <= UInt64(Self.maximumSection) else { throw .tooLong(section) }
      sections[index] = Extent(
        length: Int(length), checksum: p.loadLittleEndian(UInt32.self, at: 72 + 4 * index))
    }
    self.sections = sections
    guard UInt64(sections[FrameError.Section.receipts.rawValue].length) == UInt64(entries) * UInt64(Receipt.byteCount),
      UInt64(sections[FrameError.Section.commitments.rawValue].length) == UInt64(entries) * UInt64(Digest.byteCount),
      !firstEntry.addingReportingOverflow(UInt64(entries)).overflow
    else { throw .entryCount }
  }

  /// Checks the sections of the frame that `bytes` begin with against their checksums.
  public func verify(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
    guard bytes.count >= byteCount else {
      throw .truncated(expected: UInt64(byteCount), found: UInt64(bytes.count))
    }
    for section in Self.sectionOrder {
      guard CRC32C.checksum(slice(bytes, section)) == sections[section.rawValue].checksum else {
        throw .checksum(section)
      }
    }
  }

  /// Reads a frame that is all of `bytes`, checking everything.
  public static func decode(_ bytes: UnsafeRawBufferPointer) throws(FrameError) -> BlockRecord {
    let frame = try BlockFrame(header: bytes)
    try frame.verify(bytes)
    guard bytes.count == frame.byteCount else { throw .trailingBytes }
    return BlockRecord(
      height: frame.height, time: frame.time,
      commands: try decodeCommands([UInt8](frame.slice(bytes, .commands))),
      firstEntry: frame.firstEntry,
      decisions: [UInt8](frame.slice(bytes, .decisions)),
      receipts: [UInt8](frame.slice(bytes, .receipts)),
      commitments: [UInt8](frame.slice(bytes, .commitments)),
      publicEntries: try decodePublicEntries([UInt8](frame.slice(bytes, .publicEntries)), entries: frame.entries))
  }

  public static func decode(_ bytes: [UInt8]) throws(FrameError) -> BlockRecord {
    try bytes.span.withUnsafeBytes { (bytes) throws(FrameError) in try decode(bytes) }
  }

  /// The public entries, from the bytes of their section alone.
  package func publicEntries(
    section bytes: [UInt8]
  ) throws(FrameError) -> [(place: UInt32, entry: PublicEntry)] {
    guard CRC32C.checksum(bytes) == sections[FrameError.Section.publicEntries.rawValue].checksum else {
      throw .checksum(.publicEntries)
    }
    return try Self.decodePublicEntries(bytes, entries: entries)
  }

  private func slice(_ bytes: UnsafeRawBufferPointer, _ section: FrameError.Section) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range(of: section)])
  }

  private static func decodeCommands(_ bytes: [UInt8]) throws(FrameError) -> [CommandRecord] {
    do throws(CodingError) {
      var reader = CBORReader(bytes)
      let commands = try reader.list(max: maximumSection) { (reader) throws(CodingError) in
        try reader.array(exactly: 2)
        let signed = try reader.bytes()
        let digests = try reader.bytes(max: maximumSection)
        guard digests.count % Digest.byteCount == 0 else { throw reader.invalid("digests have 32 bytes each") }
        return CommandRecord(signed: signed, sealed: loadDigests(digests))
      }
      try reader.end()
      return commands
    } catch {
      throw .malformed(.commands, error)
    }
  }

  private static func loadDigests(_ bytes: [UInt8]) -> [Digest] {
    bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / Digest.byteCount).map { Digest(loading: bytes.baseAddress! + $0 * Digest.byteCount) }
    }
  }

  private static func decodePublicEntries(
    _ bytes: [UInt8], entries: UInt32
  ) throws(FrameError) -> [(place: UInt32, entry: PublicEntry)] {
    do throws(CodingError) {
      var reader = CBORReader(bytes)
      var next: UInt32 = 0
      let list = try reader.list(max: maximumSection) { (reader) throws(CodingError) in
        try reader.array(exactly: 3)
        let place: UInt32 = try reader.unsigned()
        guard place >= next, place < entries else { throw reader.error(.outOfRange) }
        next = place + 1
        let kind = try reader.choice(PublicEntry.Kind.self)
        return (place: place, entry: PublicEntry(kind, content: try reader.bytes(max: PublicEntry.maximumBytes)))
      }
      try reader.end()
      return list
    } catch {
      throw .malformed(.publicEntries, error)
    }
  }
}
