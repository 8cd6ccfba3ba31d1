import Signing

/// A growable flat array of plain values in chunks of 4096, copied chunk by chunk, and only when written.
///
/// A copy of the whole array shares every chunk with the original; the first write to a chunk on either side copies
/// that chunk alone. So a snapshot, a dry run or a speculative block costs the chunks it goes on to write.
/// Rows nobody has written share one blank chunk: a sparse column costs one pointer pair per 4096 rows.
public struct Chunked<Element: BitwiseCopyable & Sendable>: Sendable {
  /// Rows in every chunk; part of no format.
  @inlinable public static var rowsPerChunk: Int { 4096 }

  /// Rows that exist, all readable.
  public private(set) var count = 0

  @usableFromInline var slots: [Slot] = []
  @usableFromInline let blank: Slot

  /// - Parameter blank: what a row holds until it is first written.
  public init(blank: Element) {
    self.blank = Slot(Chunk(repeating: blank))
  }

  @inlinable public subscript(row: Int) -> Element {
    get {
      precondition(UInt(bitPattern: row) < UInt(bitPattern: count), "row out of bounds")
      return slots[row >> 12].rows[row & 4095]
    }
    set {
      precondition(UInt(bitPattern: row) < UInt(bitPattern: count), "row out of bounds")
      own(row >> 12)[row & 4095] = newValue
    }
  }

  /// Changes one row in place.
  @inlinable public mutating func update<Result, Failure: Error>(
    _ row: Int, _ change: (inout Element) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(UInt(bitPattern: row) < UInt(bitPattern: count), "row out of bounds")
    return try change(&own(row >> 12)[row & 4095])
  }

  /// Adds one row at the end.
  public mutating func append(_ element: Element) {
    if count == slots.count << 12 { slots.append(blank) }
    own(count >> 12)[count & 4095] = element
    count += 1
  }

  /// Adds blank rows until there are `newCount`; whole chunks of them take no memory until written.
  public mutating func grow(to newCount: Int) {
    precondition(newCount >= count, "a table never shrinks")
    if let last = slots.last, last.chunk !== blank.chunk { fillLastChunk(upTo: newCount, with: blank.rows[0]) }
    appendSlots(blank, upTo: newCount)
  }

  /// Adds rows holding `element` until there are `newCount`; whole chunks of them share memory until written.
  public mutating func grow(to newCount: Int, repeating element: Element) {
    precondition(newCount >= count, "a table never shrinks")
    fillLastChunk(upTo: newCount, with: element)
    if newCount > slots.count << 12 { appendSlots(Slot(Chunk(repeating: element)), upTo: newCount) }
    count = newCount
  }

  private mutating func fillLastChunk(upTo newCount: Int, with element: Element) {
    let end = min(newCount, slots.count << 12)
    guard count < end else { return }
    (own(count >> 12) + (count & 4095)).update(repeating: element, count: end - count)
  }

  private mutating func appendSlots(_ slot: Slot, upTo newCount: Int) {
    let needed = (newCount + 4095) >> 12
    if slots.count < needed { slots.append(contentsOf: repeatElement(slot, count: needed - slots.count)) }
    count = newCount
  }
}

// MARK: - Whole chunks

extension Chunked {
  @inlinable public var chunkCount: Int { slots.count }

  /// The existing rows of a chunk.
  @inlinable public func rows(inChunk index: Int) -> Range<Int> {
    index << 12..<min((index + 1) << 12, count)
  }

  /// Whether nobody has written to the chunk.
  @inlinable public func isBlank(chunk index: Int) -> Bool { slots[index].chunk === blank.chunk }

  /// The rows of a chunk, to read while this value lives and is not written; always 4096 readable places.
  @inlinable public func readChunk(_ index: Int) -> UnsafePointer<Element> { UnsafePointer(slots[index].rows) }

  /// The rows of a chunk, to write while this value lives and is neither copied nor grown. Collect the pointers of
  /// several chunks first, then let each thread work on its own chunks.
  @inlinable public mutating func mutableChunk(_ index: Int) -> UnsafeMutablePointer<Element> { own(index) }

  /// Copies now, on all lanes, those of the chunks that are shared: worth it before writing many.
  public mutating func unshare(chunks: some RandomAccessCollection<Int> & Sendable, lanes: some Lanes) {
    slots.withUnsafeMutableBufferPointer { slots in
      nonisolated(unsafe) let slots = slots
      lanes.forEachRange(of: chunks.count, grain: 4) { range in
        for offset in range {
          let index = chunks[chunks.index(chunks.startIndex, offsetBy: offset)]
          if !isKnownUniquelyReferenced(&slots[index].chunk) { slots[index] = Slot(Chunk(copying: slots[index].rows)) }
        }
      }
    }
  }

  /// Makes chunk `index` the same as chunk `other`, sharing its memory.
  mutating func share(_ index: Int, with other: Int) { slots[index] = slots[other] }

  /// Makes a chunk this value's alone.
  @inlinable mutating func own(_ index: Int) -> UnsafeMutablePointer<Element> {
    if !isKnownUniquelyReferenced(&slots[index].chunk) { copyChunk(index) }
    return slots[index].rows
  }

  @usableFromInline mutating func copyChunk(_ index: Int) {
    slots[index] = Slot(Chunk(copying: slots[index].rows))
  }
}

// MARK: - Memory

extension Chunked {
  /// A counted reference to a chunk, and its rows' address beside it to save readers a load.
  @usableFromInline struct Slot: @unchecked Sendable {
    @usableFromInline var chunk: Chunk<Element>
    @usableFromInline let rows: UnsafeMutablePointer<Element>

    @usableFromInline init(_ chunk: Chunk<Element>) {
      self.chunk = chunk
      rows = chunk.rows
    }
  }
}

/// One allocation of 4096 rows. It is written only by a sole owner, so sharing it between threads is safe.
@usableFromInline final class Chunk<Element: BitwiseCopyable>: @unchecked Sendable {
  @usableFromInline let rows: UnsafeMutablePointer<Element>

  init(repeating element: Element) {
    rows = Self.allocate()
    rows.initialize(repeating: element, count: 4096)
  }

  init(copying source: UnsafeMutablePointer<Element>) {
    rows = Self.allocate()
    rows.initialize(from: source, count: 4096)
  }

  deinit { UnsafeMutableRawPointer(rows).deallocate() }

  /// Aligned to cache lines, so that a row of 64 or 128 bytes costs no line more than it must.
  private static func allocate() -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(byteCount: 4096 * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: 4096)
  }
}
