import Platform
import Signing
import Storage

/// Writes one snapshot, front to back. Until `finish` there is no snapshot, whatever happens; a writer that is given up
/// leaves nothing behind.
public struct SnapshotWriter: ~Copyable {
  private let file: StoredFile
  private let disk: Disk
  private var isFinished = false
  private let path: String
  private let identity: [UInt8]
  private var chunk = SnapshotChunk()
  private var chunks = 0
  private var length: UInt64 = 0
  private var digest: Digest

  /// - Parameter file: an empty one, of a name no snapshot has.
  init(_ file: StoredFile, finishingAs path: String, height: UInt64, network: NetworkID, disk: Disk) {
    self.file = file
    self.disk = disk
    self.path = path
    identity = SnapshotFormat.identity(network: network, height: height)
    digest = SHA256.acceleratedHash(identity)
  }

  deinit {
    if !isFinished { try? disk.remove(file.path) }
  }

  /// How much waits in memory to reach the disk: a snapshot must not push out what the running node needs.
  private static let chunksHeld = 64

  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let taken = rest.prefix(SnapshotFormat.chunkByteCount - chunk.count)
      let start = chunk.count
      chunk.bytes.withUnsafeMutableBytes {
        UnsafeMutableRawBufferPointer(rebasing: $0[start..<start + taken.count]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: taken))
      }
      chunk.count += taken.count
      rest = rest.dropFirst(taken.count)
      if chunk.count == SnapshotFormat.chunkByteCount { try writeChunk() }
    }
    length += UInt64(bytes.count)
  }

  public mutating func write(_ bytes: [UInt8]) throws(StorageError) {
    try bytes.span.withUnsafeBytes { (bytes) throws(StorageError) in try write(bytes) }
  }

  /// Makes the snapshot durable, and only then gives it its name.
  public consuming func finish() throws(StorageError) {
    if chunk.count > 0 { try writeChunk() }
    try file.write(identity + SnapshotFormat.bytes(length) + digest.bytes, at: 0)
    try file.synchronise()
    _ = try file.moved(to: path)
    isFinished = true
  }

  private mutating func writeChunk() throws(StorageError) {
    digest = chunk.digest(after: digest)
    let sealed = chunk.sealed(digest)
    let (file, offset) = (file, SnapshotFormat.offset(ofChunk: chunks))
    try sealed.span.withUnsafeBytes { (bytes) throws(StorageError) in try file.write(bytes, at: offset) }
    chunks += 1
    chunk.count = 0
    if chunks % Self.chunksHeld == 0 {
      try file.synchronise()
      file.releaseCache()
    }
  }
}
