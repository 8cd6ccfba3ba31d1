/// Text as its UTF-8 bytes: equal, ordered and hashed bytewise, so that canonically equivalent spellings stay different.
///
/// Bytewise order of UTF-8 is code-point order. `Swift.String` equates NFC with NFD and is not used for comparison here.
public struct Text: Hashable, Sendable {
  public let utf8: [UInt8]

  public init(_ string: String) {
    utf8 = Array(string.utf8)
  }

  /// - Precondition: `utf8` is well-formed UTF-8.
  public init(utf8: [UInt8]) {
    self.utf8 = utf8
  }

  public var string: String { String(decoding: utf8, as: UTF8.self) }
}

extension Text: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

extension Text: CustomStringConvertible {
  public var description: String { string }
}

extension Text: Comparable {
  public static func < (left: Text, right: Text) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
