import Signing

extension LogTree {
  /// Proves that the leaf at `index` is in the tree of `size` leaves (all of them when left out).
  public func inclusionProof(of index: UInt64, size: UInt64? = nil) -> InclusionProof {
    let size = size ?? self.size
    precondition(index < size && size <= self.size, "a proof about leaves that the log does not have")
    return InclusionProof(
      index: index, size: size, siblings: MerkleShape.siblings(of: index, size: size).map { hash(of: $0) })
  }

  /// Proves that the tree of `oldSize` leaves is the beginning of the tree of `newSize` (all when left out).
  public func consistencyProof(from oldSize: UInt64, to newSize: UInt64? = nil) -> ConsistencyProof {
    let newSize = newSize ?? size
    precondition(oldSize <= newSize && newSize <= size, "a proof about leaves that the log does not have")
    let subtrees = oldSize == 0 ? [] : MerkleShape.consistency(oldSize: oldSize, newSize: newSize)
    return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: subtrees.map { hash(of: $0) })
  }
}
