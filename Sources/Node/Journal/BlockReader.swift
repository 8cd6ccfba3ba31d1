import Platform
import Records
import Storage

/// Reads the journal's blocks in order, each one verified as it is read.
public struct BlockReader {
  private let journal: Journal
  /// Height of the block `next` will read.
  public private(set) var height: UInt64
  private var segment: Segment?
  private var buffer: [UInt8] = []

  init(_ journal: Journal, from height: UInt64) {
    self.journal = journal
    self.height = height
  }

  /// The next block; nil after the newest.
  public mutating func next() throws(JournalError) -> BlockRecord? {
    guard let place = journal.place(of: height) else { return nil }
    let (segment, frame) = try frame(at: place)
    try segment.read(frame, at: place.offset, into: &buffer)
    let record = try segment.checked(at: place.offset) { () throws(FrameError) in
      try buffer.span.withUnsafeBytes { (bytes) throws(FrameError) in
        try BlockFrame.decode(UnsafeRawBufferPointer(rebasing: bytes.prefix(frame.byteCount)))
      }
    }
    height += 1
    return record
  }

  private mutating func frame(at place: BlockPlace) throws(JournalError) -> (Segment, BlockFrame) {
    let segment = try open(place.segment)
    guard let frame = try segment.frame(at: place.offset), frame.height == height else {
      throw segment.damage(.frame(.notAFrame), at: place.offset)
    }
    return (segment, frame)
  }

  private mutating func open(_ number: UInt64) throws(JournalError) -> Segment {
    if let segment, segment.number == number { return segment }
    let opened = try Segment(
      journal.segments.path(number), number: number, network: journal.network, mode: .read, disk: .real)
    segment?.file.releaseCache()
    segment = opened
    return opened
  }
}

extension Journal {
  /// The blocks from a height on.
  public func blocks(from height: UInt64) -> BlockReader { BlockReader(self, from: height) }

  /// One block; nil where there is none of this height.
  public func block(at height: UInt64) throws(JournalError) -> BlockRecord? {
    var reader = BlockReader(self, from: height)
    return try reader.next()
  }

  /// The block that holds an entry of the log; nil where there is none.
  public func block(ofEntry entry: UInt64) throws(JournalError) -> BlockRecord? {
    guard entry < logSize else { return nil }
    var reader = EntryReader(self, entry..<entry + 1)
    guard let height = try reader.firstBlock() else { return nil }
    return try block(at: height)
  }
}
