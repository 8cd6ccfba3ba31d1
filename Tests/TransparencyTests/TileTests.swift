import Signing
import Testing
import Transparency

@Suite struct TileTests {
  @Test func pathsAreThoseOfTheSpecification() throws {
    #expect(Tile(.hashes(level: 0), index: 1_234_067)?.path == "tile/0/x001/x234/067")
    #expect(Tile(.hashes(level: 2), index: 5, width: 17)?.path == "tile/2/005.p/17")
    #expect(Tile(.entries, index: 1000)?.path == "tile/entries/x001/000")
    #expect(Tile(.entries, index: 0, width: 1)?.path == "tile/entries/000.p/1")
  }

  @Test func pathsComeBack() throws {
    for content in [.hashes(level: 0), .hashes(level: 1), .hashes(level: 63), .entries] as [Tile.Content] {
      for index in [0, 1, 999, 1000, 1_234_067, Tile.maximumIndex] {
        for width in [1, 255, 256] {
          let tile = try #require(Tile(content, index: index, width: width))
          #expect(Tile(path: tile.path) == tile)
        }
      }
    }
  }

  @Test(arguments: [
    "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000",
    "tile/256/000", "tile/-1/000", "tile/0/x000/000", "tile/0/x001", "tile/0/001/000", "tile/0/xx01/000",
    "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "tile/0/000.p/", "tile/0/.p/1",
    "tile/0/000/", "/tile/0/000", "tile/0/000.p/1/", "tile/Entries/000", "tile/0/x999/x999/x999/x999/x999/x999/999",
    "tile/0/٠٠٠", "tile/0/../000",
  ]) func otherPathsAreRefused(path: String) {
    #expect(Tile(path: path) == nil)
  }

  @Test func widthsFollowTheSizeOfTheLog() {
    // The specification's example: 70,000 entries.
    func tile(_ level: UInt8, _ index: UInt64) -> Tile? { Tile(.hashes(level: level), index: index, logSize: 70_000) }
    #expect(tile(0, 272)?.width == 256)
    #expect(tile(0, 273)?.width == 112)
    #expect(tile(0, 274) == nil)
    #expect(tile(1, 0)?.width == 256)
    #expect(tile(1, 1)?.width == 17)
    #expect(tile(1, 2) == nil)
    #expect(tile(2, 0)?.width == 1)
    #expect(tile(3, 0) == nil)
    #expect(tile(63, 0) == nil)
    #expect(Tile(.entries, index: 273, logSize: 70_000)?.width == 112)
    #expect(Tile(.hashes(level: 0), index: 1, logSize: 256) == nil)
    #expect(Tile(.hashes(level: 0), index: .max, logSize: .max) == nil)
  }

  @Test func tilesHoldTheHashesOfTheirLevel() throws {
    let tree = logTree(70_000)
    let leaves = leafHashes(69_888..<70_000)
    let last = try #require(Tile(.hashes(level: 0), index: 273, logSize: tree.size))
    #expect(tree.data(of: last) == leaves.flatMap(\.bytes))
    // A hash of level 1 is the root of a full tile of level 0.
    let second = try #require(Tile(.hashes(level: 1), index: 1, width: 17))
    let upper = try #require(tree.data(of: second))
    #expect(upper.count == 17 * 32)
    let lower = MerkleTree.root(leafHashes: leafHashes(272 * 256..<273 * 256), lanes: SingleLane())
    #expect(Array(upper.suffix(32)) == lower.bytes)
    let tooWide = try #require(Tile(.hashes(level: 0), index: 273, width: 113))
    #expect(tree.data(of: tooWide) == nil)
    let bundle = try #require(Tile(.entries, index: 0))
    #expect(tree.data(of: bundle) == nil)
  }

  @Test func growthPublishesWhatChanged() {
    func paths(_ old: UInt64, _ new: UInt64) -> [String] { LogTree.tiles(from: old, to: new).map(\.path) }
    #expect(paths(0, 0) == [])
    #expect(paths(7, 7) == [])
    #expect(paths(0, 1) == ["tile/0/000.p/1"])
    #expect(paths(255, 256) == ["tile/0/000", "tile/1/000.p/1"])
    #expect(paths(256, 257) == ["tile/0/001.p/1"])
    #expect(paths(200, 70_000).count == 274 + 2 + 1)
  }

  @Test func bundlesGiveBackTheirEntries() throws {
    let entries = [[], [1], [UInt8](repeating: 7, count: 255), [UInt8](repeating: 9, count: EntryBundle.maximumEntry)]
    var bundle: [UInt8] = []
    for entry in entries { EntryBundle.append(entry, to: &bundle) }
    #expect(bundle.prefix(5) == [0, 0, 0, 1, 1] && EntryBundle.entries(of: bundle) == entries)
    #expect(EntryBundle.entries(of: Array(bundle.dropLast())) == nil && EntryBundle.entries(of: [0]) == nil)
    #expect(EntryBundle.entries(of: []) == [])
  }
}
