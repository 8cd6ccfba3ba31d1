/// Which subtrees a tree of a given size is made of. The shape depends on the number of leaves alone, so whoever
/// makes a proof and whoever checks it derive the same one.
///
/// A subtree is the range of the leaves under it.
enum MerkleShape {
  /// The subtrees beside the way from a leaf up to the root, lowest first (RFC 6962 §2.1.1).
  static func siblings(of index: UInt64, size: UInt64) -> [Range<UInt64>] {
    var siblings: [Range<UInt64>] = []
    var subtree = 0..<size
    while subtree.count64 > 1 {
      let (left, right) = halves(of: subtree)
      let isLeft = index < right.lowerBound
      siblings.append(isLeft ? right : left)
      subtree = isLeft ? left : right
    }
    siblings.reverse()
    return siblings
  }

  /// The subtrees that show a tree of `oldSize` leaves to be the beginning of one of `newSize`, lowest first
  /// (RFC 6962 §2.1.2); 0 < `oldSize` ≤ `newSize`.
  ///
  /// The first is the old tree's last subtree that the new tree still has, unless that is the old tree itself, whose
  /// root the verifier knows.
  static func consistency(oldSize: UInt64, newSize: UInt64) -> [Range<UInt64>] {
    var subtrees: [Range<UInt64>] = []
    var subtree = 0..<newSize
    while subtree.upperBound != oldSize {
      let (left, right) = halves(of: subtree)
      let isLeft = oldSize <= right.lowerBound
      subtrees.append(isLeft ? right : left)
      subtree = isLeft ? left : right
    }
    if subtree.lowerBound > 0 { subtrees.append(subtree) }
    subtrees.reverse()
    return subtrees
  }

  /// The two children of a subtree of two leaves or more: the left one has the largest power of two of leaves that
  /// leaves some for the right one.
  static func halves(of subtree: Range<UInt64>) -> (left: Range<UInt64>, right: Range<UInt64>) {
    let leftCount: UInt64 = 1 << UInt64(63 - (subtree.count64 - 1).leadingZeroBitCount)
    let middle = subtree.lowerBound + leftCount
    return (subtree.lowerBound..<middle, middle..<subtree.upperBound)
  }
}

extension Range<UInt64> {
  /// `count` without narrowing to Int, which has 32 bits on the phone.
  var count64: UInt64 { upperBound - lowerBound }
}
