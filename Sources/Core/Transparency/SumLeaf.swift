import Signing

/// A leaf of a Merkle-sum tree.
public struct SumLeaf: Equatable, Sendable, BitwiseCopyable {
  /// The blinded digest of what the leaf is about; or a region and the root of its own tree.
  public let commitment: Digest
  public let families: UInt64
  /// Whole rupiah, not below zero.
  public let rupiah: Int64

  public init(commitment: Digest, families: UInt64, rupiah: Int64) throws(ProofError) {
    guard rupiah >= 0 else { throw .sumOutOfRange }
    self.commitment = commitment
    self.families = families
    self.rupiah = rupiah
  }

  static let preimageByteCount = 1 + Digest.byteCount + 8 + 8

  /// What the leaf's node is the hash of: 0x00 ‖ commitment ‖ families ‖ rupiah, the numbers as eight bytes, most
  /// significant first.
  func writePreimage(to destination: UnsafeMutableRawPointer) {
    destination.storeBytes(of: MerkleTree.leafPrefix, as: UInt8.self)
    commitment.copy(to: destination + 1)
    (destination + 1 + Digest.byteCount).storeBytes(of: families.bigEndian, as: UInt64.self)
    (destination + 1 + Digest.byteCount + 8).storeBytes(of: rupiah.bigEndian, as: Int64.self)
  }
}
