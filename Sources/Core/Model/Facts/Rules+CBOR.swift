import Coding
import Rules

// How the rule language's values look on the wire.

extension CivilDate: CBORCodable {
  /// Days since 1970-01-01.
  public func encode(to w: inout CBORWriter) { w.signed(days) }

  public init(from r: inout CBORReader) throws(CodingError) {
    guard let date = CivilDate(days: try r.signed()) else { throw r.error(.outOfRange) }
    self = date
  }
}

extension UTCOffset: CBORCodable {
  /// Minutes east of UTC.
  public func encode(to w: inout CBORWriter) { w.signed(minutes) }

  public init(from r: inout CBORReader) throws(CodingError) {
    guard let offset = UTCOffset(minutes: Int(try r.signed() as Int16)) else { throw r.error(.outOfRange) }
    self = offset
  }
}

extension Region: CBORCodable {
  /// The code's ten digits as a number, lower levels zero.
  public func encode(to w: inout CBORWriter) { w.unsigned(raw) }

  public init(from r: inout CBORReader) throws(CodingError) {
    guard let region = Region(raw: try r.unsigned()) else { throw r.error(.outOfRange) }
    self = region
  }
}

extension Period: CBORCodable {
  /// `[0, days]` or `[1, hours]`.
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    switch self {
    case .days(let count):
      w.unsigned(0 as UInt64)
      w.unsigned(count)
    case .hours(let count):
      w.unsigned(1 as UInt64)
      w.unsigned(count)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    let number: UInt64 = try r.unsigned()
    let count: UInt16 = try r.unsigned()
    guard count <= 9999 else { throw r.error(.outOfRange) }
    switch number {
    case 0: self = .days(count)
    case 1: self = .hours(count)
    default: throw r.error(.unknownCase(number))
    }
  }
}

extension RecordType: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.name(name)
    w.unsigned(version)
    w.list(fields)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    self.init(name: try r.name(), version: try r.unsigned(), fields: try r.list(Field.self, max: 64))
  }
}

extension RecordType.Field: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.name(name)
    type.encode(to: &w)
    w.bool(optional)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    self.init(try r.name(), try FieldType(from: &r), optional: try r.bool())
  }
}

extension FieldType: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    switch self {
    case .bool: w.head(0, count: 1)
    case .int(let min, let max):
      w.head(1, count: 3)
      w.signed(min)
      w.signed(max)
    case .rupiah: w.head(2, count: 1)
    case .date: w.head(3, count: 1)
    case .enumeration(let words):
      w.head(4, count: 2)
      w.list(words) { $0.name($1) }
    case .region: w.head(5, count: 1)
    case .text(let maxBytes):
      w.head(6, count: 2)
      w.unsigned(UInt64(maxBytes))
    case .records(let record, let max):
      w.head(7, count: 3)
      record.encode(to: &w)
      w.unsigned(UInt64(max))
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    let count = try r.array(max: 3)
    let number: UInt64 = try r.unsigned()
    switch (number, count) {
    case (0, 1): self = .bool
    case (1, 3): self = .int(min: try r.signed(), max: try r.signed())
    case (2, 1): self = .rupiah
    case (3, 1): self = .date
    case (4, 2): self = .enumeration(try r.list(max: 1024) { r throws(CodingError) in try r.name() })
    case (5, 1): self = .region
    case (6, 2):
      let length: UInt8 = try r.unsigned()
      guard length <= 64 else { throw r.error(.outOfRange) }
      self = .text(maxBytes: Int(length))
    case (7, 3):
      let record = try r.nested { r throws(CodingError) in try RecordType(from: &r) }
      let most: UInt8 = try r.unsigned()
      self = .records(record, max: Int(most))
    default: throw r.error(.unknownCase(number))
    }
  }
}
