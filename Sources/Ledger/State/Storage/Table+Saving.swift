/// Why saved rows could not be loaded.
public enum TableError: Error, Equatable, Sendable {
  /// The bytes end after this many rows of as many as they announce.
  case truncated(rows: Int, of: Int)
  /// The bytes end before the number of rows.
  case noRowCount
  /// More rows than a table may have (2³¹ − 1).
  case tooManyRows(UInt64)
  /// A chunk begins with neither 0 nor 1.
  case invalidChunk(index: Int, mark: UInt8)
}

extension TableError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let rows, let total): "the saved table ends after \(rows) of its \(total) rows"
    case .noRowCount: "the saved table ends before its number of rows"
    case .tooManyRows(let count): "the saved table announces \(count) rows, more than a table may have"
    case .invalidChunk(let index, let mark): "chunk \(index) of the saved table begins with \(mark) instead of 0 or 1"
    }
  }
}

// Saved form: the number of rows (8 bytes, least significant first), then every chunk of 4096 rows: 0 when nobody has
// written to it, or 1 and the encodings of its existing rows. The tree is not saved: the rows give it back.
extension Table {
  /// Saves all rows, handing them to `sink` piece by piece; a failure of the sink ends it.
  public func save<Failure: Error>(
    to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.savedChunkLength, alignment: 16)
    defer { buffer.deallocate() }
    let bytes = buffer.baseAddress!

    LittleEndian.store(UInt64(count), to: bytes)
    try sink(UnsafeRawBufferPointer(start: bytes, count: 8))
    for chunk in 0..<chunkCount {
      let present = isBlank(chunk: chunk) ? 0 : rows(inChunk: chunk).count
      LittleEndian.store(UInt8(present > 0 ? 1 : 0), to: bytes)
      let records = readChunk(chunk)
      for index in 0..<present { records[index].encode(to: bytes + 1 + index * Record.encodedLength) }
      try sink(UnsafeRawBufferPointer(start: bytes, count: 1 + present * Record.encodedLength))
    }
  }

  /// Loads rows that were saved. Their root is known after `refreshRoot`.
  ///
  /// - Parameter source: fills the buffer with the next bytes and returns how many it had; fewer than asked are the end.
  public init(loading source: (UnsafeMutableRawBufferPointer) -> Int) throws(TableError) {
    self.init()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.savedChunkLength, alignment: 16)
    defer { buffer.deallocate() }
    func read(_ length: Int) -> Bool { source(UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])) == length }
    let bytes = UnsafeRawPointer(buffer.baseAddress!)

    guard read(8) else { throw .noRowCount }
    let announced = LittleEndian.load(UInt64.self, from: bytes)
    guard let total = Int32(exactly: announced).map(Int.init) else { throw .tooManyRows(announced) }
    while count < total {
      let first = count
      guard read(1) else { throw .truncated(rows: first, of: total) }
      let mark = LittleEndian.load(UInt8.self, from: bytes)
      guard mark <= 1 else { throw .invalidChunk(index: chunkCount, mark: mark) }
      grow(to: min(first + Self.rowsPerChunk, total))
      guard mark == 1 else { continue }
      guard read((count - first) * Record.encodedLength) else { throw .truncated(rows: first, of: total) }
      let records = rows.mutableChunk(chunkCount - 1)
      for index in 0..<count - first { records[index] = Record(decoding: bytes + index * Record.encodedLength) }
    }
  }

  private static var savedChunkLength: Int { max(8, 1 + rowsPerChunk * Record.encodedLength) }
}
