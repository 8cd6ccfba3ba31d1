import Ledger
import TestSupport
import Testing

@Suite struct DirtyRowsTests {
  @Test func beginsEmpty() {
    let rows = DirtyRows()
    #expect(rows.isEmpty)
    #expect(Array(rows) == [])
    #expect(!rows.contains(0))
  }

  @Test func countsARowOnce() {
    var rows = DirtyRows()
    for row in [0, 63, 64, 4095, 4096, 1_000_000, 63, 0] { rows.insert(row) }
    #expect(rows.count == 6)
    #expect(Array(rows) == [0, 63, 64, 4095, 4096, 1_000_000])
    #expect(rows.contains(4096))
    #expect(!rows.contains(4097))
    #expect(!rows.contains(5_000_000))
  }

  @Test func insertsRangesAtAnyBoundary() {
    for lower in [0, 1, 63, 64, 4090, 262_100] {
      for length in [0, 1, 2, 62, 63, 64, 65, 128, 5000] {
        var rows = DirtyRows()
        rows.insert(lower + 1)
        rows.insert(lower..<lower + length)
        #expect(Array(rows) == Set(lower..<lower + length).union([lower + 1]).sorted())
        #expect(rows.count == Array(rows).count)
      }
    }
  }

  @Test func forgetsEverything() {
    var rows = DirtyRows()
    rows.insert(10..<9000)
    let copy = rows
    rows.removeAll()
    #expect(rows.isEmpty)
    #expect(Array(rows) == [])
    #expect(Array(copy) == Array(10..<9000))
    rows.insert(11)
    #expect(Array(rows) == [11])
  }

  @Test func randomInsertsMatchASet() {
    var random = SplitMix64(seed: .random(in: 0...(.max)))
    var rows = DirtyRows()
    for _ in 0..<5 {
      var expected: Set<Int> = []
      for _ in 0..<200 {
        let row = Int(random.next() % 300_000)
        let length = Int(random.next() % 100)
        rows.insert(row)
        rows.insert(row / 2..<row / 2 + length)
        expected.insert(row)
        expected.formUnion(row / 2..<row / 2 + length)
      }
      #expect(rows.count == expected.count, "seed \(random.seed)")
      #expect(Array(rows) == expected.sorted(), "seed \(random.seed)")
      rows.removeAll()
    }
  }
}
