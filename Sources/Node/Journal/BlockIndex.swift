import Records
import Storage

/// Where every block is, by height, and where its entries begin: sixteen bytes a block.
struct BlockIndex: Sendable {
  private(set) var firstHeight: UInt64 = 0
  /// The log's size after the newest block.
  private(set) var logSize: UInt64 = 0
  private var places: [BlockPlace] = []
  private var firstEntries: [UInt64] = []

  var lastHeight: UInt64? { places.isEmpty ? nil : firstHeight + UInt64(places.count) - 1 }

  /// The height the next block must have; nil where it is free to choose.
  var nextHeight: UInt64? { lastHeight.map { $0 + 1 } }

  func accepts(height: UInt64, firstEntry: UInt64) -> Bool {
    guard let nextHeight else { return true }
    return height == nextHeight && firstEntry == logSize
  }

  mutating func append(_ frame: BlockFrame, at place: BlockPlace) {
    if places.isEmpty { firstHeight = frame.height }
    places.append(place)
    firstEntries.append(frame.firstEntry)
    logSize = frame.logSize
  }

  /// A mark to come back to.
  var end: (blocks: Int, logSize: UInt64) { (places.count, logSize) }

  mutating func cut(to end: (blocks: Int, logSize: UInt64)) {
    places.removeLast(places.count - end.blocks)
    firstEntries.removeLast(firstEntries.count - end.blocks)
    logSize = end.logSize
  }

  subscript(height: UInt64) -> BlockPlace? {
    guard let lastHeight, height >= firstHeight, height <= lastHeight else { return nil }
    return places[Int(height - firstHeight)]
  }

  /// The height of the block that holds an entry; nil where there is none.
  func height(ofEntry entry: UInt64) -> UInt64? {
    guard entry < logSize, let first = firstEntries.first, entry >= first else { return nil }
    var (low, high) = (0, firstEntries.count - 1)
    while low < high {
      let middle = high - (high - low) / 2
      if firstEntries[middle] <= entry { low = middle } else { high = middle - 1 }
    }
    return firstHeight + UInt64(low)
  }

  /// The blocks that hold these entries; none where the log does not have them all.
  func blocks(around entries: Range<UInt64>) -> [(height: UInt64, place: BlockPlace)] {
    guard !entries.isEmpty, let first = height(ofEntry: entries.lowerBound),
      let last = height(ofEntry: entries.upperBound - 1)
    else { return [] }
    return (first...last).map { ($0, places[Int($0 - firstHeight)]) }
  }
}

/// A segment and a page in it.
struct BlockPlace: Equatable, Sendable {
  private let number: UInt32
  private let page: UInt32

  init(segment: UInt64, offset: Int) {
    number = UInt32(segment)
    page = UInt32(offset / BlockFrame.alignment)
  }

  var segment: UInt64 { UInt64(number) }
  var offset: Int { Int(page) * BlockFrame.alignment }
}

/// The segment being written.
struct OpenSegment: Sendable {
  let number: UInt64
  let file: StoredFile
  /// Bytes reserved.
  let size: Int
  /// Where the next frame goes.
  var end: Int

  func hasRoom(for frame: BlockFrame) -> Bool { end + frame.alignedByteCount <= size }
}
