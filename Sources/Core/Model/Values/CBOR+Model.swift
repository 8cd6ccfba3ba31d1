import Coding
import Signing

// Shapes that many records of the model share.

extension CBORWriter {
  package mutating func name(_ text: Text) { self.text(text.string) }
  package mutating func digest(_ digest: Digest) { bytes(digest.bytes) }
}

extension CBORReader {
  /// The error of a rule that the decoded type itself makes.
  package func invalid(_ reason: CodingError.Reason) -> CodingError { error(.invalid(reason)) }

  package mutating func name(max: Int = 64) throws(CodingError) -> Text { Text(try text(max: max)) }

  package mutating func optionalName(max: Int = 64) throws(CodingError) -> Text? {
    try nullIfPresent() ? nil : name(max: max)
  }

  package mutating func digest() throws(CodingError) -> Digest {
    Digest(bytes: try bytes(exactly: 32))!
  }

  /// One of an enum's cases by its number.
  package mutating func choice<Choice: RawRepresentable>(
    _: Choice.Type = Choice.self
  ) throws(CodingError) -> Choice where Choice.RawValue: FixedWidthInteger & UnsignedInteger {
    let number = try unsigned()
    guard let raw = Choice.RawValue(exactly: number), let choice = Choice(rawValue: raw) else {
      throw error(.unknownCase(number))
    }
    return choice
  }

  package mutating func list<Element: CBORDecodable>(
    _: Element.Type, max: Int
  ) throws(CodingError) -> [Element] {
    try list(max: max)
  }

  /// Reads the head of a record `[version, …]` of `count` items and checks its version.
  package mutating func record(version: UInt64, count: Int) throws(CodingError) {
    try array(exactly: count)
    let found = try unsigned()
    guard found == version else { throw error(.unknownVersion(found)) }
  }
}

extension CBORWriter {
  /// The head of an enum's case that has fields: an array of `count` items whose first is the case's number.
  package mutating func head(_ number: UInt64, count: Int) {
    array(count)
    unsigned(number)
  }
}
