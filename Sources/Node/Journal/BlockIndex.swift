import Records
import Storage

/// Where every block is, by height: eight bytes a block, and as many for every 64th.
struct BlockIndex: Sendable {
  private(set) var firstHeight: UInt64 = 0
  /// The log's size after the newest block.
  private(set) var logSize: UInt64 = 0
  private var places: [BlockPlace] = []
  /// The first entry of every `stride`-th block, so that few headers are read to find the block of an entry.
  private var marks: [UInt64] = []
  private static let stride = 64

  var lastHeight: UInt64? { places.isEmpty ? nil : firstHeight + UInt64(places.count) - 1 }

  /// The height the next block must have; nil where it is free to choose.
  var nextHeight: UInt64? { lastHeight.map { $0 + 1 } }

  func accepts(height: UInt64, firstEntry: UInt64) -> Bool {
    guard let nextHeight else { return true }
    return height == nextHeight && firstEntry == logSize
  }

  mutating func append(_ frame: BlockFrame, at place: BlockPlace) {
    if places.isEmpty { firstHeight = frame.height }
    if places.count % Self.stride == 0 { marks.append(frame.firstEntry) }
    places.append(place)
    logSize = frame.logSize
  }

  /// A mark to come back to.
  var end: (blocks: Int, logSize: UInt64) { (places.count, logSize) }

  mutating func cut(to end: (blocks: Int, logSize: UInt64)) {
    places.removeLast(places.count - end.blocks)
    marks.removeLast(marks.count - (end.blocks + Self.stride - 1) / Self.stride)
    logSize = end.logSize
  }

  subscript(height: UInt64) -> BlockPlace? {
    guard let lastHeight, height >= firstHeight, height <= lastHeight else { return nil }
    return places[Int(height - firstHeight)]
  }

  /// The blocks among which those with these entries are, at most `stride` more of them at either end.
  func blocks(around entries: Range<UInt64>) -> [(height: UInt64, place: BlockPlace)] {
    guard !entries.isEmpty, entries.upperBound <= logSize else { return [] }
    let first = max(0, marksUpTo(entries.lowerBound) - 1) * Self.stride
    let end = min(places.count, marksUpTo(entries.upperBound - 1) * Self.stride)
    return (first..<end).map { (firstHeight + UInt64($0), places[$0]) }
  }

  /// How many marks are not beyond an entry.
  private func marksUpTo(_ entry: UInt64) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle] <= entry { low = middle + 1 } else { high = middle }
    }
    return low
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
