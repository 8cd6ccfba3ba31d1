import Coding

/// The type of one field of a record, with the limits that make its column's width and a rule's cost known beforehand.
public enum FieldType: Hashable, Sendable {
  case bool
  /// A whole number in `min...max`.
  case int(min: Int64, max: Int64)
  /// Whole rupiah.
  case rupiah
  case date
  /// One of a closed list of words. To the author of a rule it is a string.
  case enumeration([Text])
  case region
  /// Text of at most `maxBytes` (≤ 64) bytes of UTF-8.
  case text(maxBytes: Int)
  /// At most `max` child rows of another record type, which has no child rows itself.
  case records(RecordType, max: Int)
}

/// How one scalar field lies in memory: little-endian elements of fixed width, with one pattern that means *absent*.
///
/// | column | element | absent |
/// |---|---|---|
/// | `bool` | u8: 0 or 1 | 2 |
/// | `code8`, `code16` | u8 / u16: 1-based position in the enumeration | 0 |
/// | `int8` … `int64` | i8 … i64, the narrowest that leaves its lowest value free | the lowest value |
/// | `rupiah` | i64 | `Int64.min` |
/// | `date` | i32: days since 1970-01-01 | `Int32.min` |
/// | `region` | u64: `Region.raw` | 0 |
/// | `text(max)` | length byte, then `max` bytes, zero-padded | length 255 |
public enum ColumnType: Hashable, Sendable {
  case bool
  case code8
  case code16
  case int8
  case int16
  case int32
  case int64
  case rupiah
  case date
  case region
  case text(maxBytes: Int)

  /// Bytes per element.
  public var stride: Int {
    switch self {
    case .bool, .code8, .int8: 1
    case .code16, .int16: 2
    case .int32, .date: 4
    case .int64, .rupiah, .region: 8
    case .text(let maxBytes): 1 + maxBytes
    }
  }
}

extension FieldType {
  /// The field's column; `nil` for child rows, which are a table of their own.
  public var column: ColumnType? {
    switch self {
    case .bool: .bool
    case .int(let min, let max):
      min > Int64(Int8.min) && max <= Int64(Int8.max)
        ? .int8
        : min > Int64(Int16.min) && max <= Int64(Int16.max)
          ? .int16 : min > Int64(Int32.min) && max <= Int64(Int32.max) ? .int32 : .int64
    case .rupiah: .rupiah
    case .date: .date
    case .enumeration(let words): words.count <= Int(UInt8.max) ? .code8 : .code16
    case .region: .region
    case .text(let maxBytes): .text(maxBytes: maxBytes)
    case .records: nil
    }
  }
}
