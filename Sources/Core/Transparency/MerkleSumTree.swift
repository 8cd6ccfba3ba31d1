import Signing

/// A Merkle tree whose nodes also add up families and rupiah: the public root states the totals, every family can
/// check that its own decision is in them, and nobody can be left out or counted twice without being found out.
///
/// Its shape is that of RFC 6962 §2.1.
public struct MerkleSumTree: Sendable {
  /// The leaves' nodes first, the root's level last. A last node without a brother stands again in the level above.
  private let levels: [[SumNode]]

  /// Fails if the totals cannot be written: more than `UInt64.max` families or `Int64.max` rupiah.
  public init(_ leaves: [SumLeaf], lanes: some Lanes) throws(ProofError) {
    try MerkleSumTree.checkTotals(of: leaves)
    var levels = [MerkleSumTree.nodes(of: leaves, lanes: lanes)]
    while levels.last!.count > 1 { levels.append(MerkleSumTree.parents(of: levels.last!, lanes: lanes)) }
    self.levels = levels
  }

  /// The number of leaves.
  public var size: Int { levels[0].count }

  public var root: SumNode { levels.last!.first ?? .empty }

  /// Proves that the leaf at `index` is counted in the root.
  public func inclusionProof(of index: Int) -> SumInclusionProof {
    precondition(levels[0].indices.contains(index), "a proof about a leaf that the tree does not have")
    var siblings: [SumNode] = []
    var place = index
    for level in levels {
      if level.indices.contains(place ^ 1) { siblings.append(level[place ^ 1]) }
      place >>= 1
    }
    return SumInclusionProof(index: UInt64(index), size: UInt64(size), siblings: siblings)
  }

  /// No sum inside the tree is above its total, so checking the total is enough.
  private static func checkTotals(of leaves: [SumLeaf]) throws(ProofError) {
    var families: UInt64 = 0
    var rupiah: Int64 = 0
    for leaf in leaves {
      let (newFamilies, familiesOverflow) = families.addingReportingOverflow(leaf.families)
      let (newRupiah, rupiahOverflow) = rupiah.addingReportingOverflow(leaf.rupiah)
      guard !familiesOverflow, !rupiahOverflow else { throw .sumOutOfRange }
      (families, rupiah) = (newFamilies, newRupiah)
    }
  }

  private static func nodes(of leaves: [SumLeaf], lanes: some Lanes) -> [SumNode] {
    hashed(count: leaves.count, preimageByteCount: SumLeaf.preimageByteCount, lanes: lanes) { index, preimage in
      let leaf = leaves[index]
      leaf.writePreimage(to: preimage)
      return (leaf.families, leaf.rupiah)
    }
  }

  private static func parents(of nodes: [SumNode], lanes: some Lanes) -> [SumNode] {
    let pairs = nodes.count / 2
    var parents = hashed(count: pairs, preimageByteCount: SumNode.preimageByteCount, lanes: lanes) { index, preimage in
      let (left, right) = (nodes[2 * index], nodes[2 * index + 1])
      SumNode.writePreimage(left, right, to: preimage)
      return (left.families + right.families, left.rupiah + right.rupiah)
    }
    if !nodes.count.isMultiple(of: 2) { parents.append(nodes.last!) }
    return parents
  }

  /// Makes `count` nodes: `prepare` writes what node `index` is the hash of and returns its sums.
  private static func hashed(
    count: Int, preimageByteCount: Int, lanes: some Lanes,
    _ prepare: @Sendable (_ index: Int, _ preimage: UnsafeMutableRawPointer) -> (families: UInt64, rupiah: Int64)
  ) -> [SumNode] {
    [SumNode](unsafeUninitializedCapacity: count + 1) { buffer, initialised in
      // The ranges are disjoint, so no two lanes write the same node.
      nonisolated(unsafe) let nodes = buffer.baseAddress!
      lanes.forEachRange(of: count, grain: batchSize) { range in
        let preimages = UnsafeMutableRawPointer.allocate(byteCount: batchSize * preimageByteCount, alignment: 64)
        let digests = UnsafeMutableRawPointer.allocate(byteCount: batchSize * Digest.byteCount, alignment: 64)
        defer {
          preimages.deallocate()
          digests.deallocate()
        }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: batchSize) {
          let batch = start..<min(start + batchSize, range.upperBound)
          for index in batch {
            let sums = prepare(index, preimages + (index - start) * preimageByteCount)
            (nodes + index).initialize(to: SumNode(hash: .zero, families: sums.families, rupiah: sums.rupiah))
          }
          lanes.hash(
            messages: preimages, length: preimageByteCount, stride: preimageByteCount, count: batch.count,
            into: digests)
          for index in batch { nodes[index].hash = Digest(loading: digests + (index - start) * Digest.byteCount) }
        }
      }
      initialised = count
    }
  }

  /// Preimages hashed together: they stay in the cache.
  private static let batchSize = 256
}
