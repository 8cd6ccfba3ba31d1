import Platform
import Signing
import Storage

/// Reads one snapshot, front to back. No byte is given out before the chunk it is in has been verified.
public struct SnapshotReader {
  public let height: UInt64
  /// Saved bytes in all.
  public let length: UInt64
  private let file: StoredFile
  private let expected: Digest
  private var digest: Digest
  private var chunk = SnapshotChunk()
  /// Saved bytes in the chunks read so far, and how far the last of them has been given out.
  private var loaded: UInt64 = 0
  private var position = 0

  init(_ path: String, height: UInt64, network: NetworkID) throws(SnapshotError) {
    let identity = SnapshotFormat.identity(network: network, height: height)
    let (file, size, header) = try onSnapshotDisk { () throws(StorageError) in
      let file = try StoredFile(path, .read)
      let size = try file.size
      return (file, size, try file.read(min(SnapshotFormat.headerByteCount, size), at: 0))
    }
    guard header.count == SnapshotFormat.headerByteCount, header.starts(with: identity) else {
      throw .damage(SnapshotDamage(file: path, reason: .otherHeader))
    }
    length = header[48..<56].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard SnapshotFormat.isSize(size, of: length) else {
      throw .damage(SnapshotDamage(file: path, reason: .wrongSize))
    }
    expected = Digest(bytes: header[56...])!
    digest = SHA256.acceleratedHash(identity)
    self.file = file
    self.height = height
    if length == 0, digest != expected { throw .damage(SnapshotDamage(file: path, reason: .digest)) }
  }

  /// Bytes not given out yet.
  public var remaining: UInt64 { length - loaded + UInt64(chunk.count - position) }

  /// Fills the buffer; that there are fewer bytes left is damage.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SnapshotError) {
    var rest = buffer[...]
    while !rest.isEmpty {
      if position == chunk.count { try readChunk() }
      let taken = min(rest.count, chunk.count - position)
      chunk.bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: rest.prefix(taken)).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[position..<position + taken]))
      }
      position += taken
      rest = rest.dropFirst(taken)
    }
  }

  public mutating func read(_ count: Int) throws(SnapshotError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    try span.withUnsafeMutableBytes { (buffer) throws(SnapshotError) in try read(into: buffer) }
    return bytes
  }

  /// Reads all that is left and gives nothing out.
  mutating func verify() throws(SnapshotError) {
    while loaded < length { try readChunk() }
    position = chunk.count
  }

  private mutating func readChunk() throws(SnapshotError) {
    guard loaded < length else { throw damage(.wrongSize) }
    let count = Int(min(length - loaded, UInt64(SnapshotFormat.chunkByteCount)))
    let offset = SnapshotFormat.offset(ofChunk: Int(loaded / UInt64(SnapshotFormat.chunkByteCount)))
    chunk.count = count
    position = count
    let file = file
    let found = try onSnapshotDisk { () throws(StorageError) in
      var span = chunk.bytes.mutableSpan
      return try span.withUnsafeMutableBytes { (buffer) throws(StorageError) in
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(count + Digest.byteCount)]), at: offset)
      }
    }
    guard found == count + Digest.byteCount else { throw damage(.wrongSize) }
    let stored = chunk.storedDigest
    digest = chunk.digest(after: digest)
    loaded += UInt64(count)
    guard digest == stored, loaded < length || digest == expected else { throw damage(.digest) }
    position = 0
  }

  private func damage(_ reason: SnapshotDamage.Reason) -> SnapshotError {
    .damage(SnapshotDamage(file: file.path, reason: reason))
  }
}
