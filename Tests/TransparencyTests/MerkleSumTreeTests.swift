import Coding
import Signing
import Testing
import Transparency

@Suite struct MerkleSumTreeTests {
  private func leaves(_ count: Int) throws -> [SumLeaf] {
    try (0..<count).map {
      try SumLeaf(commitment: SHA256.hash([UInt8($0)]), families: UInt64($0 % 3), rupiah: Int64(225_000 * $0))
    }
  }

  /// Sums and hash by the definition, recursively.
  private func definition(_ leaves: ArraySlice<SumLeaf>) -> (hash: [UInt8], families: UInt64, rupiah: Int64) {
    func bytes(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
    func preimage(_ hash: [UInt8], _ families: UInt64, _ rupiah: Int64) -> [UInt8] {
      hash + bytes(families) + bytes(UInt64(rupiah))
    }
    guard let first = leaves.first else { return (SHA256.hash([] as [UInt8]).bytes, 0, 0) }
    guard leaves.count > 1 else {
      let leafPreimage = [0] + preimage(first.commitment.bytes, first.families, first.rupiah)
      return (SHA256.hash(leafPreimage).bytes, first.families, first.rupiah)
    }
    var k = 1
    while 2 * k < leaves.count { k *= 2 }
    let (left, right) = (definition(leaves.prefix(k)), definition(leaves.dropFirst(k)))
    let both = preimage(left.hash, left.families, left.rupiah) + preimage(right.hash, right.families, right.rupiah)
    return (SHA256.hash([1] + both).bytes, left.families + right.families, left.rupiah + right.rupiah)
  }

  @Test func rootIsThatOfTheDefinition() throws {
    for count in 0...70 {
      let leaves = try leaves(count)
      let root = try MerkleSumTree(leaves, lanes: ManyLanes()).root
      let expected = definition(leaves[...])
      #expect(root.hash.bytes == expected.hash)
      #expect(root.families == expected.families)
      #expect(root.rupiah == expected.rupiah)
    }
  }

  @Test func largeTreesAreHashedInBatches() throws {
    let leaves = try (0..<3001).map { try SumLeaf(commitment: .zero, families: 1, rupiah: Int64($0)) }
    let tree = try MerkleSumTree(leaves, lanes: ManyLanes())
    #expect(tree.root.hash.bytes == definition(leaves[...]).hash)
    #expect(tree.root.families == 3001)
    try tree.inclusionProof(of: 3000).verify(leaves[3000], root: tree.root)
  }

  @Test func everyLeafIsProvedAndEveryChangeRefused() throws {
    for count in 1...40 {
      let leaves = try leaves(count)
      let tree = try MerkleSumTree(leaves, lanes: SingleLane())
      for (index, leaf) in leaves.enumerated() {
        let proof = tree.inclusionProof(of: index)
        try proof.verify(leaf, root: tree.root)
        let others = [
          try SumLeaf(commitment: leaf.commitment.flipped(), families: leaf.families, rupiah: leaf.rupiah),
          try SumLeaf(commitment: leaf.commitment, families: leaf.families + 1, rupiah: leaf.rupiah),
          try SumLeaf(commitment: leaf.commitment, families: leaf.families, rupiah: leaf.rupiah + 1),
        ]
        for other in others { #expect(throws: ProofError.wrongRoot) { try proof.verify(other, root: tree.root) } }
        for place in proof.siblings.indices {
          for field in 0..<3 {
            let altered = try alter(proof, place, field)
            #expect(throws: ProofError.wrongRoot) { try altered.verify(leaf, root: tree.root) }
          }
        }
        for field in 0..<3 {
          let root = try alter(tree.root, field)
          #expect(throws: ProofError.wrongRoot) { try proof.verify(leaf, root: root) }
        }
      }
    }
  }

  @Test func proofsComeBack() throws {
    let tree = try MerkleSumTree(leaves(37), lanes: SingleLane())
    try expectCodecLaws(tree.inclusionProof(of: 36))
    try expectCodecLaws(tree.inclusionProof(of: 5))
    try expectCodecLaws(tree.root)
  }

  @Test func sumsOutOfRangeAreRefused() throws {
    #expect(throws: ProofError.sumOutOfRange) { try SumLeaf(commitment: .zero, families: 1, rupiah: -1) }
    let richest = try SumLeaf(commitment: .zero, families: 0, rupiah: .max)
    let one = try SumLeaf(commitment: .zero, families: 0, rupiah: 1)
    let most = try SumLeaf(commitment: .zero, families: .max, rupiah: 0)
    let family = try SumLeaf(commitment: .zero, families: 1, rupiah: 0)
    for pair in [[richest, one], [most, family]] {
      #expect(throws: ProofError.sumOutOfRange) { try MerkleSumTree(pair, lanes: SingleLane()) }
      #expect(throws: ProofError.sumOutOfRange) { try SumNode(parentOf: SumNode(pair[0]), SumNode(pair[1])) }
    }
    var writer = CBORWriter()
    writer.array(3)
    writer.value(Digest.zero)
    writer.unsigned(0 as UInt64)
    writer.signed(-1 as Int64)
    #expect(throws: CodingError.self) { try SumNode(encoded: writer.bytes) }
  }

  @Test func siblingsWhoseSumsOverflowAreRefused() throws {
    let leaves = try leaves(2)
    let proof = try MerkleSumTree(leaves, lanes: SingleLane()).inclusionProof(of: 1)
    let overflowing = try alter(proof, 0, Int64.max)
    #expect(throws: ProofError.sumOutOfRange) { try overflowing.verify(leaves[1], root: SumNode(leaves[1])) }
  }

  // MARK: Nodes no tree has

  private func node(_ hash: Digest, _ families: UInt64, _ rupiah: Int64) throws -> SumNode {
    var writer = CBORWriter()
    writer.array(3)
    writer.value(hash)
    writer.unsigned(families)
    writer.signed(rupiah)
    return try SumNode(encoded: writer.bytes)
  }

  private func alter(_ old: SumNode, _ field: Int) throws -> SumNode {
    try node(
      field == 0 ? old.hash.flipped(bit: 100) : old.hash, field == 1 ? old.families + 1 : old.families,
      field == 2 ? old.rupiah + 1 : old.rupiah)
  }

  private func alter(_ proof: SumInclusionProof, _ place: Int, _ field: Int) throws -> SumInclusionProof {
    try replace(proof, place, with: alter(proof.siblings[place], field))
  }

  private func alter(_ proof: SumInclusionProof, _ place: Int, _ rupiah: Int64) throws -> SumInclusionProof {
    try replace(proof, place, with: node(proof.siblings[place].hash, proof.siblings[place].families, rupiah))
  }

  private func replace(
    _ proof: SumInclusionProof, _ place: Int, with node: SumNode
  ) throws -> SumInclusionProof {
    var siblings = proof.siblings
    siblings[place] = node
    var writer = CBORWriter()
    writer.array(3)
    writer.unsigned(proof.index)
    writer.unsigned(proof.size)
    writer.list(siblings)
    return try SumInclusionProof(encoded: writer.bytes)
  }
}
