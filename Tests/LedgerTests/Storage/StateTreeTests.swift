import Ledger
import Platform
import Signing
import TestSupport
import Testing

@Suite struct StateTreeTests {
  /// A tree of 9-byte leaves whose contents are kept beside it.
  private struct Model {
    var tree = StateTree()
    var leaves: [UInt64] = []

    mutating func refresh(lanes: some Lanes) -> Digest {
      let leaves = leaves
      return tree.refresh(.init(count: leaves.count, length: 9, lastLength: 9), lanes: lanes) { range, preimages in
        for leaf in range {
          let preimage = preimages + 9 * (leaf - range.lowerBound)
          preimage.storeBytes(of: 0, as: UInt8.self)
          LittleEndian.store(leaves[leaf], to: preimage, at: 1)
        }
      }
    }

    mutating func append(_ value: UInt64) {
      leaves.append(value)
    }

    mutating func set(_ leaf: Int, _ value: UInt64) {
      leaves[leaf] = value
      tree.touch(leaf)
    }

    var leafHashes: [Digest] {
      leaves.map { value in NaiveTree.leafHash((0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }) }
    }
  }

  @Test func emptyTreeIsTheDigestOfNothing() {
    var tree = StateTree()
    #expect(tree.root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(tree.refresh(lanes: SingleLane()) == tree.root)
    #expect(tree.count == 0)
  }

  @Test func everySizeTo300MatchesTheDefinition() {
    var grown = Model()
    for size in 0...300 {
      var fresh = Model()
      for value in 0..<UInt64(size) { fresh.append(value) }
      let expected = NaiveTree.root(fresh.leafHashes[...])
      #expect(fresh.refresh(lanes: SingleLane()) == expected, "\(size) leaves at once")
      #expect(grown.refresh(lanes: SingleLane()) == expected, "\(size) leaves one by one")
      grown.append(UInt64(size))
    }
  }

  @Test(arguments: [4095, 4096, 4097, 8192, 8193, 12_288, 13_001])
  func severalTilesMatchTheDefinition(size: Int) {
    var random = SplitMix64(seed: .random(in: 0...(.max)))
    var model = Model()
    for _ in 0..<size { model.append(random.next()) }
    #expect(model.refresh(lanes: PlatformLanes()) == NaiveTree.root(model.leafHashes[...]), "seed \(random.seed)")
    // Across the boundary, so that the last tile, and the tier above, come or change shape.
    for _ in 0..<3 { model.append(random.next()) }
    #expect(model.refresh(lanes: PlatformLanes()) == NaiveTree.root(model.leafHashes[...]), "seed \(random.seed)")
  }

  @Test func randomRoundsMatchTheDefinition() {
    var random = SplitMix64(seed: .random(in: 0...(.max)))
    var one = Model()
    var two = Model()
    for round in 0..<24 {
      let growth = [0, 1, 7, 1000, 3000][Int(random.next() % 5)]
      for _ in 0..<growth {
        let value = random.next()
        one.append(value)
        two.append(value)
      }
      let changes = one.leaves.isEmpty ? 0 : [0, 1, 30, 2000][Int(random.next() % 4)]
      for _ in 0..<changes {
        let (leaf, value) = (Int(random.next() % UInt64(one.leaves.count)), random.next())
        one.set(leaf, value)
        two.set(leaf, value)
      }
      let expected = NaiveTree.root(one.leafHashes[...])
      #expect(one.refresh(lanes: SingleLane()) == expected, "round \(round), seed \(random.seed)")
      #expect(two.refresh(lanes: PlatformLanes(count: 2)) == expected, "round \(round), seed \(random.seed)")
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8, 100, 4096, 4097, 9001])
  func proofsVerifyAndNoOthers(size: Int) {
    var model = Model()
    for value in 0..<UInt64(size) { model.append(value) }
    let root = model.refresh(lanes: PlatformLanes())
    let places = size <= 100 ? Array(0..<size) : [0, 1, 4094, 4095, 4096, 8191, 8192, size - 2, size - 1]
    for leaf in places where leaf < size {
      let path = model.tree.proof(of: leaf)
      let hash = model.tree.leafHash(leaf)
      #expect(NaiveTree.root(leafHash: hash, at: leaf, of: size, path: path) == root)
      #expect(NaiveTree.root(leafHash: hash, at: leaf, of: size, path: path + [root]) != root)
      for index in path.indices {
        var flipped = path
        flipped[index] = SHA256.hash(path[index].bytes)
        #expect(NaiveTree.root(leafHash: hash, at: leaf, of: size, path: flipped) != root)
      }
    }
  }

  @Test func takesLeafHashesItsCallerMade() {
    var model = Model()
    for value in 0..<UInt64(9000) { model.append(value) }
    let expected = model.refresh(lanes: SingleLane())

    var tree = StateTree()
    tree.grow(to: 9000)
    let hashes = model.leafHashes
    for tile in 0..<3 {
      let leaves = tree.mutableLeafHashes(tile: tile)
      for leaf in tile * 4096..<min((tile + 1) * 4096, 9000) { leaves[leaf - tile * 4096] = hashes[leaf] }
    }
    #expect(tree.refresh(lanes: PlatformLanes(count: 2)) == expected)

    model.set(5000, 1)
    tree.mutableLeafHashes(tile: 1)[5000 - 4096] = model.leafHashes[5000]
    tree.touch(5000)
    #expect(tree.refresh(lanes: SingleLane()) == model.refresh(lanes: SingleLane()))
  }

  @Test func hasItsCallerHashLeavesOfAnyLength() {
    var random = SplitMix64(seed: .random(in: 0...(.max)))
    var leaves: [[UInt8]] = []
    var tree = StateTree()
    for _ in 0..<6 {
      for _ in 0..<2000 { leaves.append(random.bytes(Int(random.next() % 90))) }
      for _ in 0..<50 {
        let leaf = Int(random.next() % UInt64(leaves.count))
        leaves[leaf].append(1)
        tree.touch(leaf)
      }
      let root = tree.refresh(count: leaves.count, lanes: PlatformLanes(count: 2)) { [leaves] first, places, hashes in
        for place in places { hashes[Int(place)] = NaiveTree.leafHash(leaves[first + Int(place)]) }
      }
      #expect(root == NaiveTree.root(leaves.map(NaiveTree.leafHash)[...]), "seed \(random.seed)")
    }
  }

  @Test func copyKeepsItsRoot() {
    var model = Model()
    for value in 0..<UInt64(5000) { model.append(value) }
    let before = model.refresh(lanes: SingleLane())
    var copy = model
    model.set(4999, 0)
    let after = model.refresh(lanes: SingleLane())
    #expect(copy.tree.root == before)
    #expect(after != before)
    copy.set(4999, 0)
    #expect(copy.refresh(lanes: PlatformLanes(count: 2)) == after)
  }
}
