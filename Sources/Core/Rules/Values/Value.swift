import Coding

/// A value with its type: what free-form variables are given as and what an expression yields.
public indirect enum Value: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  case string(Text)
  case timestamp(Timestamp)
  case duration(TimeSpan)
  case date(CivilDate)
  case rupiah(Int64)
  case region(Region)
  case list([Value])
  /// In the order written; keys are distinct.
  case map([Entry])
  /// One value per field of the type; `nil` is absent.
  case record(RecordType, [Value?])

  public struct Entry: Hashable, Sendable {
    public let key: Text
    public let value: Value

    public init(key: Text, value: Value) {
      self.key = key
      self.value = value
    }
  }
}

extension Value {
  /// The type as messages name it.
  var kind: Phrase {
    type.map { Phrase($0.description, $0.description) } ?? Phrase("campuran tipe", "a mixture of types")
  }

  /// The value's type; `nil` when a list or a map mixes types. The element of an empty one is `_`, which fits any.
  public var type: Type? {
    switch self {
    case .bool: .bool
    case .int: .int
    case .string: .string
    case .timestamp: .timestamp
    case .duration: .duration
    case .date: .date
    case .rupiah: .rupiah
    case .region: .region
    case .list(let elements): Value.common(elements).map { .list($0) }
    case .map(let entries): Value.common(entries.map { $0.value }).map { .map($0) }
    case .record(let type, _): .record(type)
    }
  }

  private static func common(_ values: [Value]) -> Type? {
    var result = Type.unknown(0)
    for value in values {
      guard let type = value.type, let joined = result.joined(with: type) else { return nil }
      result = joined
    }
    return result
  }
}

extension Type {
  /// The type both fit, where unknown fits everything.
  func joined(with other: Type) -> Type? {
    switch (self, other) {
    case (.unknown, _): other
    case (_, .unknown): self
    case (.list(let left), .list(let right)): left.joined(with: right).map { .list($0) }
    case (.map(let left), .map(let right)): left.joined(with: right).map { .map($0) }
    default: self == other ? self : nil
    }
  }
}

extension Value: CustomStringConvertible {
  /// As an author would write it: `[1, 2]`, `{"a": true}`, `"text"`, `2026-02-10`.
  public var description: String {
    switch self {
    case .timestamp(let value): value.description
    case .duration(let value): value.description
    case .date(let value): value.description
    case .region(let value): value.description
    case .record(let type, let values):
      type.description + " " + Value.fields(type, values).description
    case .list(let elements): "[" + joined(elements.map { $0.description }) + "]"
    case .map(let entries): "{" + joined(entries.map { quoted($0.key) + ": " + $0.value.description }) + "}"
    default: json
    }
  }

  /// The value as JSON: numbers for int and rupiah, RFC 3339 for timestamps, seconds text for durations, objects for
  /// maps and for records without their absent fields.
  public var json: String {
    switch self {
    case .bool(let value): value ? "true" : "false"
    case .int(let value), .rupiah(let value): String(value)
    case .string(let text): quoted(text)
    case .timestamp(let value): "\"" + value.description + "\""
    case .duration(let value): "\"" + value.description + "\""
    case .date(let value): "\"" + value.description + "\""
    case .region(let value): "\"" + value.description + "\""
    case .list(let elements): "[" + joined(elements.map { $0.json }) + "]"
    case .map(let entries): "{" + joined(entries.map { quoted($0.key) + ": " + $0.value.json }) + "}"
    case .record(let type, let values): Value.fields(type, values).json
    }
  }

  private static func fields(_ type: RecordType, _ values: [Value?]) -> Value {
    var entries: [Entry] = []
    for (field, value) in zip(type.fields, values) {
      if let value { entries.append(Entry(key: field.name, value: value)) }
    }
    return .map(entries)
  }
}

private func joined(_ parts: [String]) -> String {
  var result = ""
  for part in parts { result += (result.isEmpty ? "" : ", ") + part }
  return result
}

/// A JSON string.
private func quoted(_ text: Text) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var bytes: [UInt8] = [UInt8(ascii: "\"")]
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x0A: bytes += Array("\\n".utf8)
    case 0x0D: bytes += Array("\\r".utf8)
    case 0x09: bytes += Array("\\t".utf8)
    case 0..<0x20, 0x7F: bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: bytes.append(byte)
    }
  }
  return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
}
