/// How the machine reads one element of a column and knows that it is absent.
enum Presence: UInt8 {
  case bool, code8, code16, int8, int16, int32, int64, region, text

  init(_ column: ColumnType) {
    switch column {
    case .bool: self = .bool
    case .code8: self = .code8
    case .code16: self = .code16
    case .int8: self = .int8
    case .int16: self = .int16
    case .int32, .date: self = .int32
    case .int64, .rupiah: self = .int64
    case .region: self = .region
    case .text: self = .text
    }
  }

  /// The byte that means absent, where one byte is an element.
  var absentByte: UInt8 { self == .bool ? 2 : 0 }
}

extension Presence {
  /// The operation that loads an element into a slot.
  var load: Operation {
    switch self {
    case .bool, .code8: .loadU8
    case .code16: .loadU16
    case .int8: .loadI8
    case .int16: .loadI16
    case .int32: .loadI32
    case .int64: .loadI64
    case .region: .loadU64
    case .text: .loadText
    }
  }

  /// The operation that tests an element against a range where it lies; text is loaded first.
  var rangeTest: Operation? {
    switch self {
    case .bool, .code8: .rangeU8
    case .code16: .rangeU16
    case .int8: .rangeI8
    case .int16: .rangeI16
    case .int32: .rangeI32
    case .int64: .rangeI64
    case .region: .rangeU64
    case .text: nil
    }
  }

  /// The operation that tests an element against a small set where it lies.
  var setTest: Operation? {
    switch self {
    case .bool, .code8: .setU8
    case .code16: .setU16
    case .int8: .setI8
    case .int16: .setI16
    case .int32: .setI32
    case .int64: .setI64
    case .region: .setU64
    case .text: nil
    }
  }
}
