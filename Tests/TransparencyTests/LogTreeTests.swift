import Coding
import Signing
import TestSupport
import Testing
import Transparency

@Suite struct LogTreeTests {
  static let largest = 70

  @Test func rootsOfKnownTrees() throws {
    // The leaves of the reference tests of Certificate Transparency; the roots are published with them.
    let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    var tree = LogTree()
    var frontier = Frontier()
    #expect(tree.root == (try Digest(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")))
    for (leaf, root) in zip(leaves, roots) {
      let leafHash = MerkleTree.leafHash(try Hex.decode(leaf))
      tree.append([leafHash], lanes: SingleLane())
      frontier.append(leafHash)
      #expect(tree.root == (try Digest(hex: root)))
      #expect(frontier.root == tree.root)
    }
  }

  /// RFC 6962 §2.1.3, by its letters: leaves a … j of d0 … d6, inner nodes g … l.
  @Test func workedExampleOfRFC6962() throws {
    let tree = logTree(7)
    let leaf = leafHashes(0..<7)
    let (a, b, c, d, e, f, j) = (leaf[0], leaf[1], leaf[2], leaf[3], leaf[4], leaf[5], leaf[6])
    let (g, h, i) = (MerkleTree.nodeHash(a, b), MerkleTree.nodeHash(c, d), MerkleTree.nodeHash(e, f))
    let (k, l) = (MerkleTree.nodeHash(g, h), MerkleTree.nodeHash(i, j))
    #expect(tree.root == MerkleTree.nodeHash(k, l))
    #expect(tree.inclusionProof(of: 0).siblings == [b, h, l])
    #expect(tree.inclusionProof(of: 3).siblings == [c, g, l])
    #expect(tree.inclusionProof(of: 4).siblings == [f, j, k])
    #expect(tree.inclusionProof(of: 6).siblings == [i, k])
    #expect(tree.consistencyProof(from: 3).hashes == [c, d, g, l])
    #expect(tree.consistencyProof(from: 4).hashes == [l])
    #expect(tree.consistencyProof(from: 6).hashes == [i, j, k])
  }

  @Test func rootsOfAllSizesAreThoseOfTheDefinition() {
    let tree = logTree(Self.largest)
    for size in 0...Self.largest {
      let expected = NaiveTree(entries(0..<size)).root
      #expect(tree.root(size: UInt64(size)) == expected)
      #expect(logTree(size).root == expected)
      #expect(MerkleTree.root(leafHashes: leafHashes(0..<size), lanes: SingleLane()) == expected)
    }
  }

  @Test func inclusionProofsHoldForTheirLeafAlone() throws {
    let tree = logTree(Self.largest)
    let leaves = leafHashes(0..<Self.largest)
    for size in 1...Self.largest {
      let root = tree.root(size: UInt64(size))
      let definition = NaiveTree(entries(0..<size))
      for index in 0..<size {
        let proof = tree.inclusionProof(of: UInt64(index), size: UInt64(size))
        #expect(proof.siblings == definition.path(index))
        try proof.verify(leafHash: leaves[index], root: root)
        #expect(throws: ProofError.wrongRoot) { try proof.verify(leafHash: leaves[index].flipped(), root: root) }
        #expect(throws: ProofError.wrongRoot) {
          try proof.verify(leafHash: leaves[index], root: root.flipped(bit: index))
        }
        for place in proof.siblings.indices {
          let altered = try proof.replacing(place) { $0.flipped(bit: 17 * index + place) }
          #expect(throws: ProofError.wrongRoot) { try altered.verify(leafHash: leaves[index], root: root) }
        }
      }
    }
  }

  @Test func consistencyProofsHoldForTheirTreesAlone() throws {
    let tree = logTree(Self.largest)
    for newSize in 0...Self.largest {
      let newRoot = tree.root(size: UInt64(newSize))
      let definition = NaiveTree(entries(0..<newSize))
      for oldSize in 0...newSize {
        let oldRoot = tree.root(size: UInt64(oldSize))
        let proof = tree.consistencyProof(from: UInt64(oldSize), to: UInt64(newSize))
        #expect(proof.hashes == (oldSize == 0 ? [] : definition.proof(oldSize)))
        try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
        #expect(throws: ProofError.self) { try proof.verify(oldRoot: oldRoot.flipped(), newRoot: newRoot) }
        if oldSize > 0 {
          #expect(throws: ProofError.wrongRoot) { try proof.verify(oldRoot: oldRoot, newRoot: newRoot.flipped()) }
        }
        for place in proof.hashes.indices {
          let altered = try proof.replacing(place) { $0.flipped(bit: 13 * oldSize + place) }
          #expect(throws: ProofError.self) { try altered.verify(oldRoot: oldRoot, newRoot: newRoot) }
        }
      }
    }
  }

  @Test func growingInBatchesIsGrowingOneByOne() throws {
    var random = SplitMix64(seed: 0x109)
    let leaves = leafHashes(0..<30_000)
    var (tree, batched, single) = (LogTree(), Frontier(), Frontier())
    while tree.size < UInt64(leaves.count) {
      let start = Int(tree.size)
      let most = random.next().isMultiple(of: 8) ? 9000 : 40
      let count = Int.random(in: 0...most, using: &random)
      let batch = Array(leaves[start..<min(start + count, leaves.count)])
      tree.append(batch, lanes: ManyLanes())
      batched.append(batch, lanes: ManyLanes())
      for leaf in batch { single.append(leaf) }
      #expect(batched == single, "seed \(random.seed)")
      #expect(tree.root == single.root, "seed \(random.seed)")
    }
    for index in [0, 4095, 4096, 8191, 16_384, 29_999] as [UInt64] {
      #expect(tree.leafHash(index) == leaves[Int(index)])
      try tree.inclusionProof(of: index).verify(leafHash: leaves[Int(index)], root: tree.root)
    }
  }

  @Test func batchLargerThanTheScratchIsCut() {
    let leaves = leafHashes(0..<70_001)
    var (batched, single) = (Frontier(), Frontier())
    batched.append(leaves, lanes: SingleLane())
    for leaf in leaves { single.append(leaf) }
    #expect(batched == single)
  }

  @Test func copyKeepsWhatTheOriginalHad() throws {
    var tree = logTree(5000)
    let snapshot = tree
    let root = tree.root
    tree.append(leafHashes(5000..<9000), lanes: SingleLane())
    var other = snapshot
    other.append(leafHashes(100..<1100), lanes: SingleLane())
    #expect(snapshot.size == 5000)
    #expect(snapshot.root == root)
    #expect(tree.root == logTree(9000).root)
    #expect(other.root != tree.root(size: 6000))
    try tree.consistencyProof(from: 5000).verify(oldRoot: snapshot.root, newRoot: tree.root)
  }

  @Test func savedLeafHashesGiveTheTreeBack() {
    let tree = logTree(9001)
    var restored = LogTree()
    tree.forEachRun(ofLeafHashes: 0..<tree.size) { run in
      restored.append(leafHashes: run.baseAddress!, count: run.count / 32, lanes: SingleLane())
    }
    #expect(restored.root == tree.root)
  }

  @Test func frontierComesBackFromItsEncoding() throws {
    for size in [0, 1, 2, 3, 64, 69] {
      var frontier = Frontier()
      frontier.append(leafHashes(0..<size), lanes: SingleLane())
      try expectCodecLaws(frontier)
      var restored = try Frontier(encoded: frontier.encoded)
      restored.append(leafHashes(size..<70), lanes: SingleLane())
      #expect(restored.root == logTree(70).root)
    }
    #expect(throws: CodingError.self) { try Frontier(encoded: [0x83, 1, 2, 0x80]) }
    #expect(throws: CodingError(.unknownVersion(2), at: 1)) { try Frontier(encoded: [0x83, 2, 0, 0x80]) }
  }
}

/// Runs the parts backwards, so that whoever relies on their order fails.
struct ManyLanes: Lanes {
  var count: Int { 3 }

  func forEach(_ parts: Int, _ body: @Sendable (Int) -> Void) {
    for part in (0..<parts).reversed() { body(part) }
  }

  func hash(
    messages: UnsafeRawPointer, length: Int, stride: Int, count: Int, into digests: UnsafeMutableRawPointer
  ) {
    SingleLane().hash(messages: messages, length: length, stride: stride, count: count, into: digests)
  }

  func hashNodes(pairs: UnsafeRawPointer, count: Int, into digests: UnsafeMutableRawPointer) {
    SingleLane().hashNodes(pairs: pairs, count: count, into: digests)
  }
}
