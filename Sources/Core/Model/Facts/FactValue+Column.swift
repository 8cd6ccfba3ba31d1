import Coding
import Rules

extension ColumnType {
  /// Writes one element as documented. The value has been read by its field's type, so it fits.
  public func write(_ value: FactValue, to p: UnsafeMutableRawPointer) {
    switch self {
    case .bool: p.storeBytes(of: value.flag, as: UInt8.self)
    case .code8: p.storeBytes(of: UInt8(value.position), as: UInt8.self)
    case .code16: p.storeBytes(of: value.position.littleEndian, as: UInt16.self)
    case .int8: p.storeBytes(of: Int8(value.number ?? Int64(Int8.min)), as: Int8.self)
    case .int16: p.storeBytes(of: Int16(value.number ?? Int64(Int16.min)).littleEndian, as: Int16.self)
    case .int32, .date: p.storeBytes(of: Int32(value.number ?? Int64(Int32.min)).littleEndian, as: Int32.self)
    case .int64, .rupiah: p.storeBytes(of: (value.number ?? .min).littleEndian, as: Int64.self)
    case .region: p.storeBytes(of: value.code.littleEndian, as: UInt64.self)
    case .text(let maxBytes):
      p.initializeMemory(as: UInt8.self, repeating: 0, count: 1 + maxBytes)
      guard case .text(let text) = value else { return p.storeBytes(of: .max, as: UInt8.self) }
      p.storeBytes(of: UInt8(text.utf8.count), as: UInt8.self)
      for (index, byte) in text.utf8.enumerated() { p.storeBytes(of: byte, toByteOffset: 1 + index, as: UInt8.self) }
    }
  }
}

extension FactValue {
  fileprivate var flag: UInt8 {
    if case .bool(let value) = self { value ? 1 : 0 } else { 2 }
  }

  fileprivate var position: UInt16 {
    if case .code(let value) = self { value } else { 0 }
  }

  fileprivate var code: UInt64 {
    if case .region(let region) = self { region.raw } else { 0 }
  }

  fileprivate var number: Int64? {
    switch self {
    case .int(let value): value
    case .date(let date): Int64(date.days)
    default: nil
    }
  }
}
