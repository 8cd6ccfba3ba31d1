import Coding
import Signing

/// The right edge of a growing Merkle tree: enough to append leaves and to know the root, in memory logarithmic in
/// the size.
public struct Frontier: Equatable, Sendable {
  /// The number of leaves.
  public private(set) var size: UInt64 = 0
  /// The roots of the complete subtrees the tree is made of, one for each bit set in `size`, largest first.
  private var peaks: [Digest] = []

  public init() {}

  public var root: Digest {
    guard var root = peaks.last else { return MerkleTree.emptyRoot }
    for peak in peaks.dropLast().reversed() { root = MerkleTree.nodeHash(peak, root) }
    return root
  }

  public mutating func append(_ leafHash: Digest) {
    var node = leafHash
    for _ in 0..<(~size).trailingZeroBitCount { node = MerkleTree.nodeHash(peaks.removeLast(), node) }
    peaks.append(node)
    size += 1
  }

  public mutating func append(_ leafHashes: [Digest], lanes: some Lanes) {
    leafHashes.withUnsafeBytes { bytes in
      if let source = bytes.baseAddress { append(leafHashes: source, count: leafHashes.count, lanes: lanes) }
    }
  }

  /// Appends `count` leaf hashes of 32 bytes each.
  public mutating func append(leafHashes source: UnsafeRawPointer, count: Int, lanes: some Lanes) {
    let capacity = min(count, Frontier.batchLimit) / 2 + 1
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: 2 * capacity * Digest.byteCount, alignment: 64)
    defer { scratch.deallocate() }
    for start in stride(from: 0, to: count, by: Frontier.batchLimit) {
      appendBatch(
        source + start * Digest.byteCount, count: min(count - start, Frontier.batchLimit),
        scratch: (scratch, scratch + capacity * Digest.byteCount), lanes: lanes)
    }
  }

  /// Leaves hashed together: enough for every lane, few enough for the cache.
  private static let batchLimit = 1 << 16

  /// Hashes the batch level by level. Where the tree so far ends in a subtree of the level's height, that becomes the
  /// left brother of the batch's first node; a last node without a brother becomes a subtree that the tree ends in.
  private mutating func appendBatch(
    _ source: UnsafeRawPointer, count: Int, scratch: (UnsafeMutableRawPointer, UnsafeMutableRawPointer),
    lanes: some Lanes
  ) {
    var newPeaks: [Digest] = []
    var nodes = source
    var nodeCount = count
    var (parents, spare) = scratch
    var sizeAtLevel = size
    while nodeCount > 0 {
      let joined = Int(sizeAtLevel & 1)
      if joined == 1 { MerkleTree.nodeHash(peaks.removeLast(), Digest(loading: nodes)).copy(to: parents) }
      let pairs = (nodeCount - joined) / 2
      lanes.hashNodes(
        pairs: nodes + joined * Digest.byteCount, count: pairs, into: parents + joined * Digest.byteCount)
      if (nodeCount - joined) & 1 == 1 {
        newPeaks.append(Digest(loading: nodes + (nodeCount - 1) * Digest.byteCount))
      }
      nodes = UnsafeRawPointer(parents)
      nodeCount = joined + pairs
      swap(&parents, &spare)
      sizeAtLevel >>= 1
    }
    peaks.append(contentsOf: newPeaks.reversed())
    size += UInt64(count)
  }
}

/// `[version, size, [peak, …]]`
extension Frontier: CBORCodable {
  private static let version: UInt64 = 1

  public func encode(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(Frontier.version)
    writer.unsigned(size)
    writer.list(peaks)
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    try reader.array(exactly: 3)
    let version: UInt64 = try reader.unsigned()
    guard version == Frontier.version else { throw reader.error(.unknownVersion(version)) }
    size = try reader.unsigned()
    peaks = try reader.list(max: 64)
    guard peaks.count == size.nonzeroBitCount else {
      throw reader.error(.wrongCount(expected: UInt64(size.nonzeroBitCount), found: UInt64(peaks.count)))
    }
  }
}
