import Signing

/// Why a proof does not show what it was offered for.
public enum ProofError: Error, Equatable, Sendable {
  /// The hashes lead to another root: the leaf is not in that tree, or something was altered.
  case wrongRoot
  /// The hashes lead to another root of the old tree: the log's history was rewritten, or something was altered.
  case wrongOldRoot
  /// Amounts that cannot be added up, or are below zero.
  case sumOutOfRange
}

extension ProofError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrongRoot: "the proof does not lead to the published root"
    case .wrongOldRoot: "the proof does not lead to the root seen before: the history may have been rewritten"
    case .sumOutOfRange: "the proof's amounts are negative or too large to add up"
    }
  }
}

// All that has to be trusted when a proof is believed is below, with `MerkleShape` and the hash.

extension InclusionProof {
  /// The root of the only tree in which this leaf has this proof.
  public func root(leafHash: Digest) -> Digest {
    var node = leafHash
    for (subtree, sibling) in zip(MerkleShape.siblings(of: index, size: size), siblings) {
      node = subtree.lowerBound > index ? MerkleTree.nodeHash(node, sibling) : MerkleTree.nodeHash(sibling, node)
    }
    return node
  }

  public func verify(leafHash: Digest, root: Digest) throws(ProofError) {
    guard self.root(leafHash: leafHash) == root else { throw .wrongRoot }
  }
}

extension ConsistencyProof {
  /// Rebuilds both roots from the same hashes. The first may be the old tree's last subtree, where both begin; without
  /// it both begin at the old root. What lies further left belongs to both trees, what lies right to the new one.
  public func verify(oldRoot: Digest, newRoot: Digest) throws(ProofError) {
    guard oldSize > 0 else {
      guard oldRoot == MerkleTree.emptyRoot else { throw .wrongOldRoot }
      return
    }
    let subtrees = MerkleShape.consistency(oldSize: oldSize, newSize: newSize)
    var (old, new) = (oldRoot, oldRoot)
    for (subtree, hash) in zip(subtrees, hashes) {
      if subtree.upperBound == oldSize {
        (old, new) = (hash, hash)
      } else if subtree.upperBound < oldSize {
        old = MerkleTree.nodeHash(hash, old)
        new = MerkleTree.nodeHash(hash, new)
      } else {
        new = MerkleTree.nodeHash(new, hash)
      }
    }
    guard old == oldRoot else { throw .wrongOldRoot }
    guard new == newRoot else { throw .wrongRoot }
  }
}
