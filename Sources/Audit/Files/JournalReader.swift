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

  /// A file full of holes can be as long as it likes: no more than this is ever read into memory at once.
  private static let longestBlock = 2 << 30

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
    guard frame.byteCount <= Self.longestBlock else {
      throw Finding(.fileDamaged, place, "it claims \(frame.byteCount) bytes, far more than any block has")
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

extension JournalReader {
  /// Where a whole block of a greater height lies behind the place at which reading failed.
  ///
  /// Blocks are written one after the other: what comes before a whole one was whole once, and has been damaged since.
  func wholeBlockBehind() -> Finding.Place? {
    guard let segment else { return nil }
    // Headers that lie must not make us read the file over and over: so many are no torn end either.
    var patience = segment.size
    var start = offset + BlockFrame.alignment
    while start + BlockFrame.headerByteCount <= segment.size {
      if let frame = laterFrame(at: start, in: segment) {
        patience -= frame.byteCount
        if patience < 0 || isWhole(frame, at: start, in: segment) { return segment.place(start, height: frame.height) }
      }
      start += BlockFrame.alignment
    }
    return nil
  }

  /// The frame whose header is there, if it is of a block after the next and could lie in the file.
  private func laterFrame(at start: Int, in segment: NumberedFile) -> BlockFrame? {
    guard let header = try? segment.read(BlockFrame.headerByteCount, at: start), header.firstNonZero() != nil,
      let frame = try? header.span.withUnsafeBytes({ (bytes) throws(FrameError) in try BlockFrame(header: bytes) }),
      frame.height > nextHeight, frame.byteCount <= segment.size - start
    else { return nil }
    return frame
  }

  private func isWhole(_ frame: BlockFrame, at start: Int, in segment: NumberedFile) -> Bool {
    guard frame.byteCount <= Self.longestBlock, let bytes = try? segment.read(frame.byteCount, at: start) else {
      return false
    }
    return (try? bytes.span.withUnsafeBytes { (bytes) throws(FrameError) in try frame.verify(bytes) }) != nil
  }
}
