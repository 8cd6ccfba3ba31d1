import Journal
import Platform
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing

@Suite struct SnapshotStoreTests {
  let home = TemporaryDirectory()

  private func save(_ bytes: [UInt8], height: UInt64, in store: SnapshotStore) throws {
    var writer = try store.writer(height: height)
    var rest = bytes[...]
    while !rest.isEmpty {
      try writer.write([UInt8](rest.prefix(300_001)))
      rest = rest.dropFirst(300_001)
    }
    try writer.finish()
  }

  @Test func givesBackWhatWasSaved() throws {
    let store = try SnapshotStore(home.path, network: network)
    var random = SplitMix64(seed: 1)
    for (index, count) in [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000].enumerated() {
      let bytes = random.bytes(count)
      try save(bytes, height: UInt64(index) + 1, in: store)
      let (found, damaged) = try store.newestGood()
      guard var reader = found else {
        Issue.record("no snapshot of \(count) bytes")
        continue
      }
      #expect(reader.height == UInt64(index) + 1 && reader.length == UInt64(count) && damaged.isEmpty)
      #expect(try reader.read(count / 3) == [UInt8](bytes[..<(count / 3)]))
      #expect(reader.remaining == UInt64(count - count / 3))
      #expect(try reader.read(count - count / 3) == [UInt8](bytes[(count / 3)...]))
      #expect(throws: SnapshotError.self) { try reader.read(1) }
    }
  }

  @Test func fallsBackToTheOlderOneWhateverByteIsFlipped() throws {
    let store = try SnapshotStore(home.path, network: network)
    var random = SplitMix64(seed: 2)
    try save(random.bytes(500), height: 10, in: store)
    try save(random.bytes(700), height: 20, in: store)
    let path = "\(home.path)/20.snapshot"
    let bytes = try File.contents(of: path)
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 0x80
      try File.replace(path, with: flipped)
      let (reader, damaged) = try store.newestGood()
      #expect(reader?.height == 10 && damaged.map(\.file) == [path], "byte \(place)")
    }
    for count in 0..<bytes.count {
      try File.replace(path, with: [UInt8](bytes[..<count]))
      #expect(try store.newestGood().reader?.height == 10, "\(count) bytes")
    }
    try File.replace(path, with: bytes + [0])
    #expect(try store.newestGood().reader?.height == 10)
    try File.replace(path, with: bytes)
    #expect(try store.newestGood().reader?.height == 20)
  }

  @Test func isNotOfAnotherNetworkOrHeight() throws {
    let store = try SnapshotStore(home.path, network: network)
    try save([1], height: 10, in: store)
    let other = try SnapshotStore(home.path, network: NetworkID(genesis: .zero))
    #expect(try other.newestGood().reader == nil)
    try File.replace("\(home.path)/11.snapshot", with: try File.contents(of: "\(home.path)/10.snapshot"))
    let (reader, damaged) = try store.newestGood()
    #expect(reader?.height == 10)
    #expect(damaged.map(\.file) == ["\(home.path)/11.snapshot"] && damaged.map(\.reason) == [.otherHeader])
  }

  @Test func keepsTheNewestAndForgetsTheErased() throws {
    let store = try SnapshotStore(home.path, network: network)
    for height in [5, 9, 10, 100] as [UInt64] { try save([UInt8(height)], height: height, in: store) }
    try File.replace("\(home.path)/7.snapshot.new", with: [1])
    #expect(try store.heights() == [100, 10, 9, 5])
    try store.prune()
    try store.removeUnfinished()
    #expect(try Directory.names(in: home.path) == ["10.snapshot", "100.snapshot"])
    try store.removeAll(before: 100)
    #expect(try store.heights() == [100])
  }

  @Test func anUnfinishedOneIsNone() throws {
    let faulty = FaultyDisk()
    let store = try SnapshotStore(home.path, network: network, disk: faulty.disk)
    try save([1, 2, 3], height: 1, in: store)
    faulty.plan(.full(after: 2_000_000))
    let error = #expect(throws: StorageError.self) {
      try save([UInt8](repeating: 1, count: 5_000_000), height: 2, in: store)
    }
    #expect(error?.kind == .noSpace)
    #expect(try store.newestGood().reader?.height == 1)
    #expect(try Directory.names(in: home.path) == ["1.snapshot"], "a full disk is not kept full by what failed")
  }

  @Test func whatAKilledNodeLeftGoesBeforeTheNextIsWritten() throws {
    let store = try SnapshotStore(home.path, network: network)
    try File.replace("\(home.path)/7.snapshot.new", with: [1])
    try save([1, 2, 3], height: 8, in: store)
    #expect(try Directory.names(in: home.path) == ["8.snapshot"])
  }
}
