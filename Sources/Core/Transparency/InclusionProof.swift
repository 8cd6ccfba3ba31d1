import Coding
import Signing

/// Shows that a leaf is in a tree, given the tree's root: the hashes of the subtrees beside the leaf's way up
/// (RFC 6962 §2.1.1).
public struct InclusionProof: Equatable, Sendable {
  public let index: UInt64
  /// The number of leaves of the tree.
  public let size: UInt64
  /// Lowest first; as many as the shape of the tree asks for.
  public let siblings: [Digest]

  public init(index: UInt64, size: UInt64, siblings: [Digest]) {
    precondition(
      index < size && siblings.count == MerkleShape.siblings(of: index, size: size).count,
      "a proof has its tree's shape")
    self.index = index
    self.size = size
    self.siblings = siblings
  }

  /// A proof put together from untrusted parts; nil where they do not have the tree's shape.
  public init?(index: UInt64, size: UInt64, untrusted siblings: [Digest]) {
    guard index < size, siblings.count == MerkleShape.siblings(of: index, size: size).count else { return nil }
    self.init(index: index, size: size, siblings: siblings)
  }
}

/// `[index, size, [sibling, …]]`
extension InclusionProof: CBORCodable {
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
      throw reader.error(.invalid("the proof has more or fewer hashes than the tree has levels"))
    }
  }
}
