import Coding
import Signing

/// Shows that a log only grew: that the tree of `oldSize` leaves is the beginning of the tree of `newSize`
/// (RFC 6962 §2.1.2).
public struct ConsistencyProof: Equatable, Sendable {
  public let oldSize: UInt64
  public let newSize: UInt64
  /// Lowest first; as many as the shape of the trees asks for.
  public let hashes: [Digest]

  init(oldSize: UInt64, newSize: UInt64, hashes: [Digest]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }
}

/// `[old size, new size, [hash, …]]`
extension ConsistencyProof: CBORCodable {
  public func encode(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(oldSize)
    writer.unsigned(newSize)
    writer.list(hashes)
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    try reader.array(exactly: 3)
    oldSize = try reader.unsigned()
    newSize = try reader.unsigned()
    guard oldSize <= newSize else { throw reader.error(.invalid("the old tree is larger than the new one")) }
    hashes = try reader.list(max: 64)
    let expected = oldSize == 0 ? 0 : MerkleShape.consistency(oldSize: oldSize, newSize: newSize).count
    guard hashes.count == expected else {
      throw reader.error(.invalid("the proof has more or fewer hashes than the trees ask for"))
    }
  }
}
