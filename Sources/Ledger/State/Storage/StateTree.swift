import Signing

/// The Merkle tree (RFC 6962 §2.1) over the leaves of one table, kept up to date by hashing only what changed.
///
/// Nodes lie in *tiles* of 4096 leaves and the 4095 nodes above them; the roots of the tiles are the leaves of the next
/// *tier* of tiles. A tile fits a core's cache, belongs to one thread at a time, and is copied only when written, so
/// a copy of the tree costs one pointer pair per chunk. In every level a node without a sibling is carried up as it is,
/// which is RFC 6962's shape for any number of leaves.
public struct StateTree: Sendable {
  private var tiers = [Tier()]

  public init() {}

  /// Leaves in the tree.
  public var count: Int { tiers[0].leaves.count }

  /// The root as of the last refresh; of no leaves, the digest of nothing.
  public var root: Digest { count == 0 ? SHA256.hash([]) : tiers[tiers.count - 1].root(ofTile: 0) }

  /// The hash of a leaf, as of the last refresh.
  public func leafHash(_ leaf: Int) -> Digest { tiers[0].leaves[leaf] }

  /// The audit path of a leaf, from its sibling up (RFC 6962 §2.1.1), as of the last refresh.
  public func proof(of leaf: Int) -> [Digest] {
    precondition(leaf >= 0 && leaf < count, "leaf out of bounds")
    var path: [Digest] = []
    var place = leaf
    for tier in tiers {
      tier.appendPath(of: place, to: &path)
      place >>= 12
    }
    return path
  }
}

// MARK: - Changing

extension StateTree {
  /// Says that a leaf changed. It may be a new one, if it exists by the next refresh.
  public mutating func touch(_ leaf: Int) { tiers[0].dirty.insert(leaf) }

  /// Says that these leaves changed.
  public mutating func touch(_ leaves: Range<Int>) { tiers[0].dirty.insert(leaves) }

  /// Says that those leaves of a tile changed whose bits are set in these 64 words.
  mutating func touch(_ bits: UnsafePointer<UInt64>, inTile tile: Int) { tiers[0].dirty.insert(bits, inBlock: tile) }

  /// Adds leaves at the end, and touches them.
  public mutating func grow(to newCount: Int) {
    precondition(newCount >= count, "a tree never shrinks")
    tiers[0].grow(to: newCount)
  }

  /// The hashes of the 4096 leaves from `tile * 4096` on, for a caller who hashes leaves itself: `grow`, write, `touch`,
  /// then `refresh(lanes:)`. One thread per tile; the pointer is good until the tree is copied, grown or refreshed.
  public mutating func mutableLeafHashes(tile: Int) -> UnsafeMutablePointer<Digest> {
    tiers[0].leaves.mutableChunk(tile)
  }

  /// How long the preimages of the leaves are, the prefix 0x00 included.
  public struct LeafForm: Sendable {
    public let count: Int
    public let length: Int
    public let lastLength: Int

    /// - Parameters:
    ///   - count: leaves in the tree.
    ///   - length: bytes of every leaf but the last.
    ///   - lastLength: bytes of the last leaf, at most `length`.
    public init(count: Int, length: Int, lastLength: Int) {
      precondition(lastLength <= length, "the last leaf is the shortest")
      self.count = count
      self.length = length
      self.lastLength = lastLength
    }
  }

  /// Brings the tree up to date, growing it as the form says: hashes the touched leaves, then the nodes above them.
  ///
  /// - Parameters:
  ///   - isBlank: whether all 4096 leaves of a tile are as nobody has written them; such tiles share their hashes.
  ///   - fill: writes the preimages of a run of leaves one after the other, each with its prefix 0x00; runs on several
  ///     threads at a time.
  /// - Returns: the root.
  @discardableResult
  public mutating func refresh(
    _ form: LeafForm, lanes: some Lanes, isBlank: (_ tile: Int) -> Bool = { _ in false },
    fill: @Sendable (_ leaves: Range<Int>, _ preimages: UnsafeMutableRawPointer) -> Void
  ) -> Digest {
    grow(to: form.count)
    return refresh(lanes: lanes, leafLength: form.length, isBlank: isBlank) { tile, places, scratch in
      tile.hashLeaves(at: places, form, scratch, lanes: lanes, fill: fill)
    }
  }

  /// Brings the tree up to date, growing it to `count` leaves, when leaves have preimages of many lengths: the caller
  /// hashes the touched leaves itself, one tile of 4096 at a time.
  ///
  /// - Parameter hashLeaves: writes `hashes[place]`, the hash of leaf `firstLeaf + place`, for each of the ascending
  ///   places; runs on several threads at a time.
  /// - Returns: the root.
  @discardableResult
  public mutating func refresh(
    count: Int, lanes: some Lanes,
    hashLeaves:
      @Sendable (
        _ firstLeaf: Int, _ places: UnsafeBufferPointer<UInt16>, _ hashes: UnsafeMutablePointer<Digest>
      ) -> Void
  ) -> Digest {
    grow(to: count)
    return refresh(lanes: lanes, leafLength: 0, isBlank: { _ in false }) { tile, places, _ in
      hashLeaves(tile.index << 12, UnsafeBufferPointer(places), tile.leaves)
    }
  }

  /// Brings the nodes up to date when the caller has written the hashes of the touched leaves.
  @discardableResult
  public mutating func refresh(lanes: some Lanes) -> Digest {
    refresh(count: count, lanes: lanes) { _, _, _ in }
  }

  private mutating func refresh(
    lanes: some Lanes, leafLength: Int, isBlank: (Int) -> Bool,
    hashLeaves: @Sendable (Tile, Places, borrowing Scratch) -> Void
  ) -> Digest {
    guard !tiers[0].dirty.isEmpty else { return root }
    addTiers()
    tiers[0].refresh(lanes: lanes, leafLength: leafLength, isBlank: isBlank, hashLeaves: hashLeaves)
    for index in 1..<tiers.count {
      tiers[index].takeRoots(of: tiers[index - 1])
      tiers[index - 1].dirty.removeAll()
      tiers[index].refresh(lanes: lanes, leafLength: 0, isBlank: { _ in false }) { _, _, _ in }
    }
    tiers[tiers.count - 1].dirty.removeAll()
    return root
  }

  /// Gives every tile of each tier its leaf in the next.
  private mutating func addTiers() {
    var index = 0
    while tiers[index].tileCount > 1 {
      if index + 1 == tiers.count {
        tiers.append(Tier())
        tiers[index].dirty.insert(0)  // an unchanged first tile whose root becomes a leaf only now
      }
      tiers[index + 1].grow(to: tiers[index].tileCount)
      index += 1
    }
  }
}

// MARK: - Tiers

extension StateTree {
  /// A row of tiles.
  private struct Tier: Sendable {
    var leaves = Tier.noDigests
    /// One chunk per tile in heap order: its root at 1; the children of node `n` at `2n` and `2n + 1`, where 4096 and on
    /// are leaves.
    var nodes = Tier.noDigests
    var dirty = DirtyRows()

    /// Shared, so that the many small trees of a state have one blank chunk between them.
    private static let noDigests = Chunked<Digest>(blank: .zero)

    var tileCount: Int { leaves.chunkCount }

    func root(ofTile tile: Int) -> Digest { nodes[tile << 12 | 1] }

    mutating func grow(to newCount: Int) {
      dirty.insert(leaves.count..<newCount)
      leaves.grow(to: newCount)
      nodes.grow(to: tileCount << 12)
    }

    mutating func takeRoots(of lower: Tier) {
      for tile in lower.dirty.blocks {
        leaves[tile] = lower.root(ofTile: tile)
        dirty.insert(tile)
      }
    }

    func appendPath(of leaf: Int, to path: inout [Digest]) {
      let tile = leaf >> 12
      var place = leaf & 4095
      var width = leaves.rows(inChunk: tile).count
      if place ^ 1 < width { path.append(leaves[leaf ^ 1]) }
      var level = 2048
      while level > 1 {
        place >>= 1
        width = (width + 1) >> 1
        if place ^ 1 < width { path.append(nodes[tile << 12 | level | (place ^ 1)]) }
        level >>= 1
      }
    }

    mutating func refresh(
      lanes: some Lanes, leafLength: Int, isBlank: (Int) -> Bool,
      hashLeaves: @Sendable (Tile, Places, borrowing Scratch) -> Void
    ) {
      let blank = dirty.blocks.filter(isBlank)
      let hashed = dirty.blocks.filter { $0 == blank.first || !isBlank($0) }
      leaves.unshare(chunks: hashed, lanes: lanes)
      nodes.unshare(chunks: hashed, lanes: lanes)
      let tiles = hashed.map { tile in
        Tile(
          index: tile, width: leaves.rows(inChunk: tile).count, leaves: leaves.mutableChunk(tile),
          nodes: nodes.mutableChunk(tile))
      }
      // Waking another thread pays from about 256 leaves on.
      let grain = (256 * tiles.count + dirty.count - 1) / dirty.count
      lanes.forEachRange(of: tiles.count, grain: grain) { [dirty] range in
        let scratch = Scratch(leafLength: leafLength)
        for tile in tiles[range] {
          let places = dirty.places(inBlock: tile.index, into: scratch.places)
          precondition(Int(places[places.count - 1]) < tile.width, "a touched leaf does not exist")
          hashLeaves(tile, places, scratch)
          tile.hashNodes(above: places, scratch, lanes: lanes)
        }
      }
      for tile in blank.dropFirst() {
        leaves.share(tile, with: blank[0])
        nodes.share(tile, with: blank[0])
      }
    }
  }
}
