/// UTF-8 text compared byte by byte.
///
/// `String ==` equates different encodings of one letter (NFC and NFD), so two machines could disagree about which
/// bytes are "equal". Names on the ledger are therefore bytes; `String` is for showing them.
public struct Text: Hashable, Sendable, Comparable {
  public let utf8: [UInt8]

  public init(_ string: String) {
    utf8 = Array(string.utf8)
  }

  /// The text these bytes encode, or nil where they are not well-formed UTF-8.
  public init?(validating bytes: [UInt8]) {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    utf8 = bytes
  }

  public var string: String { String(decoding: utf8, as: UTF8.self) }

  public static func < (a: Text, b: Text) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}

extension Text: ExpressibleByStringLiteral {
  public init(stringLiteral value: StaticString) {
    utf8 = Array(UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
  }
}

extension Text: CustomStringConvertible {
  public var description: String { string }
}
