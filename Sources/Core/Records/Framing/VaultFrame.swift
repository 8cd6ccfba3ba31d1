import Model
import Signing

/// The header of one record in a vault file; sealed bytes follow it, and zeros to a multiple of eight.
///
/// An erasure is a record of its own. It outlives a crash before the sealed bytes themselves are zeroed.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `SEAL` or `GONE` |
/// | 4 | length | u32, of the sealed bytes; 0 for an erasure |
/// | 8 | digest | 32 bytes |
/// | 40 | checksum | u32, CRC-32C of the sealed bytes |
/// | 44 | checksum | u32, CRC-32C of the bytes before |
public struct VaultFrame: Equatable, Sendable {
  public let kind: Kind
  public let digest: Digest
  public let length: UInt32
  public let checksum: UInt32

  public enum Kind: UInt32, Sendable {
    case sealed = 0x4c41_4553
    /// The record of this digest has been erased.
    case erasure = 0x454e_4f47
  }

  public static let headerByteCount = 48
  public static let alignment = 8

  /// The frame of sealed bytes whose digest is known.
  public init(sealed: Sealed, digest: Digest) {
    kind = .sealed
    self.digest = digest
    length = UInt32(sealed.bytes.count)
    checksum = CRC32C.checksum(sealed.bytes)
  }

  public init(erasing digest: Digest) {
    kind = .erasure
    self.digest = digest
    length = 0
    checksum = 0
  }

  /// Bytes of the record, to where the next one starts.
  public var byteCount: Int {
    Self.headerByteCount + (Int(length) + Self.alignment - 1) / Self.alignment * Self.alignment
  }

  public init(header bytes: UnsafeRawBufferPointer) throws(FrameError) {
    guard bytes.count >= Self.headerByteCount, let p = bytes.baseAddress else {
      throw .truncated(expected: UInt64(Self.headerByteCount), found: UInt64(bytes.count))
    }
    guard let kind = Kind(rawValue: p.loadLittleEndian()) else { throw .notAFrame }
    let checked = UnsafeRawBufferPointer(start: p, count: Self.headerByteCount - 4)
    guard p.loadLittleEndian(UInt32.self, at: 44) == CRC32C.checksum(checked) else { throw .headerChecksum }
    self.kind = kind
    length = p.loadLittleEndian(at: 4)
    digest = Digest(loading: p + 8)
    checksum = p.loadLittleEndian(at: 40)
    guard length <= UInt32(Sealed.maximumBytes) else { throw .tooLong(.sealed) }
  }

  /// Whether these are the sealed bytes of the record.
  public func holds(_ sealed: UnsafeRawBufferPointer) -> Bool {
    sealed.count == Int(length) && CRC32C.checksum(sealed) == checksum
  }

  /// Appends the record to `buffer`. An erasure has no sealed bytes.
  public func append(sealed: [UInt8], to buffer: inout [UInt8]) {
    precondition(sealed.count == Int(length), "a frame is written with its own bytes")
    let start = buffer.count
    buffer.appendLittleEndian(kind.rawValue)
    buffer.appendLittleEndian(length)
    digest.withUnsafeBytes { buffer.append(contentsOf: $0) }
    buffer.appendLittleEndian(checksum)
    let own = buffer.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    buffer.appendLittleEndian(own)
    buffer.append(contentsOf: sealed)
    while buffer.count < start + byteCount { buffer.append(0) }
  }
}
