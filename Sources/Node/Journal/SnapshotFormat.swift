import Platform
import Signing

/// How a snapshot lies in its file: a header, then the saved bytes in chunks, each followed by the SHA-256 of the
/// chunk and of the digest before it. The first digest before is the header's identity, the last is in the header.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `SLRS` |
/// | 4 | version | u16, 1 |
/// | 6 | zero | u16 |
/// | 8 | network | 32 bytes |
/// | 40 | height | u64 |
/// | 48 | length | u64, of the saved bytes |
/// | 56 | digest | 32 bytes, the last chunk's |
enum SnapshotFormat {
  static let headerByteCount = 88
  static let chunkByteCount = 1 << 20
  static let version: UInt16 = 1

  /// What comes before length and digest.
  static func identity(network: NetworkID, height: UInt64) -> [UInt8] {
    [UInt8]("SLRS".utf8) + bytes(version) + [0, 0] + network.bytes + bytes(height)
  }

  static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
  }

  /// Whether a file of this size can hold so many saved bytes.
  static func isSize(_ size: Int, of length: UInt64) -> Bool {
    guard length <= UInt64(size) else { return false }
    let chunks = (Int(length) + chunkByteCount - 1) / chunkByteCount
    return size == headerByteCount + Int(length) + chunks * Digest.byteCount
  }

  /// Where chunk `index` starts in the file.
  static func offset(ofChunk index: Int) -> Int { headerByteCount + index * (chunkByteCount + Digest.byteCount) }
}

/// A chunk and, behind it in the same memory, a digest: the one before while it is hashed, then its own.
struct SnapshotChunk {
  var bytes = [UInt8](repeating: 0, count: SnapshotFormat.chunkByteCount + Digest.byteCount)
  /// Bytes of the chunk.
  var count = 0

  /// Puts the digest before behind the chunk, and returns the chunk's own.
  mutating func digest(after previous: Digest) -> Digest {
    bytes.withUnsafeMutableBytes { bytes in
      previous.copy(to: bytes.baseAddress! + count)
      return SHA256.acceleratedHash(UnsafeRawBufferPointer(rebasing: bytes[..<(count + Digest.byteCount)]))
    }
  }

  /// The digest behind the chunk.
  var storedDigest: Digest { bytes.withUnsafeBytes { Digest(loading: $0.baseAddress! + count) } }

  /// The chunk with its own digest behind it, as it lies in the file.
  mutating func sealed(_ digest: Digest) -> ArraySlice<UInt8> {
    bytes.withUnsafeMutableBytes { digest.copy(to: $0.baseAddress! + count) }
    return bytes[..<(count + Digest.byteCount)]
  }
}
