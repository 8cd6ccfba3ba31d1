import Coding
import Signing

/// Shows that a leaf is counted in the root of a Merkle-sum tree: the nodes beside its way up.
public struct SumInclusionProof: Equatable, Sendable {
  public let index: UInt64
  /// The number of leaves of the tree.
  public let size: UInt64
  /// Lowest first; as many as the shape of the tree asks for.
  public let siblings: [SumNode]

  init(index: UInt64, size: UInt64, siblings: [SumNode]) {
    self.index = index
    self.size = size
    self.siblings = siblings
  }

  /// The root of the only tree in which this leaf has this proof.
  public func root(of leaf: SumLeaf) throws(ProofError) -> SumNode {
    var node = SumNode(leaf)
    for (subtree, sibling) in zip(MerkleShape.siblings(of: index, size: size), siblings) {
      node =
        subtree.lowerBound > index
        ? try SumNode(parentOf: node, sibling) : try SumNode(parentOf: sibling, node)
    }
    return node
  }

  /// Checks that the leaf is counted: the hash and both sums must come out at the root's.
  public func verify(_ leaf: SumLeaf, root: SumNode) throws(ProofError) {
    guard try self.root(of: leaf) == root else { throw .wrongRoot }
  }
}

/// `[index, size, [sibling, …]]`
extension SumInclusionProof: CBORCodable {
  public func encode(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(index)
    writer.unsigned(size)
    writer.list(siblings)
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    try reader.array(exactly: 3)
    index = try reader.unsigned()
    size = try reader.unsigned()
    guard index < size else { throw reader.error(.invalid("the leaf lies outside the tree")) }
    siblings = try reader.list(max: 64)
    guard siblings.count == MerkleShape.siblings(of: index, size: size).count else {
      throw reader.error(.invalid("the proof has more or fewer nodes than the tree has levels"))
    }
  }
}
