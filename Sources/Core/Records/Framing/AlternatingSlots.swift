/// A small value that is rewritten in place and never lost: of two slots one always holds a durable value, so that a
/// torn write leaves that.
///
/// | offset in a slot | field | |
/// |---|---|---|
/// | 0 | magic | `SLOT` |
/// | 4 | length | u32, of the value |
/// | 8 | sequence | u64, from 1, one more than the other slot's; its parity says which slot it belongs in |
/// | 16 | checksum | u32, CRC-32C of the value |
/// | 20 | checksum | u32, CRC-32C of the bytes before |
/// | 24 | value | |
public enum AlternatingSlots {
  public static let slotByteCount = 16 << 10
  public static let maximumValue = slotByteCount - headerByteCount
  static let headerByteCount = 24
  private static let magic: UInt32 = 0x544f_4c53

  /// What a file of slots holds.
  public struct Contents: Equatable, Sendable {
    public let sequence: UInt64
    public let value: [UInt8]
    /// The other slot is not readable, though it has been written: `value` may not be the last.
    public let isOtherTorn: Bool
  }

  /// The bytes of a slot, and where in the file they belong.
  public static func encode(sequence: UInt64, value: [UInt8]) -> (bytes: [UInt8], offset: Int) {
    precondition(value.count <= maximumValue && sequence > 0, "the value fits its slot")
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(magic)
    bytes.appendLittleEndian(UInt32(value.count))
    bytes.appendLittleEndian(sequence)
    bytes.appendLittleEndian(CRC32C.checksum(value))
    bytes.appendChecksum()
    return (bytes + value, Int(sequence & 1) * slotByteCount)
  }

  /// The newest value in a file's bytes; nil where no slot is readable.
  public static func newest(in file: [UInt8]) -> Contents? {
    let (even, odd) = (Slot(file.prefix(slotByteCount)), Slot(file.dropFirst(slotByteCount)))
    let (newest, other) = odd.sequence > even.sequence ? (odd, even) : (even, odd)
    guard case .written(let sequence, let value) = newest else { return nil }
    return Contents(sequence: sequence, value: value, isOtherTorn: other == .torn)
  }

  private enum Slot: Equatable {
    case empty
    case torn
    case written(sequence: UInt64, value: [UInt8])

    var sequence: UInt64 { if case .written(let sequence, _) = self { sequence } else { 0 } }

    init(_ bytes: ArraySlice<UInt8>) {
      if bytes.allSatisfy({ $0 == 0 }) {
        self = .empty
      } else {
        self = Slot(written: bytes) ?? .torn
      }
    }

    private init?(written bytes: ArraySlice<UInt8>) {
      guard bytes.count >= headerByteCount else { return nil }
      let (magic, length, sequence, checksum, own) = bytes.withUnsafeBytes { bytes in
        let p = bytes.baseAddress!
        return (
          p.loadLittleEndian(UInt32.self), p.loadLittleEndian(UInt32.self, at: 4),
          p.loadLittleEndian(UInt64.self, at: 8), p.loadLittleEndian(UInt32.self, at: 16),
          p.loadLittleEndian(UInt32.self, at: 20)
        )
      }
      guard magic == AlternatingSlots.magic, own == CRC32C.checksum([UInt8](bytes.prefix(20))), sequence > 0,
        length <= UInt32(maximumValue)
      else { return nil }
      let value = [UInt8](bytes.dropFirst(headerByteCount).prefix(Int(length)))
      guard value.count == Int(length), checksum == CRC32C.checksum(value) else { return nil }
      self = .written(sequence: sequence, value: value)
    }
  }
}
