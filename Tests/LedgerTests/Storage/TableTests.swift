import Ledger
import Platform
import Signing
import TestSupport
import Testing

/// A row with proofs of its own.
struct Single: TableRecord, Equatable {
  var amount: Int64 = 0
  var kind: UInt16 = 3

  static var rowsPerLeaf: Int { 1 }
  static var encodedLength: Int { 10 }

  func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(amount, to: bytes)
    LittleEndian.store(kind, to: bytes, at: 8)
  }
}

extension Single {
  init(decoding bytes: UnsafeRawPointer) {
    amount = LittleEndian.load(from: bytes)
    kind = LittleEndian.load(from: bytes, at: 8)
  }
}

/// A column of numbers, eight to a leaf.
struct Shared: TableRecord, Equatable {
  var amount: Int64 = 0

  static var rowsPerLeaf: Int { 8 }
  static var encodedLength: Int { 8 }

  func encode(to bytes: UnsafeMutableRawPointer) { LittleEndian.store(amount, to: bytes) }
}

extension Shared {
  init(decoding bytes: UnsafeRawPointer) { amount = LittleEndian.load(from: bytes) }
}

extension Table {
  /// The root from the definition, recomputed from nothing.
  func naiveRoot() -> Digest {
    var encodings: [[UInt8]] = []
    for row in 0..<count {
      if row % Record.rowsPerLeaf == 0 { encodings.append([]) }
      encodings[encodings.count - 1] += [UInt8](unsafeUninitializedCapacity: Record.encodedLength) { bytes, length in
        self[row].encode(to: bytes.baseAddress!)
        length = Record.encodedLength
      }
    }
    return NaiveTree.root(encodings.map(NaiveTree.leafHash)[...])
  }
}

@Suite struct TableTests {
  @Test func emptyTableHasTheEmptyRoot() {
    var table = Table<Single>()
    #expect(table.refreshRoot(lanes: SingleLane()) == SHA256.hash([]))
    #expect(table.leafCount == 0)
  }

  @Test func everySizeTo300MatchesTheDefinition() {
    var singles = Table<Single>()
    var shared = Table<Shared>()
    for size in 0...300 {
      #expect(singles.refreshRoot(lanes: SingleLane()) == singles.naiveRoot())
      #expect(shared.refreshRoot(lanes: SingleLane()) == shared.naiveRoot())
      #expect(shared.leafCount == (size + 7) / 8)
      var row = Single()
      row.amount = Int64(size) << 33
      #expect(singles.append(row) == size)
      #expect(shared.append(Shared(amount: -Int64(size))) == size)
    }
  }

  @Test func randomRoundsMatchTheDefinition() {
    var random = SplitMix64(seed: .random(in: 0...(.max)))
    var table = Table<Shared>()
    for round in 0..<12 {
      let size = table.count + Int(random.next() % 9000)
      switch round % 3 {
      case 0: table.grow(to: size)
      case 1: table.grow(to: size, repeating: Shared(amount: Int64(round)))
      default: while table.count < size { table.append(Shared(amount: Int64(table.count))) }
      }
      for _ in 0..<random.next() % 300 where table.count > 0 {
        let row = Int(random.next() % UInt64(table.count))
        let value = Int64(truncatingIfNeeded: random.next())
        #expect(
          table.update(row) { record in
            record.amount = value
            return row
          } == row)
      }
      var copy = table
      let root = table.refreshRoot(lanes: SingleLane())
      #expect(root == table.naiveRoot(), "round \(round), seed \(random.seed)")
      #expect(copy.refreshRoot(lanes: PlatformLanes(count: 2)) == root, "round \(round), seed \(random.seed)")
    }
  }

  @Test func chunksWrittenWholeCountAsChanged() {
    var table = Table<Single>()
    table.grow(to: 10_000)
    table.refreshRoot(lanes: SingleLane())
    let all = table.mutableChunk(1)
    for index in 0..<4096 { all[index].amount = Int64(index) }
    let part = table.mutableChunk(2, touching: 9000..<9100)
    for row in 9000..<9100 { part[row - 8192].kind = 9 }
    #expect(table.refreshRoot(lanes: PlatformLanes(count: 2)) == table.naiveRoot())
    #expect(table[9050].kind == 9)
  }

  @Test func blankChunksShareATile() {
    var table = Table<Shared>()
    table.grow(to: 5 * 8 * 4096 + 77)
    let blank = table.refreshRoot(lanes: SingleLane())
    #expect(blank == table.naiveRoot())
    table.update(2 * 8 * 4096) { $0.amount = 1 }
    table.update(5 * 8 * 4096 + 3) { $0.amount = 1 }
    table.grow(to: 7 * 8 * 4096 + 1)
    #expect(table.refreshRoot(lanes: PlatformLanes(count: 2)) == table.naiveRoot())
    table.update(0) { $0.amount = 2 }
    #expect(table.refreshRoot(lanes: SingleLane()) == table.naiveRoot())
    #expect(table.isBlank(chunk: 1))
  }

  @Test func copyAndOriginalChangeApart() {
    var original = Table<Single>()
    original.grow(to: 9000)
    let root = original.refreshRoot(lanes: SingleLane())
    var copy = original
    original.update(1) { $0.amount = 5 }
    #expect(original.refreshRoot(lanes: SingleLane()) != root)
    #expect(copy.root == root)
    #expect(copy.refreshRoot(lanes: SingleLane()) == root)
    #expect(copy[1] == Single())
    let changed = original.root
    copy.update(8999) { $0.amount = 6 }
    copy.append(Single())
    copy.refreshRoot(lanes: SingleLane())
    #expect(original.root == changed)
    #expect(original.refreshRoot(lanes: SingleLane()) == original.naiveRoot())
    #expect(copy.root == copy.naiveRoot())
  }

  @Test func copyWithoutItsTreeBuildsTheSame() {
    var table = Table<Shared>()
    for amount in 0..<Int64(9000) { table.append(Shared(amount: amount)) }
    let root = table.refreshRoot(lanes: SingleLane())
    var copy = table
    copy.dropTree()
    table.update(4) { $0.amount = 5 }
    #expect(copy.refreshRoot(lanes: SingleLane()) == root)
    #expect(copy[4] == Shared(amount: 4))
  }

  @Test func rowsProveThemselves() {
    var table = Table<Single>()
    for amount in 0..<Int64(4100) {
      var row = Single()
      row.amount = amount
      table.append(row)
    }
    let root = table.refreshRoot(lanes: SingleLane())
    for leaf in [0, 1, 2047, 4095, 4096, 4099] {
      let hash = SHA256.hash(table.preimage(ofLeaf: leaf))
      let path = table.proof(ofLeaf: leaf)
      #expect(NaiveTree.root(leafHash: hash, at: leaf, of: table.leafCount, path: path) == root)
    }
  }

  @Test func integersAreLittleEndianAtAnyAlignment() {
    var bytes = [UInt8](repeating: 0, count: 41)
    let digest = SHA256.hash([1])
    bytes.withUnsafeMutableBytes { buffer in
      LittleEndian.store(UInt32(0x0102_0304), to: buffer.baseAddress!, at: 1)
      LittleEndian.store(Int16(-2), to: buffer.baseAddress!, at: 5)
      LittleEndian.store(digest, to: buffer.baseAddress!, at: 9)
    }
    #expect(Array(bytes[1..<7]) == [4, 3, 2, 1, 0xFE, 0xFF])
    #expect(Array(bytes[9...]) == digest.bytes)
    bytes.withUnsafeBytes { buffer in
      #expect(LittleEndian.load(UInt32.self, from: buffer.baseAddress!, at: 1) == 0x0102_0304)
      #expect(LittleEndian.load(Int16.self, from: buffer.baseAddress!, at: 5) == -2)
      #expect(LittleEndian.load(Digest.self, from: buffer.baseAddress!, at: 9) == digest)
    }
  }
}
