import Platform
import Records
import Signing

/// Reads the journal's blocks one after the other, trusting nothing: not the order of the files, not the lengths in
/// their frames.
struct JournalReader {
  private let segments: FileSet
  private var segment: NumberedFile?
  private var number: UInt64 = 0
  private var offset = 0
  /// What the next block must begin with.
  private(set) var nextHeight: UInt64 = 0
  private(set) var logSize: UInt64 = 0

  init(_ folder: String, network: NetworkID) throws(Finding) {
    segments = try FileSet(folder, .journal, network: network)
  }

  /// Whether there is any file at all.
  var hasFiles: Bool { segments.hasFiles }

  struct Block {
    let record: BlockRecord
    let place: Finding.Place
  }

  /// Whether the reader stands in the newest file, the only one whose end may be torn.
  var isInNewest: Bool { number == segments.count && segments.gap == nil }

  /// The next block; nil after the newest.
  mutating func next() throws(Finding) -> Block? {
    while true {
      if let segment {
        if let block = try block(in: segment) { return block }
        try segment.requireZeros(from: offset)
      }
      guard try openNext() else { return nil }
    }
  }

  private mutating func openNext() throws(Finding) -> Bool {
    guard number < segments.count else {
      if let gap = segments.gap { throw Finding(.fileMissing, Finding.Place(file: segments.path(gap))) }
      return false
    }
    number += 1
    let opened = try segments.open(number)
    let padding = try opened.read(BlockFrame.alignment, at: 0)
    if let place = padding.firstNonZero(from: FileHeader.byteCount) {
      throw Finding(.fileDamaged, opened.place(place), "there are bytes where only zeros belong")
    }
    segment = opened
    offset = BlockFrame.alignment
    return true
  }

  /// The block that begins at the reader's place; nil where only zeros are left.
  private mutating func block(in segment: NumberedFile) throws(Finding) -> Block? {
    let start = try segment.read(BlockFrame.headerByteCount, at: offset)
    guard start.firstNonZero() != nil else { return nil }
    let frame = try segment.framed(at: offset) { () throws(FrameError) in
      try start.span.withUnsafeBytes { (bytes) throws(FrameError) in try BlockFrame(header: bytes) }
    }
    let place = segment.place(offset, height: frame.height)
    guard frame.height == nextHeight else {
      throw Finding(.blockOutOfOrder, place, "block \(nextHeight) belongs here")
    }
    guard frame.firstEntry == logSize else {
      throw Finding(.blockOutOfOrder, place, "its entries begin at \(frame.firstEntry), not at \(logSize)")
    }
    // A lying length is met here, before anything is reserved for it.
    let bytes = try segment.read(frame.byteCount, at: offset)
    let record = try segment.framed(at: offset) { () throws(FrameError) in try BlockFrame.decode(bytes) }
    let padding = try segment.read(frame.alignedByteCount - frame.byteCount, at: offset + frame.byteCount)
    guard padding.firstNonZero() == nil else {
      throw Finding(.fileDamaged, place, "there are bytes where only zeros belong")
    }
    offset += frame.alignedByteCount
    nextHeight += 1
    logSize = frame.logSize
    return Block(record: record, place: place)
  }
}
