import Signing

/// One record's place in a vault's key file: its key, wrapped by the master key, until the record is erased.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `RKEY` or `GONE` |
/// | 4 | wrapped key | 40 bytes; zeros once it is gone |
/// | 44 | checksum | u32, CRC-32C of the slot's number (u64) and the bytes before |
public enum KeySlot: Equatable, Sendable {
  case key(WrappedKey)
  case gone

  public static let byteCount = 48
  private static let keyMagic: UInt32 = 0x5945_4b52
  private static let goneMagic: UInt32 = 0x454e_4f47

  /// Where in the file a slot lies.
  public static func offset(_ number: UInt64) -> Int { KeyFileHeader.byteCount + Int(number) * byteCount }

  /// The slot of this number in its bytes; nil where they are not as they were written, or another number's.
  public init?(_ number: UInt64, decoding bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount, let p = bytes.baseAddress,
      p.loadLittleEndian(UInt32.self, at: 44) == Self.checksum(number, UnsafeRawBufferPointer(rebasing: bytes[..<44]))
    else { return nil }
    switch p.loadLittleEndian(UInt32.self) {
    case Self.keyMagic: self = .key(WrappedKey(loading: p + 4))
    case Self.goneMagic where bytes[4..<44].allSatisfy { $0 == 0 }: self = .gone
    default: return nil
    }
  }

  /// Appends the slot of this number to `buffer`.
  public func append(_ number: UInt64, to buffer: inout [UInt8]) {
    let start = buffer.count
    switch self {
    case .key(let wrapped):
      buffer.appendLittleEndian(Self.keyMagic)
      wrapped.withUnsafeBytes { buffer.append(contentsOf: $0) }
    case .gone:
      buffer.appendLittleEndian(Self.goneMagic)
      buffer.append(contentsOf: repeatElement(0, count: WrappedKey.byteCount))
    }
    let checksum = buffer.withUnsafeBytes { Self.checksum(number, UnsafeRawBufferPointer(rebasing: $0[start...])) }
    buffer.appendLittleEndian(checksum)
  }

  public func encoded(_ number: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    append(number, to: &bytes)
    return bytes
  }

  private static func checksum(_ number: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    withUnsafeTemporaryAllocation(byteCount: 8 + bytes.count, alignment: 8) { buffer in
      buffer.storeBytes(of: number.littleEndian, as: UInt64.self)
      UnsafeMutableRawBufferPointer(rebasing: buffer[8...]).copyMemory(from: bytes)
      return CRC32C.checksum(UnsafeRawBufferPointer(buffer))
    }
  }
}
