import Model
import Rules
import Signing

/// One scalar field of a schema, row by row, as the rule language reads it (`ColumnType`).
///
/// Like `Chunked`, but the width of an element is known only at run time. Copies share chunks of 4096 rows until one
/// side writes. Every chunk has one row more, which is always absent: what a rule reads where there is no fact.
struct RawColumn: Sendable {
  let type: ColumnType
  private(set) var count = 0
  private var slots: [Slot] = []
  private let blank: Slot

  /// The row of every chunk that is absent for ever.
  static let absentRow = 4096

  init(_ type: ColumnType) {
    self.type = type
    blank = Slot(RawChunk(blank: type))
  }

  /// Adds absent rows until there are `newCount`.
  mutating func grow(to newCount: Int) {
    precondition(newCount >= count, "a column never shrinks")
    let needed = (newCount + 4095) >> 12
    if slots.count < needed { slots.append(contentsOf: repeatElement(blank, count: needed - slots.count)) }
    count = newCount
  }

  /// Where a chunk's rows lie, to read while this value lives and is not written. Any chunk may be asked for: beyond
  /// the last one everything is absent.
  func base(ofChunk chunk: Int) -> UnsafeRawPointer {
    UnsafeRawPointer(chunk < slots.count ? slots[chunk].rows : blank.rows)
  }

  func pointer(to row: Int) -> UnsafeRawPointer {
    precondition(UInt(bitPattern: row) < UInt(bitPattern: count), "row out of bounds")
    return base(ofChunk: row >> 12) + (row & 4095) * type.stride
  }

  /// Where a row lies, to write before anything else is done with this value.
  mutating func mutablePointer(to row: Int) -> UnsafeMutableRawPointer {
    precondition(UInt(bitPattern: row) < UInt(bitPattern: count), "row out of bounds")
    let chunk = row >> 12
    if !isKnownUniquelyReferenced(&slots[chunk].chunk) { slots[chunk] = Slot(RawChunk(copying: slots[chunk].chunk)) }
    return slots[chunk].rows + (row & 4095) * type.stride
  }

  private struct Slot: @unchecked Sendable {
    var chunk: RawChunk
    let rows: UnsafeMutableRawPointer

    init(_ chunk: RawChunk) {
      self.chunk = chunk
      rows = chunk.bytes
    }
  }
}

/// One allocation of 4096 rows and the absent one. Only a sole owner writes it.
private final class RawChunk: @unchecked Sendable {
  let bytes: UnsafeMutableRawPointer
  private let byteCount: Int

  init(blank type: ColumnType) {
    byteCount = (RawColumn.absentRow + 1) * type.stride
    bytes = .allocate(byteCount: byteCount, alignment: 64)
    for row in 0...RawColumn.absentRow { type.write(.absent, to: bytes + row * type.stride) }
  }

  init(copying other: RawChunk) {
    byteCount = other.byteCount
    bytes = .allocate(byteCount: byteCount, alignment: 64)
    bytes.copyMemory(from: other.bytes, byteCount: byteCount)
  }

  deinit { bytes.deallocate() }
}

// MARK: - Saving

// A column is saved as its rows lie in memory, which is documented (`ColumnType`); how many they are is known already.
extension RawColumn {
  func save<Failure: Error>(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    for first in stride(from: 0, to: count, by: 4096) {
      try sink(UnsafeRawBufferPointer(start: pointer(to: first), count: min(4096, count - first) * type.stride))
    }
  }

  init(
    _ type: ColumnType, count: Int, loading source: (UnsafeMutableRawBufferPointer) -> Int
  ) throws(TableError) {
    self.init(type)
    grow(to: count)
    for first in stride(from: 0, to: count, by: 4096) {
      let length = min(4096, count - first) * type.stride
      let read = source(UnsafeMutableRawBufferPointer(start: mutablePointer(to: first), count: length))
      guard read == length else { throw .truncated(rows: first, of: count) }
    }
  }
}
