/// A value with one encoding in deterministic CBOR.
public protocol CBOREncodable {
  func encode(to writer: inout CBORWriter)
}

/// A value that can be read from its encoding. Two laws: decoding what was encoded gives the value back, and
/// whatever decodes re-encodes to the same bytes.
public protocol CBORDecodable {
  init(from reader: inout CBORReader) throws(CodingError)
}

public typealias CBORCodable = CBOREncodable & CBORDecodable

extension CBOREncodable {
  public var encoded: [UInt8] {
    var writer = CBORWriter()
    encode(to: &writer)
    return writer.bytes
  }
}

extension CBORDecodable {
  /// Decodes a value that takes up all the bytes.
  public init(encoded bytes: [UInt8]) throws(CodingError) {
    try self.init(encoded: bytes[...])
  }

  /// Decodes a value that takes up all the bytes.
  public init(encoded bytes: ArraySlice<UInt8>) throws(CodingError) {
    var reader = CBORReader(bytes)
    self = try Self(from: &reader)
    try reader.end()
  }
}

extension CBORWriter {
  public mutating func value(_ value: borrowing some CBOREncodable) { value.encode(to: &self) }

  /// Writes an array of values.
  public mutating func list<Element: CBOREncodable>(_ elements: some Collection<Element>) {
    list(elements) { writer, element in element.encode(to: &writer) }
  }

  /// Writes an array whose elements `write` writes, one item each.
  public mutating func list<Element>(
    _ elements: some Collection<Element>, _ write: (inout CBORWriter, Element) -> Void
  ) {
    array(elements.count)
    for element in elements { write(&self, element) }
  }

  /// Writes the value, or null.
  public mutating func optional(_ value: (some CBOREncodable)?) {
    optional(value) { writer, value in value.encode(to: &writer) }
  }

  /// Writes the value with `write`, or null. The value itself must not be encoded as null.
  public mutating func optional<Value>(_ value: Value?, _ write: (inout CBORWriter, Value) -> Void) {
    if let value { write(&self, value) } else { null() }
  }
}

extension CBORReader {
  public mutating func value<Value: CBORDecodable>(_: Value.Type = Value.self) throws(CodingError) -> Value {
    try Value(from: &self)
  }

  /// Reads an array of at most `max` values.
  public mutating func list<Element: CBORDecodable>(max: Int) throws(CodingError) -> [Element] {
    try list(max: max) { (reader) throws(CodingError) in try Element(from: &reader) }
  }

  /// Reads an array of at most `max` elements, each by `read`.
  public mutating func list<Element>(
    max: Int, _ read: (inout CBORReader) throws(CodingError) -> Element
  ) throws(CodingError) -> [Element] {
    let count = try array(max: max)
    return try nested { (reader) throws(CodingError) in
      var elements: [Element] = []
      // An element takes a byte or more, but more memory than bytes: a lying count must not reserve it all.
      elements.reserveCapacity(min(count, 1024))
      for _ in 0..<count { elements.append(try read(&reader)) }
      return elements
    }
  }

  /// Reads a value, or nil for null.
  public mutating func optional<Value: CBORDecodable>(_: Value.Type = Value.self) throws(CodingError) -> Value? {
    try nullIfPresent() ? nil : Value(from: &self)
  }

  /// Reads a value by `read`, or nil for null.
  public mutating func optional<Value>(
    _ read: (inout CBORReader) throws(CodingError) -> Value
  ) throws(CodingError) -> Value? {
    try nullIfPresent() ? nil : read(&self)
  }
}
