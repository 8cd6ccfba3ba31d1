/// The set of rows (or leaves) changed since the tree was last brought up to date: a bitmap in two levels.
///
/// Every 4096 rows are a *block* of 64 words, and a summary word says which of these 64 are not zero. So inserting is
/// O(1), and walking or clearing costs what is in the set, plus one summary word per block.
public struct DirtyRows: Sendable {
  /// Rows in the set.
  public private(set) var count = 0

  private var words = DirtyRows.noWords
  private var summary: [UInt64] = []

  /// Shared, so that the many empty sets of a state have one blank chunk between them.
  private static let noWords = Chunked<UInt64>(blank: 0)

  public init() {}

  public var isEmpty: Bool { count == 0 }

  public func contains(_ row: Int) -> Bool {
    precondition(row >= 0, "row out of bounds")
    return row >> 12 < summary.count && words[row >> 6] & (1 << UInt64(row & 63)) != 0
  }

  public mutating func insert(_ row: Int) {
    precondition(row >= 0, "row out of bounds")
    insert(1 << UInt64(row & 63), intoWord: row >> 6)
  }

  public mutating func insert(_ rows: Range<Int>) {
    guard !rows.isEmpty else { return }
    precondition(rows.lowerBound >= 0, "row out of bounds")
    let first = rows.lowerBound >> 6
    let last = (rows.upperBound - 1) >> 6
    let head = UInt64.max << UInt64(rows.lowerBound & 63)
    let tail = UInt64.max >> UInt64(63 - (rows.upperBound - 1) & 63)
    for word in first...last {
      insert((word == first ? head : .max) & (word == last ? tail : .max), intoWord: word)
    }
  }

  public mutating func remove(_ row: Int) {
    guard contains(row) else { return }
    words[row >> 6] &= ~(1 << UInt64(row & 63))
    if words[row >> 6] == 0 { summary[row >> 12] &= ~(1 << UInt64(row >> 6 & 63)) }
    count -= 1
  }

  /// Inserts those rows of a block whose bits are set in these 64 words.
  mutating func insert(_ bits: UnsafePointer<UInt64>, inBlock block: Int) {
    for word in 0..<64 where bits[word] != 0 { insert(bits[word], intoWord: block << 6 | word) }
  }

  public mutating func removeAll() {
    guard count > 0 else { return }
    for block in summary.indices where summary[block] != 0 {
      for word in Bits(summary[block]) { words[block << 6 | word] = 0 }
      summary[block] = 0
    }
    count = 0
  }

  private mutating func insert(_ bits: UInt64, intoWord word: Int) {
    let block = word >> 6
    if block >= summary.count {
      summary.append(contentsOf: repeatElement(0, count: block + 1 - summary.count))
      words.grow(to: summary.count << 6)
    }
    let added = words.update(word) { (held: inout UInt64) in
      let added = bits & ~held
      held |= bits
      return added
    }
    guard added != 0 else { return }
    summary[block] |= 1 << UInt64(word & 63)
    count += added.nonzeroBitCount
  }
}

// MARK: - Blocks

extension DirtyRows {
  /// The blocks of 4096 rows with a row in the set, ascending.
  var blocks: [Int] { summary.indices.filter { summary[$0] != 0 } }

  /// The places (0..<4096) of a block's rows in the set, ascending, written into `buffer`.
  func places(
    inBlock block: Int, into buffer: UnsafeMutableBufferPointer<UInt16>
  ) -> UnsafeMutableBufferPointer<UInt16> {
    precondition(buffer.count >= 4096)
    var count = 0
    for word in Bits(summary[block]) {
      for bit in Bits(words[block << 6 | word]) {
        buffer[count] = UInt16(truncatingIfNeeded: word << 6 | bit)
        count += 1
      }
    }
    return UnsafeMutableBufferPointer(rebasing: buffer[..<count])
  }
}

// MARK: - Walking

extension DirtyRows: Sequence {
  public func makeIterator() -> Iterator { Iterator(self) }

  /// Rows in ascending order.
  public struct Iterator: IteratorProtocol {
    private let rows: DirtyRows
    private var block = -1
    private var word = 0
    private var wordsLeft = Bits(0)
    private var bitsLeft = Bits(0)

    init(_ rows: DirtyRows) { self.rows = rows }

    public mutating func next() -> Int? {
      while true {
        if let bit = bitsLeft.next() { return block << 12 | word << 6 | bit }
        if let next = wordsLeft.next() {
          word = next
          bitsLeft = Bits(rows.words[block << 6 | word])
        } else {
          block += 1
          guard block < rows.summary.count else { return nil }
          wordsLeft = Bits(rows.summary[block])
        }
      }
    }
  }
}

/// The positions of the ones in a word, ascending.
struct Bits: Sequence, IteratorProtocol {
  private var left: UInt64

  init(_ word: UInt64) { left = word }

  mutating func next() -> Int? {
    guard left != 0 else { return nil }
    defer { left &= left - 1 }
    return left.trailingZeroBitCount
  }
}
