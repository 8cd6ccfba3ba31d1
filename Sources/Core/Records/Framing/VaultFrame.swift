import Model
import Signing

/// The header of one record in a vault file; its encrypted bytes follow it, and zeros to a multiple of eight.
///
/// An erasure is a record of its own. It outlives a crash before key and bytes of the erased record are overwritten.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `SEAL` or `GONE` |
/// | 4 | length | u32, of the encrypted bytes, which are the sealed bytes and a tag of 16; 0 for an erasure |
/// | 8 | digest | 32 bytes, of the sealed bytes |
/// | 40 | slot | u64, of the record's key in the key file, from 0; an erasure has the erased record's |
/// | 48 | checksum | u32, CRC-32C of the encrypted bytes |
/// | 52 | checksum | u32, CRC-32C of the bytes before |
public struct VaultFrame: Equatable, Sendable {
  public let kind: Kind
  public let digest: Digest
  public let slot: UInt64
  public let length: UInt32
  public let checksum: UInt32

  public enum Kind: UInt32, Sendable {
    case sealed = 0x4c41_4553
    /// The record of this digest has been erased.
    case erasure = 0x454e_4f47
  }

  public static let headerByteCount = 56
  public static let alignment = 8
  /// What encryption adds to the sealed bytes.
  public static let tagByteCount = 16
  public static let maximumLength = Sealed.maximumBytes + tagByteCount

  /// The frame of sealed bytes with this digest, as they lie encrypted.
  public init(_ digest: Digest, slot: UInt64, encrypted: UnsafeRawBufferPointer) {
    precondition(encrypted.count <= Self.maximumLength, "sealed bytes are bounded")
    kind = .sealed
    self.digest = digest
    self.slot = slot
    length = UInt32(encrypted.count)
    checksum = CRC32C.checksum(encrypted)
  }

  /// - Parameter slot: of the key of the record that is erased.
  public init(erasing digest: Digest, slot: UInt64) {
    kind = .erasure
    self.digest = digest
    self.slot = slot
    length = 0
    checksum = 0
  }

  /// Bytes of the record, to where the next one starts.
  public var byteCount: Int { Self.byteCount(length: Int(length)) }

  /// The same for a record of so many encrypted bytes.
  public static func byteCount(length: Int) -> Int {
    headerByteCount + (length + alignment - 1) / alignment * alignment
  }

  public init(header bytes: UnsafeRawBufferPointer) throws(FrameError) {
    guard bytes.count >= Self.headerByteCount, let p = bytes.baseAddress else {
      throw .truncated(expected: UInt64(Self.headerByteCount), found: UInt64(bytes.count))
    }
    guard let kind = Kind(rawValue: p.loadLittleEndian()) else { throw .notAFrame }
    let checked = UnsafeRawBufferPointer(start: p, count: Self.headerByteCount - 4)
    guard p.loadLittleEndian(UInt32.self, at: 52) == CRC32C.checksum(checked) else { throw .headerChecksum }
    self.kind = kind
    length = p.loadLittleEndian(at: 4)
    digest = Digest(loading: p + 8)
    slot = p.loadLittleEndian(at: 40)
    checksum = p.loadLittleEndian(at: 48)
    guard length <= UInt32(Self.maximumLength) else { throw .tooLong(.sealed) }
  }

  /// Whether these are the encrypted bytes of the record.
  public func holds(_ encrypted: UnsafeRawBufferPointer) -> Bool {
    encrypted.count == Int(length) && CRC32C.checksum(encrypted) == checksum
  }

  /// Appends the record to `buffer`. An erasure has no bytes.
  public func append(
    _ encrypted: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0), to buffer: inout [UInt8]
  ) {
    precondition(encrypted.count == Int(length), "a frame is written with its own bytes")
    let start = buffer.count
    buffer.appendLittleEndian(kind.rawValue)
    buffer.appendLittleEndian(length)
    digest.withUnsafeBytes { buffer.append(contentsOf: $0) }
    buffer.appendLittleEndian(slot)
    buffer.appendLittleEndian(checksum)
    let own = buffer.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    buffer.appendLittleEndian(own)
    buffer.append(contentsOf: encrypted)
    while buffer.count < start + byteCount { buffer.append(0) }
  }
}
