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

  /// A proof as somebody offers it; nil where these are not as many hashes as the shapes of the trees ask for.
  public init?(offering hashes: [Digest], from oldSize: UInt64, to newSize: UInt64) {
    guard oldSize <= newSize, hashes.count == ConsistencyProof.hashCount(from: oldSize, to: newSize) else { return nil }
    self.init(oldSize: oldSize, newSize: newSize, hashes: hashes)
  }

  fileprivate static func hashCount(from oldSize: UInt64, to newSize: UInt64) -> Int {
    oldSize == 0 ? 0 : MerkleShape.consistency(oldSize: oldSize, newSize: newSize).count
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
    guard hashes.count == ConsistencyProof.hashCount(from: oldSize, to: newSize) else {
      throw reader.error(.invalid("the proof has more or fewer hashes than the trees ask for"))
    }
  }
}
