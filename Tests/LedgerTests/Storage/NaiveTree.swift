import Signing

/// RFC 6962 §2.1 word for word: slow, and written apart from the ledger's tree.
enum NaiveTree {
  static func root(_ leafHashes: ArraySlice<Digest>) -> Digest {
    switch leafHashes.count {
    case 0: return SHA256.hash([])
    case 1: return leafHashes.first!
    default:
      let split = leafHashes.startIndex + leftCount(of: leafHashes.count)
      return node(root(leafHashes[..<split]), root(leafHashes[split...]))
    }
  }

  static func leafHash(_ leaf: [UInt8]) -> Digest { SHA256.hash([0x00] + leaf) }

  /// The root an audit path leads to (RFC 9162 §2.1.3.2), or nil if its length is wrong.
  static func root(leafHash: Digest, at index: Int, of count: Int, path: [Digest]) -> Digest? {
    guard index < count else { return nil }
    var (place, last, hash) = (index, count - 1, leafHash)
    for sibling in path {
      guard last > 0 else { return nil }
      if place & 1 == 1 || place == last {
        hash = node(sibling, hash)
        while place & 1 == 0, place != 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        hash = node(hash, sibling)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 ? hash : nil
  }

  private static func node(_ left: Digest, _ right: Digest) -> Digest {
    SHA256.hash([0x01] + left.bytes + right.bytes)
  }

  /// The largest power of two smaller than `count`.
  private static func leftCount(of count: Int) -> Int {
    var left = 1
    while left * 2 < count { left *= 2 }
    return left
  }
}
