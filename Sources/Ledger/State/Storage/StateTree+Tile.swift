import Signing

extension StateTree {
  /// 4096 leaf hashes, of which the first `width` exist, and the 4095 nodes above them in heap order: one thread's to
  /// write.
  struct Tile: @unchecked Sendable {
    let index: Int
    let width: Int
    let leaves: UnsafeMutablePointer<Digest>
    let nodes: UnsafeMutablePointer<Digest>
  }

  /// Ascending places in one level of a tile.
  typealias Places = UnsafeMutableBufferPointer<UInt16>

  /// What one thread works in.
  struct Scratch: ~Copyable {
    /// Hashes asked for at a time; enough for interleaving, few enough for the first-level cache.
    static var batch: Int { 64 }

    let places = Places.allocate(capacity: 4096)
    let digests = UnsafeMutablePointer<Digest>.allocate(capacity: batch)
    let pairs = UnsafeMutablePointer<Digest>.allocate(capacity: 2 * batch)
    let preimages: UnsafeMutableRawPointer

    /// - Parameter leafLength: bytes of the longest preimage of a leaf.
    init(leafLength: Int) {
      preimages = .allocate(byteCount: Scratch.batch * leafLength, alignment: 16)
    }

    deinit {
      places.deallocate()
      digests.deallocate()
      pairs.deallocate()
      preimages.deallocate()
    }
  }
}

extension StateTree.Tile {
  typealias Places = StateTree.Places
  typealias Scratch = StateTree.Scratch

  /// Hashes the leaves at these places.
  func hashLeaves(
    at places: Places, _ form: StateTree.LeafForm, _ scratch: borrowing Scratch, lanes: some Lanes,
    fill: (_ leaves: Range<Int>, _ preimages: UnsafeMutableRawPointer) -> Void
  ) {
    let firstLeaf = index << 12
    var count = places.count
    if form.lastLength != form.length, firstLeaf + Int(places[count - 1]) == form.count - 1 {
      count -= 1
      fill(form.count - 1..<form.count, scratch.preimages)
      lanes.hash(
        messages: scratch.preimages, length: form.lastLength, stride: form.length, count: 1,
        into: leaves + Int(places[count]))
    }
    forEachBatch(of: places, count: count, into: leaves, scratch) { batch, digests in
      var filled = 0
      while filled < batch.count {
        let run = batch.runLength(from: filled)
        let leaf = firstLeaf + Int(batch[filled])
        fill(leaf..<leaf + run, scratch.preimages + filled * form.length)
        filled += run
      }
      lanes.hash(
        messages: scratch.preimages, length: form.length, stride: form.length, count: batch.count, into: digests)
    }
  }

  /// Hashes the nodes above the leaves at these places, level by level up to the tile's root. The places are used up.
  func hashNodes(above places: Places, _ scratch: borrowing Scratch, lanes: some Lanes) {
    var count = places.count
    var children = UnsafePointer(leaves)
    var width = width
    var level = 2048  // where in `nodes` the level above the children begins: as many as it has room for
    while level > 0 {
      let parents = nodes + level
      count = places.moveUp(count)
      var paired = count
      if Int(places[count - 1]) == width >> 1 {  // the last of an odd number of children has no sibling
        parents[width >> 1] = children[width - 1]
        paired -= 1
      }
      forEachBatch(of: places, count: paired, into: parents, scratch) { [children] batch, digests in
        if batch.isRun {
          lanes.hashNodes(pairs: children + 2 * Int(batch[0]), count: batch.count, into: digests)
        } else {
          for index in 0..<batch.count {
            let pair = children + 2 * Int(batch[index])
            scratch.pairs[2 * index] = pair[0]
            scratch.pairs[2 * index + 1] = pair[1]
          }
          lanes.hashNodes(pairs: scratch.pairs, count: batch.count, into: digests)
        }
      }
      children = UnsafePointer(parents)
      width = (width + 1) >> 1
      level >>= 1
    }
  }

  /// Has the digests of the first `count` places made batch by batch, and puts them into their places: at once when a
  /// batch is a run, else by way of the scratch.
  private func forEachBatch(
    of places: Places, count: Int, into level: UnsafeMutablePointer<Digest>, _ scratch: borrowing Scratch,
    hash: (_ batch: Places, _ digests: UnsafeMutablePointer<Digest>) -> Void
  ) {
    var start = 0
    while start < count {
      let end = min(start + Scratch.batch, count)
      let batch = Places(rebasing: places[start..<end])
      if batch.isRun {
        hash(batch, level + Int(batch[0]))
      } else {
        hash(batch, scratch.digests)
        for index in 0..<batch.count { level[Int(batch[index])] = scratch.digests[index] }
      }
      start = end
    }
  }
}

extension StateTree.Places {
  /// Whether the places follow one another without a gap.
  fileprivate var isRun: Bool { Int(self[count - 1]) - Int(self[0]) == count - 1 }

  /// How many places from this one on follow one another without a gap.
  fileprivate func runLength(from start: Int) -> Int {
    var end = start + 1
    while end < count, self[end] == self[end - 1] + 1 { end += 1 }
    return end - start
  }

  /// Replaces the first `count` places by their parents', each once; returns how many these are.
  fileprivate func moveUp(_ count: Int) -> Int {
    var kept = 0
    for index in 0..<count {
      let parent = self[index] >> 1
      self[kept] = parent
      kept += index + 1 < count && self[index + 1] >> 1 == parent ? 0 : 1
    }
    return kept
  }
}
