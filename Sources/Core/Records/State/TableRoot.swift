import Coding
import Model
import Signing

/// Root of one table's tree and how many leaves it has: without their number, a leaf at the tree's right edge could pass
/// for one with another number.
public struct TableRoot: Equatable, Sendable {
  public let root: Digest
  /// 0 for what is not a single tree.
  public let leaves: UInt64

  public init(_ root: Digest, leaves: UInt64 = 0) {
    self.root = root
    self.leaves = leaves
  }

  /// The state root: SHA-256 over the domain's name, then each table's leaves (8 bytes, big-endian) and root.
  public static func stateRoot(_ roots: [TableRoot]) -> Digest {
    var hasher = SHA256()
    hasher.update([UInt8]("salur/state/v1".utf8))
    for table in roots {
      withUnsafeBytes(of: table.leaves.bigEndian) { hasher.update($0) }
      table.root.withUnsafeBytes { hasher.update($0) }
    }
    return hasher.finalize()
  }
}

/// `[root, leaves]`
extension TableRoot: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    root.encode(to: &w)
    w.unsigned(leaves)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    root = try Digest(from: &r)
    leaves = try r.unsigned()
  }
}
