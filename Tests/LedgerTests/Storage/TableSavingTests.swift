import Ledger
import Platform
import Signing
import TestSupport
import Testing

@Suite struct TableSavingTests {
  private func save<Record>(_ table: Table<Record>) -> [UInt8] {
    var bytes: [UInt8] = []
    table.save { bytes += $0 }
    return bytes
  }

  private func load<Record>(_ bytes: some Collection<UInt8>) throws(TableError) -> Table<Record> {
    var left = Array(bytes)[...]
    let table = try Table<Record>(loading: { buffer in
      let length = min(buffer.count, left.count)
      buffer.copyBytes(from: left.prefix(length))
      left = left.dropFirst(length)
      return length
    })
    #expect(left.isEmpty)
    return table
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 20_000])
  func loadsWhatWasSaved(size: Int) throws {
    var random = SplitMix64(seed: 11)
    var table = Table<Single>()
    table.grow(to: size)
    for row in 0..<size where row >> 12 != 1 {
      let amount = Int64(truncatingIfNeeded: random.next())
      table.update(row) { $0.amount = amount }
    }
    let root = table.refreshRoot(lanes: PlatformLanes())

    var loaded: Table<Single> = try load(save(table))
    #expect(loaded.count == size)
    #expect((0..<size).allSatisfy { loaded[$0] == table[$0] })
    #expect(loaded.refreshRoot(lanes: SingleLane()) == root)
    #expect(save(loaded) == save(table))
  }

  @Test func blankChunksTakeOneByte() throws {
    var table = Table<Shared>()
    table.grow(to: 5 * 4096)
    table.update(3 * 4096) { $0.amount = 1 }
    #expect(save(table).count == 8 + 5 + 4096 * 8)
    let loaded: Table<Shared> = try load(save(table))
    #expect((0..<5).map { loaded.isBlank(chunk: $0) } == [true, true, true, false, true])
  }

  @Test func savedFormIsFixed() {
    var table = Table<Shared>()
    table.append(Shared(amount: 0x0102))
    table.append(Shared(amount: -1))
    #expect(
      save(table) == [2, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
  }

  @Test func truncationIsAnError() throws {
    var table = Table<Single>()
    table.grow(to: 4200, repeating: Single())
    let bytes = save(table)
    for length in [0, 1, 7] {
      #expect(throws: TableError.noRowCount) { try self.load(bytes[..<length]) as Table<Single> }
    }
    let firstChunk = 8 + 1 + 4096 * 10
    for length in [8, 9, 10, 5000, firstChunk - 1] {
      #expect(throws: TableError.truncated(rows: 0, of: 4200)) { try self.load(bytes[..<length]) as Table<Single> }
    }
    for length in [firstChunk, firstChunk + 1, firstChunk + 500, bytes.count - 1] {
      #expect(throws: TableError.truncated(rows: 4096, of: 4200)) { try self.load(bytes[..<length]) as Table<Single> }
    }
  }

  @Test func nonsenseIsAnError() {
    let count = [UInt8](repeating: 0xFF, count: 8)
    #expect(throws: TableError.tooManyRows(.max)) { try self.load(count) as Table<Single> }
    #expect(throws: TableError.invalidChunk(index: 0, mark: 2)) {
      try self.load([1, 0, 0, 0, 0, 0, 0, 0, 2]) as Table<Single>
    }
    // Many announced rows take memory only as they arrive.
    #expect(throws: TableError.truncated(rows: 0, of: Int(Int32.max))) {
      try self.load([0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0]) as Table<Single>
    }
  }

  @Test func sinkFailureEndsTheSave() {
    struct Full: Error, Equatable {}
    var table = Table<Single>()
    table.grow(to: 10_000, repeating: Single())
    var pieces = 0
    #expect(throws: Full()) {
      try table.save { (_: UnsafeRawBufferPointer) throws(Full) in
        pieces += 1
        if pieces == 2 { throw Full() }
      }
    }
    #expect(pieces == 2)
  }
}
