import Coding

/// The types of `salur-cel/1`. There is no `dyn`: every expression has one of these before it runs.
public indirect enum Type: Hashable, Sendable {
  case bool
  /// 64-bit; overflow is an error.
  case int
  case string
  case timestamp
  case duration
  case date
  case rupiah
  case region
  case list(Type)
  /// Keys are strings.
  case map(Type)
  case record(RecordType)
  /// One of a record's closed words. An author sees a string; the checker knows the words.
  case enumeration([Text])
  /// Not known yet, as the element of `[]`. What stays unknown is never looked at.
  case unknown(UInt16)

  var isOrdered: Bool {
    switch self {
    case .bool, .int, .string, .timestamp, .duration, .date, .rupiah, .unknown: true
    default: false
    }
  }

  /// Whether two values can be asked to be equal; records cannot.
  var isEquatable: Bool {
    switch self {
    case .record: false
    case .list(let element), .map(let element): element.isEquatable
    default: true
    }
  }

  /// Whether a value is one 64-bit number in memory, whose signed order is the type's order.
  var isWord: Bool {
    switch self {
    case .bool, .int, .duration, .date, .rupiah, .region, .unknown: true
    default: false
    }
  }

  var element: Type? {
    switch self {
    case .list(let element), .map(let element): element
    default: nil
    }
  }
}

extension Type: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bool: "bool"
    case .int: "int"
    case .string, .enumeration: "string"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .date: "date"
    case .rupiah: "rupiah"
    case .region: "region"
    case .list(let element): "list(\(element.description))"
    case .map(let value): "map(string, \(value.description))"
    case .record(let type): type.description
    case .unknown: "_"
    }
  }
}

extension FieldType {
  /// What a rule sees when it reads the field.
  public var type: Type {
    switch self {
    case .bool: .bool
    case .int: .int
    case .rupiah: .rupiah
    case .date: .date
    case .enumeration(let words): .enumeration(words)
    case .region: .region
    case .text: .string
    case .records(let type, _): .list(.record(type))
    }
  }
}
