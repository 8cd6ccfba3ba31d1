import Platform
import Records
import Signing
import Storage

/// One segment file, checked to be what its name says: its header, then frames, then zeros.
struct Segment {
  let number: UInt64
  let file: StoredFile
  /// Bytes of the file when it was opened.
  let size: Int
  private let header: FileHeader

  init(_ path: String, number: UInt64, network: NetworkID, mode: File.Mode, disk: Disk) throws(JournalError) {
    self.number = number
    let (file, size, bytes) = try onDisk { () throws(StorageError) in
      let file = try StoredFile(path, mode, disk: disk)
      let size = try file.size
      return (file, size, try file.read(min(size, BlockFrame.alignment), at: 0))
    }
    (self.file, self.size) = (file, size)
    do throws(FrameError) {
      header = try FileHeader(.journal, decoding: bytes)
    } catch {
      throw .damage(JournalDamage(file: path, offset: 0, reason: .frame(error)))
    }
    guard header.network == network else {
      throw damage(.otherNetwork(found: header.network, expected: network), at: 8)
    }
    guard header.number == number else { throw damage(.number(found: header.number, expected: number), at: 40) }
    try requireZeros(bytes, from: FileHeader.byteCount, at: 0)
  }

  /// The header of the frame at a place; nil where only zeros are left of it.
  func frame(at offset: Int) throws(JournalError) -> BlockFrame? {
    let bytes = try onDisk { () throws(StorageError) in
      try file.read(max(0, min(BlockFrame.headerByteCount, size - offset)), at: offset)
    }
    guard firstNonZeroByte(in: bytes) != nil else { return nil }
    let frame = try checked(at: offset) { () throws(FrameError) in
      try bytes.span.withUnsafeBytes { (bytes) throws(FrameError) in try BlockFrame(header: bytes) }
    }
    return frame
  }

  /// Reads a frame whole, to the place of the next one, and compares it with its checksums.
  ///
  /// - Parameter buffer: where to, from the beginning; it grows if need be.
  func read(_ frame: BlockFrame, at offset: Int, into buffer: inout [UInt8]) throws(JournalError) {
    try requireWhole(frame, at: offset)
    if buffer.count < frame.alignedByteCount { buffer = [UInt8](repeating: 0, count: frame.alignedByteCount) }
    var span = buffer.mutableSpan
    let count = try onDisk { () throws(StorageError) in
      try span.withUnsafeMutableBytes { (bytes) throws(StorageError) in
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<frame.alignedByteCount]), at: offset)
      }
    }
    try checked(at: offset) { () throws(FrameError) in
      try buffer.span.withUnsafeBytes { (bytes) throws(FrameError) in
        try frame.verify(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      }
    }
    try requireZeros(buffer, from: frame.byteCount, to: count, at: offset)
  }

  private func requireWhole(_ frame: BlockFrame, at offset: Int) throws(JournalError) {
    let left = try onDisk { () throws(StorageError) in try file.size } - offset
    guard frame.byteCount <= left else {
      throw damage(.frame(.truncated(expected: UInt64(frame.byteCount), found: UInt64(left))), at: offset)
    }
  }

  private func requireZeros(
    _ bytes: [UInt8], from start: Int, to end: Int = .max, at offset: Int
  ) throws(JournalError) {
    if let place = firstNonZeroByte(in: bytes, from: start, to: end) { throw damage(.notZero, at: offset + place) }
  }

  func damage(_ reason: JournalDamage.Reason, at offset: Int) -> JournalError {
    .damage(JournalDamage(file: file.path, offset: offset, reason: reason))
  }

  func checked<Result>(
    at offset: Int, _ body: () throws(FrameError) -> Result
  ) throws(JournalError) -> Result {
    do throws(FrameError) {
      return try body()
    } catch {
      throw damage(.frame(error), at: offset)
    }
  }
}

extension Segment {
  /// Adds the segment's blocks to the index, up to its end or the first damage.
  ///
  /// - Parameter verifying: whether to read the blocks whole, or only their headers.
  /// - Returns: where the last good frame ends, and what is wrong after it.
  func blocks(
    into index: inout BlockIndex, verifying: Bool
  ) throws(JournalError) -> (end: Int, damage: JournalDamage?) {
    if let expected = index.nextHeight, header.first != expected {
      throw damage(.height(found: header.first, expected: expected), at: 48)
    }
    var end = BlockFrame.alignment
    var buffer: [UInt8] = []
    do throws(JournalError) {
      while let frame = try frame(at: end) {
        try requirePlace(of: frame, at: end, in: index)
        if verifying { try read(frame, at: end, into: &buffer) } else { try requireWhole(frame, at: end) }
        index.append(frame, at: BlockPlace(segment: number, offset: end))
        end += frame.alignedByteCount
      }
      if let place = try onDisk({ () throws(StorageError) in try file.firstNonZero(from: end) }) {
        throw damage(.notZero, at: place)
      }
      return (end, nil)
    } catch .damage(let damage) {
      return (end, damage)
    }
  }

  /// Whether an intact block that belongs behind the index's newest stands at `start` or on any page after it.
  func holdsBlock(from start: Int, after index: BlockIndex) throws(JournalError) -> Bool {
    let next = index.nextHeight ?? header.first
    var buffer: [UInt8] = []
    for offset in stride(from: start, to: size, by: BlockFrame.alignment) {
      do throws(JournalError) {
        guard let frame = try frame(at: offset), frame.height >= next else { continue }
        try read(frame, at: offset, into: &buffer)
        return true
      } catch .damage {
        continue
      }
    }
    return false
  }

  private func requirePlace(of frame: BlockFrame, at offset: Int, in index: BlockIndex) throws(JournalError) {
    let expected = index.nextHeight ?? header.first
    guard frame.height == expected else {
      throw damage(.height(found: frame.height, expected: expected), at: offset)
    }
    guard index.accepts(height: frame.height, firstEntry: frame.firstEntry) else {
      throw damage(.firstEntry(found: frame.firstEntry, expected: index.logSize), at: offset)
    }
  }
}
