import Signing

/// The Merkle tree of RFC 6962 §2.1 over SHA-256. Leaves and inner nodes are hashed with different prefixes, so that
/// neither can pass for the other.
public enum MerkleTree {
  package static let leafPrefix: UInt8 = 0x00
  package static let nodePrefix: UInt8 = 0x01

  /// The root of a tree without leaves: the hash of nothing.
  public static var emptyRoot: Digest { SHA256.hash([] as [UInt8]) }

  public static func leafHash(_ entry: [UInt8]) -> Digest { leafHash(entry[...]) }

  public static func leafHash(_ entry: ArraySlice<UInt8>) -> Digest {
    var hasher = SHA256()
    hasher.update(leafPrefix)
    hasher.update(entry)
    return hasher.finalize()
  }

  public static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
    var hasher = SHA256()
    hasher.update(nodePrefix)
    hasher.update(left)
    hasher.update(right)
    return hasher.finalize()
  }

  /// The root over these leaf hashes.
  public static func root(leafHashes: [Digest], lanes: some Lanes) -> Digest {
    var frontier = Frontier()
    frontier.append(leafHashes, lanes: lanes)
    return frontier.root
  }
}
