import Signing

/// The whole Merkle tree of a log, in memory: 64 bytes a leaf, so that any proof takes a handful of look-ups.
///
/// A copy is a snapshot: it shares the memory of what is already there, and proofs can be made from it while the
/// original grows.
public struct LogTree: Sendable {
  /// `levels[k]` holds the roots of all complete subtrees of 2ᵏ leaves, in order.
  private var levels: [DigestColumn] = [DigestColumn()]
  /// The tree is a row of complete subtrees, largest first, one for each bit set in `size`; `edges[i]` is the root of
  /// all from the i-th on. Almost every proof needs one of these.
  private var edges: [Digest] = []

  public init() {}

  /// The number of leaves.
  public var size: UInt64 { levels[0].count }

  public var root: Digest { root(size: size) }

  /// The root the log had when it had `size` leaves.
  public func root(size: UInt64) -> Digest {
    precondition(size <= self.size, "the root of a tree larger than the log")
    return size == 0 ? MerkleTree.emptyRoot : hash(of: 0..<size)
  }

  // MARK: Growing

  public mutating func append(_ leafHashes: [Digest], lanes: some Lanes) {
    leafHashes.withUnsafeBytes { bytes in
      if let source = bytes.baseAddress { append(leafHashes: source, count: leafHashes.count, lanes: lanes) }
    }
  }

  /// Appends `count` leaf hashes of 32 bytes each.
  public mutating func append(leafHashes source: UnsafeRawPointer, count: Int, lanes: some Lanes) {
    let first = size
    let end = first + UInt64(count)
    levels[0].extend(to: end)
    var index = first
    while index < end {
      let run = levels[0].run(from: index, to: end)
      run.start.copyMemory(
        from: source + Int(index - first) * Digest.byteCount, byteCount: run.count * Digest.byteCount)
      index += UInt64(run.count)
    }
    var level = 0
    while levels[level].count > 1 {
      if level + 1 == levels.count { levels.append(DigestColumn()) }
      hashParents(of: level, lanes: lanes)
      level += 1
    }
    hashEdges()
  }

  /// Hashes the pairs of a level that have no parent yet.
  private mutating func hashParents(of level: Int, lanes: some Lanes) {
    let first = levels[level + 1].count
    let end = levels[level].count / 2
    levels[level + 1].extend(to: end)
    let (nodes, parents) = (levels[level], levels[level + 1])
    var runs: [Run] = []
    var index = first
    while index < end {
      // Both columns end their chunks at even places, so the shorter run decides.
      let from = nodes.run(from: 2 * index, to: 2 * end)
      let into = parents.run(from: index, to: end)
      let pairs = min(from.count / 2, into.count)
      runs.append(Run(pairs: from.start, count: pairs, parents: into.start))
      index += UInt64(pairs)
    }
    let work = runs
    lanes.forEach(work.count) { part in
      lanes.hashNodes(pairs: work[part].pairs, count: work[part].count, into: work[part].parents)
    }
  }

  private mutating func hashEdges() {
    edges.removeAll(keepingCapacity: true)
    for level in levels.indices where levels[level].count & 1 == 1 {
      let subtree = levels[level][levels[level].count - 1]
      edges.append(edges.last.map { MerkleTree.nodeHash(subtree, $0) } ?? subtree)
    }
    edges.reverse()
  }

  /// Pairs that lie together, and where their parents go. No two runs overlap.
  private struct Run: @unchecked Sendable {
    let pairs: UnsafeMutableRawPointer
    let count: Int
    let parents: UnsafeMutableRawPointer
  }

  // MARK: Reading

  /// The root of the complete subtree of 2^`level` leaves that starts at leaf `index` · 2^`level`.
  public func node(level: Int, index: UInt64) -> Digest { levels[level][index] }

  public func leafHash(_ index: UInt64) -> Digest { levels[0][index] }

  /// Passes leaf hashes to `body`, in order, as many at a time as lie together: for saving the tree. Appending them
  /// to an empty tree gives it back.
  public func forEachRun<Failure: Error>(
    ofLeafHashes range: Range<UInt64>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    try forEachRun(level: 0, range, body)
  }

  func forEachRun<Failure: Error>(
    level: Int, _ range: Range<UInt64>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(range.upperBound <= nodeCount(level: level), "leaves beyond the end of the log")
    var index = range.lowerBound
    while index < range.upperBound {
      let run = levels[level].run(from: index, to: range.upperBound)
      try body(UnsafeRawBufferPointer(start: run.start, count: run.count * Digest.byteCount))
      index += UInt64(run.count)
    }
  }

  /// How many complete subtrees of 2^`level` leaves there are.
  func nodeCount(level: Int) -> UInt64 { level < levels.count ? levels[level].count : 0 }

  /// The root of a subtree of one leaf or more, complete or at the right edge.
  func hash(of subtree: Range<UInt64>) -> Digest {
    let level = 63 - subtree.count64.leadingZeroBitCount
    if subtree.count64 == 1 << UInt64(level) { return node(level: level, index: subtree.lowerBound >> UInt64(level)) }
    if subtree.upperBound == size { return edges[subtree.lowerBound.nonzeroBitCount] }
    let (left, right) = MerkleShape.halves(of: subtree)
    return MerkleTree.nodeHash(hash(of: left), hash(of: right))
  }
}
