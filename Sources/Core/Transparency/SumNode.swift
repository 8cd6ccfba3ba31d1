import Coding
import Signing

/// A node of a Merkle-sum tree: besides the hash, how many families are under it and how much they get together.
/// The hash of a parent covers the sums of both children, so whoever checks their own leaf checks that it was counted.
public struct SumNode: Equatable, Sendable, BitwiseCopyable {
  public internal(set) var hash: Digest
  public let families: UInt64
  /// Whole rupiah, not below zero.
  public let rupiah: Int64

  init(hash: Digest, families: UInt64, rupiah: Int64) {
    self.hash = hash
    self.families = families
    self.rupiah = rupiah
  }

  /// The root of a tree without leaves.
  public static var empty: SumNode { SumNode(hash: MerkleTree.emptyRoot, families: 0, rupiah: 0) }

  public init(_ leaf: SumLeaf) {
    let hash = withUnsafeTemporaryAllocation(byteCount: SumLeaf.preimageByteCount, alignment: 8) { buffer in
      leaf.writePreimage(to: buffer.baseAddress!)
      return SHA256.hash(UnsafeRawBufferPointer(buffer))
    }
    self.init(hash: hash, families: leaf.families, rupiah: leaf.rupiah)
  }

  /// The parent of two nodes, unless their sums overflow.
  public init(parentOf left: SumNode, _ right: SumNode) throws(ProofError) {
    let (families, familiesOverflow) = left.families.addingReportingOverflow(right.families)
    let (rupiah, rupiahOverflow) = left.rupiah.addingReportingOverflow(right.rupiah)
    guard !familiesOverflow, !rupiahOverflow else { throw .sumOutOfRange }
    let hash = withUnsafeTemporaryAllocation(byteCount: SumNode.preimageByteCount, alignment: 8) { buffer in
      SumNode.writePreimage(left, right, to: buffer.baseAddress!)
      return SHA256.hash(UnsafeRawBufferPointer(buffer))
    }
    self.init(hash: hash, families: families, rupiah: rupiah)
  }

  static let preimageByteCount = 1 + 2 * (Digest.byteCount + 8 + 8)

  /// What a parent is the hash of: 0x01 ‖ left hash ‖ left families ‖ left rupiah ‖ right hash ‖ right families ‖
  /// right rupiah, the numbers as eight bytes, most significant first.
  static func writePreimage(_ left: SumNode, _ right: SumNode, to destination: UnsafeMutableRawPointer) {
    destination.storeBytes(of: MerkleTree.nodePrefix, as: UInt8.self)
    left.write(to: destination + 1)
    right.write(to: destination + 1 + Digest.byteCount + 8 + 8)
  }

  private func write(to destination: UnsafeMutableRawPointer) {
    hash.copy(to: destination)
    (destination + Digest.byteCount).storeBytes(of: families.bigEndian, as: UInt64.self)
    (destination + Digest.byteCount + 8).storeBytes(of: rupiah.bigEndian, as: Int64.self)
  }
}

/// `[hash, families, rupiah]`
extension SumNode: CBORCodable {
  public func encode(to writer: inout CBORWriter) {
    writer.array(3)
    writer.value(hash)
    writer.unsigned(families)
    writer.signed(rupiah)
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    try reader.array(exactly: 3)
    hash = try reader.value()
    families = try reader.unsigned()
    rupiah = try reader.signed()
    guard rupiah >= 0 else { throw reader.error(.invalid("the rupiah of a sum are below zero")) }
  }
}
