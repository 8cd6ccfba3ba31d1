import Signing

/// A growing list of digests in chunks that never move: appending copies nothing that is already there, and a copy of
/// the list shares every chunk but the last.
struct DigestColumn: Sendable {
  private(set) var count: UInt64 = 0
  private var chunks: [Chunk] = []

  /// Even, so that no pair of brothers lies in two chunks; small, because a shared last chunk is copied; large enough
  /// to be a lane's piece of work.
  private static let chunkCapacity: UInt64 = 2048

  subscript(index: UInt64) -> Digest {
    precondition(index < count, "a digest beyond the end of its list")
    return Digest(loading: address(index))
  }

  /// The digests from `index` on that lie together in memory, at most up to `end`.
  func run(from index: UInt64, to end: UInt64) -> (start: UnsafeMutableRawPointer, count: Int) {
    let room = DigestColumn.chunkCapacity - index % DigestColumn.chunkCapacity
    return (address(index), Int(min(room, end - index)))
  }

  /// Makes the list longer; the caller writes the new digests through `run(from:to:)`.
  mutating func extend(to newCount: UInt64) {
    let used = Int(count % DigestColumn.chunkCapacity)
    if used > 0, newCount > count, !isKnownUniquelyReferenced(&chunks[chunks.count - 1]) {
      chunks[chunks.count - 1] = Chunk(capacity: Int(DigestColumn.chunkCapacity), copying: chunks.last!, count: used)
    }
    while UInt64(chunks.count) * DigestColumn.chunkCapacity < newCount {
      chunks.append(Chunk(capacity: Int(DigestColumn.chunkCapacity)))
    }
    count = newCount
  }

  private func address(_ index: UInt64) -> UnsafeMutableRawPointer {
    chunks[Int(index / DigestColumn.chunkCapacity)].start
      + Int(index % DigestColumn.chunkCapacity) * Digest.byteCount
  }

  /// Written only by a column that alone refers to it, and never again below that column's count: readers of shared
  /// chunks need no lock.
  private final class Chunk: @unchecked Sendable {
    let start: UnsafeMutableRawPointer

    init(capacity: Int) {
      start = .allocate(byteCount: capacity * Digest.byteCount, alignment: 64)
    }

    convenience init(capacity: Int, copying other: Chunk, count: Int) {
      self.init(capacity: capacity)
      start.copyMemory(from: other.start, byteCount: count * Digest.byteCount)
    }

    deinit { start.deallocate() }
  }
}
