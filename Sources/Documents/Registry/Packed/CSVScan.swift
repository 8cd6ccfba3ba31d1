/// One row's cells: where each begins and ends in the file.
struct CSVRow {
  fileprivate let starts: UnsafeMutablePointer<UnsafeRawPointer>
  fileprivate let lengths: UnsafeMutablePointer<Int>
  private let count: Int

  init(_ columns: Int) {
    count = columns
    starts = .allocate(capacity: columns + 1)
    lengths = .allocate(capacity: columns + 1)
    lengths.initialize(repeating: 0, count: columns + 1)
  }

  func free() {
    starts.deallocate()
    lengths.deallocate()
  }

  @inline(__always)
  subscript(column: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: starts[column], count: lengths[column])
  }

  /// Becomes the same row as another.
  func take(_ other: CSVRow) {
    starts.update(from: other.starts, count: count)
    lengths.update(from: other.lengths, count: count)
  }
}

/// Goes through the rows of a plain CSV file: no quotes, as many cells in every row. Anything else ends it, and it is
/// not good.
struct CSVScan: ~Copyable {
  private let bytes: UnsafeRawBufferPointer
  private let columns: Int
  let row: CSVRow
  /// Where the next row begins.
  private(set) var position: Int
  private(set) var isGood = true

  init(_ bytes: UnsafeRawBufferPointer, from position: Int, columns: Int) {
    self.bytes = bytes
    self.position = position
    self.columns = columns
    row = CSVRow(columns)
  }

  deinit { row.free() }

  /// Moves to the next row; false at the end, and where the row is not plain.
  @inline(__always)
  mutating func next() -> Bool {
    guard position < bytes.count else { return false }
    let base = bytes.baseAddress!
    let end = bytes.count
    var place = position
    var start = place
    var column = 0
    while true {
      let byte = place < end ? base.load(fromByteOffset: place, as: UInt8.self) : UInt8(ascii: "\n")
      if byte > UInt8(ascii: ",") {
        place += 1
        continue
      }
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
        guard column < columns else { return spoil() }
        row.starts[column] = base + start
        row.lengths[column] = place - start
        column += 1
        place += 1
        start = place
        if byte == UInt8(ascii: ",") { continue }
        break
      }
      if byte == UInt8(ascii: "\"") { return spoil() }
      place += 1
    }
    guard column == columns else { return spoil() }
    let last = row.lengths[column - 1]
    if last > 0, row[column - 1][last - 1] == UInt8(ascii: "\r") { row.lengths[column - 1] = last - 1 }
    position = place
    return true
  }

  /// Steps behind the line that holds this place.
  mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position += 1
  }

  private mutating func spoil() -> Bool {
    isGood = false
    position = bytes.count
    return false
  }
}
