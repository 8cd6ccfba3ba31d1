import Signing
import Transparency

/// RFC 6962 §2.1 written down as it stands: slow, and nothing to get wrong.
struct NaiveTree {
  let entries: ArraySlice<[UInt8]>

  init(_ entries: some Sequence<[UInt8]>) { self.entries = Array(entries)[...] }

  private init(slice: ArraySlice<[UInt8]>) { entries = slice }

  /// MTH(D)
  var root: Digest {
    switch entries.count {
    case 0: SHA256.hash([] as [UInt8])
    case 1: SHA256.hash([0] + entries.first!)
    default: SHA256.hash([1] + left.root.bytes + right.root.bytes)
    }
  }

  /// PATH(m, D)
  func path(_ m: Int) -> [Digest] {
    guard entries.count > 1 else { return [] }
    return m < k ? left.path(m) + [right.root] : right.path(m - k) + [left.root]
  }

  /// PROOF(m, D)
  func proof(_ m: Int) -> [Digest] { subproof(m, isKnown: true) }

  private func subproof(_ m: Int, isKnown: Bool) -> [Digest] {
    if m == entries.count { return isKnown ? [] : [root] }
    return m <= k
      ? left.subproof(m, isKnown: isKnown) + [right.root] : right.subproof(m - k, isKnown: false) + [left.root]
  }

  /// The largest power of two below the count.
  private var k: Int {
    var k = 1
    while 2 * k < entries.count { k *= 2 }
    return k
  }

  private var left: NaiveTree { NaiveTree(slice: entries.prefix(k)) }
  private var right: NaiveTree { NaiveTree(slice: entries.dropFirst(k)) }
}

/// Entries that differ.
func entries(_ range: Range<Int>) -> [[UInt8]] { range.map { [UInt8("\($0)".utf8.count)] + "\($0)".utf8 } }

func leafHashes(_ range: Range<Int>) -> [Digest] { entries(range).map { MerkleTree.leafHash($0) } }

func logTree(_ count: Int) -> LogTree {
  var tree = LogTree()
  tree.append(leafHashes(0..<count), lanes: SingleLane())
  return tree
}

extension Digest {
  /// The digest with one bit changed.
  func flipped(bit: Int = 0) -> Digest {
    var bytes = bytes
    bytes[bit / 8 % 32] ^= 1 << UInt8(bit % 8)
    return Digest(bytes: bytes)!
  }
}
