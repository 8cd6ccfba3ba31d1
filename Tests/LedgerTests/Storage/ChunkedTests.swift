import Ledger
import Platform
import TestSupport
import Testing

@Suite struct ChunkedTests {
  @Test func readsWhatWasAppended() {
    var rows = Chunked<UInt32>(blank: 7)
    for value in 0..<UInt32(10_000) { rows.append(value) }
    #expect(rows.count == 10_000)
    #expect(rows.chunkCount == 3)
    #expect((0..<10_000).allSatisfy { rows[$0] == UInt32($0) })
  }

  @Test func grownRowsAreBlankUntilWritten() {
    var rows = Chunked<Int64>(blank: -5)
    rows.grow(to: 20_000)
    #expect((0..<5).allSatisfy { rows.isBlank(chunk: $0) })
    rows[9000] = 1
    rows.update(9001) { $0 += 1 }
    #expect((0..<5).map { rows.isBlank(chunk: $0) } == [true, true, false, true, true])
    #expect(rows[8999] == -5)
    #expect(rows[9000] == 1)
    #expect(rows[9001] == -4)
    #expect(rows[19_999] == -5)
  }

  @Test func growsWithAnyValueFromAnyPlace() {
    var rows = Chunked<Int64>(blank: 0)
    var expected: [Int64] = []
    for (size, value) in [(10, 1), (4096, 2), (4097, 3), (13_000, 4), (13_000, 5), (13_001, 6)] as [(Int, Int64)] {
      rows.grow(to: size, repeating: value)
      expected += Array(repeating: value, count: size - expected.count)
    }
    rows.grow(to: 20_000)
    expected += Array(repeating: 0, count: 7000 - 1)
    rows.append(9)
    expected.append(9)
    rows[5000] = 8  // in a chunk that shared its memory
    expected[5000] = 8
    #expect(all(rows) == expected)
  }

  @Test func copyAndOriginalChangeApart() {
    var original = Chunked<Int64>(blank: 0)
    original.grow(to: 10_000, repeating: 1)
    var copy = original
    original[5] = 2
    copy[9999] = 3
    copy.append(4)
    #expect(original[5] == 2)
    #expect(copy[5] == 1)
    #expect(original[9999] == 1)
    #expect(copy[9999] == 3)
    #expect(original.count == 10_000)
    #expect(copy.count == 10_001)
  }

  @Test func copySharesUnwrittenChunks() {
    var original = Chunked<Int64>(blank: 0)
    original.grow(to: 12_288, repeating: 1)
    original.unshare(chunks: 0..<3, lanes: PlatformLanes(count: 2))
    let copy = original
    original[5000] = 2
    #expect(original.readChunk(0) == copy.readChunk(0))
    #expect(original.readChunk(1) != copy.readChunk(1))
    #expect(original.readChunk(2) == copy.readChunk(2))
  }

  @Test(arguments: [1, 2]) func lanesWriteTheirOwnChunks(lanes: Int) {
    let lanes = PlatformLanes(count: lanes)
    var rows = Chunked<Int64>(blank: 0)
    rows.grow(to: 50_000)
    let before = rows
    rows.unshare(chunks: 0..<rows.chunkCount, lanes: lanes)
    nonisolated(unsafe) let chunks = (0..<rows.chunkCount).map { rows.mutableChunk($0) }
    let present = (0..<rows.chunkCount).map { rows.rows(inChunk: $0) }
    lanes.forEach(chunks.count) { chunk in
      for row in present[chunk] { chunks[chunk][row - present[chunk].lowerBound] = Int64(row) }
    }
    #expect((0..<50_000).allSatisfy { rows[$0] == Int64($0) })
    #expect((0..<50_000).allSatisfy { before[$0] == 0 })
  }

  @Test func randomWritesMatchAnArray() {
    var random = SplitMix64(seed: .random(in: 0...(.max)))
    var rows = Chunked<UInt64>(blank: 0)
    var expected: [UInt64] = []
    var copies: [(Chunked<UInt64>, [UInt64])] = []
    for _ in 0..<60 {
      let size = expected.count + Int(random.next() % 700)
      rows.grow(to: size)
      expected += Array(repeating: 0, count: size - expected.count)
      for _ in 0..<20 where size > 0 {
        let row = Int(random.next() % UInt64(size))
        let value = random.next()
        rows[row] = value
        expected[row] = value
      }
      copies.append((rows, expected))
    }
    for (rows, expected) in copies { #expect(all(rows) == expected, "seed \(random.seed)") }
  }

  private func all<Element>(_ rows: Chunked<Element>) -> [Element] { (0..<rows.count).map { rows[$0] } }
}
