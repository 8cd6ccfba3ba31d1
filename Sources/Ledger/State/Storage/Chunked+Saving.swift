// A column of whole numbers is saved like a table: the number of rows, then every chunk, 0 when nobody has written to it,
// or 1 and its numbers, least significant byte first.

extension Chunked where Element: FixedWidthInteger {
  func save<Failure: Error>(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    let width = MemoryLayout<Element>.size
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 9 + Self.rowsPerChunk * width, alignment: 16)
    defer { buffer.deallocate() }
    let bytes = buffer.baseAddress!
    LittleEndian.store(UInt64(count), to: bytes)
    try sink(UnsafeRawBufferPointer(start: bytes, count: 8))
    for chunk in 0..<chunkCount {
      let present = isBlank(chunk: chunk) ? 0 : rows(inChunk: chunk).count
      LittleEndian.store(UInt8(present > 0 ? 1 : 0), to: bytes)
      let numbers = readChunk(chunk)
      for index in 0..<present { LittleEndian.store(numbers[index], to: bytes, at: 1 + index * width) }
      try sink(UnsafeRawBufferPointer(start: bytes, count: 1 + present * width))
    }
  }

  init(blank: Element, loading source: (UnsafeMutableRawBufferPointer) -> Int) throws(TableError) {
    self.init(blank: blank)
    let width = MemoryLayout<Element>.size
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 + Self.rowsPerChunk * width, alignment: 16)
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
      grow(to: Swift.min(first + Self.rowsPerChunk, total))
      guard mark == 1 else { continue }
      guard read((count - first) * width) else { throw .truncated(rows: first, of: total) }
      let numbers = mutableChunk(chunkCount - 1)
      for index in 0..<count - first {
        numbers[index] = LittleEndian.load(Element.self, from: bytes, at: index * width)
      }
    }
  }
}
