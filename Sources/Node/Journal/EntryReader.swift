import Platform
import Records
import Signing
import Storage

/// Reads single entries out of the journal's blocks, without the rest of them.
///
/// The journal is asked once where the blocks are, so that reading never waits for a block that is being synced.
struct EntryReader {
  private let journal: Journal
  private let wanted: Range<UInt64>
  /// Those that hold them, in order.
  private let blocks: [(height: UInt64, place: BlockPlace)]
  private var segment: Segment?

  init(_ journal: Journal, _ wanted: Range<UInt64>) {
    self.journal = journal
    self.wanted = wanted
    blocks = journal.blocks(around: wanted)
  }

  /// The wanted entries, in order. A part of a block's commitments has no checksum of its own: whoever asks compares the
  /// entries with the log's tree.
  mutating func entries() throws(JournalError) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(wanted.count)
    for block in blocks { try append(block, to: &entries) }
    return entries
  }

  private mutating func append(
    _ block: (height: UInt64, place: BlockPlace), to entries: inout [Entry]
  ) throws(JournalError) {
    let (segment, frame) = try frame(block)
    let next = wanted.lowerBound + UInt64(entries.count)
    guard next >= frame.firstEntry else { throw segment.damage(.frame(.entryCount), at: block.place.offset) }
    let places = Int(next - frame.firstEntry)..<Int(min(frame.logSize, max(next, wanted.upperBound)) - frame.firstEntry)
    guard !places.isEmpty else { return }
    let first = entries.count
    let commitments = try segment.bytes(
      of: .commitments, of: frame, at: block.place.offset,
      places.lowerBound * Digest.byteCount..<places.upperBound * Digest.byteCount)
    commitments.withUnsafeBytes { bytes in
      for place in 0..<places.count {
        entries.append(.sealed(commitment: Digest(loading: bytes.baseAddress! + place * Digest.byteCount)))
      }
    }
    for (place, entry) in try segment.publicEntries(of: frame, at: block.place.offset) {
      if places.contains(Int(place)) { entries[first + Int(place) - places.lowerBound] = .open(entry) }
    }
  }

  private mutating func frame(
    _ block: (height: UInt64, place: BlockPlace)
  ) throws(JournalError) -> (Segment, BlockFrame) {
    let segment = try open(block.place.segment)
    guard let frame = try segment.frame(at: block.place.offset), frame.height == block.height else {
      throw segment.damage(.frame(.notAFrame), at: block.place.offset)
    }
    return (segment, frame)
  }

  private mutating func open(_ number: UInt64) throws(JournalError) -> Segment {
    if let segment, segment.number == number { return segment }
    let opened = try Segment(
      journal.segments.path(number), number: number, network: journal.network, mode: .read, disk: .real)
    segment = opened
    return opened
  }
}

extension Segment {
  /// Some bytes of a section of the frame at a place.
  fileprivate func bytes(
    of section: FrameError.Section, of frame: BlockFrame, at offset: Int, _ range: Range<Int>
  ) throws(JournalError) -> [UInt8] {
    try onDisk { () throws(StorageError) in
      try file.read(range.count, at: offset + frame.range(of: section).lowerBound + range.lowerBound)
    }
  }

  fileprivate func publicEntries(
    of frame: BlockFrame, at offset: Int
  ) throws(JournalError) -> [(place: UInt32, entry: PublicEntry)] {
    let section = try bytes(
      of: .publicEntries, of: frame, at: offset, 0..<frame.range(of: .publicEntries).count)
    return try checked(at: offset) { () throws(FrameError) in try frame.publicEntries(section: section) }
  }
}

extension Journal {
  /// Entries of the log as everybody may see them, in order; fewer where the journal ends before. The caller compares
  /// them with the log's tree.
  public func entries(_ range: Range<UInt64>) throws(JournalError) -> [Entry] {
    var reader = EntryReader(self, range.clamped(to: 0..<logSize))
    return try reader.entries()
  }
}
