/// Why bytes or text could not be decoded, and where.
public struct CodingError: Error, Equatable, Sendable {
  public let kind: Kind
  /// Byte offset, from the start of what was being decoded, of the item or character at fault.
  public let offset: Int

  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  public enum Kind: Equatable, Sendable {
    // Bytes that end too early or too late
    case truncated
    case trailingBytes

    // CBOR outside the deterministic profile (RFC 8949 §4.2.1 and `CBORReader`)
    case notMinimal
    case indefiniteLength
    case floatingPoint
    case reserved
    case unsupportedSimpleValue
    case unsupportedTag(UInt64)
    case unsortedKeys
    case duplicateKey
    case tooDeep
    case invalidUTF8

    // An item other than the one the record has there
    case wrongType(expected: CBORMajorType, found: CBORMajorType)
    case wrongCount(expected: UInt64, found: UInt64)
    case tooLong(limit: UInt64, found: UInt64)
    case outOfRange
    case unknownVersion(UInt64)
    case unknownCase(UInt64)
    /// A rule of the decoded type itself; the reason completes the sentence "the value is refused: …".
    case invalid(Reason)

    // Text encodings
    case invalidCharacter
    case invalidLength
    case wrongCheckCharacter
    case unusedBitsNotZero
  }

  /// A reason written in the source, compared by its bytes.
  public struct Reason: Equatable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    private let text: StaticString

    public init(stringLiteral text: StaticString) { self.text = text }

    public var description: String {
      text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    public static func == (a: Reason, b: Reason) -> Bool {
      a.text.withUTF8Buffer { x in b.text.withUTF8Buffer { y in x.elementsEqual(y) } }
    }
  }
}

extension CodingError: CustomStringConvertible {
  public var description: String { "\(kind.description) (at byte \(offset))" }
}

extension CodingError.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated: "the bytes end in the middle of an item"
    case .trailingBytes: "there are bytes after the end of the item"
    case .notMinimal: "a number is not written in its shortest form"
    case .indefiniteLength: "lengths must be stated, not left open"
    case .floatingPoint: "floating-point numbers are not allowed"
    case .reserved: "a reserved CBOR head was used"
    case .unsupportedSimpleValue: "of the simple values only false, true and null are allowed"
    case .unsupportedTag(let tag): "tag \(tag) is not allowed here"
    case .unsortedKeys: "the keys of a map are not in bytewise order"
    case .duplicateKey: "a map has the same key twice"
    case .tooDeep: "items are nested deeper than \(CBORReader.maximumDepth) levels"
    case .invalidUTF8: "the text is not valid UTF-8"
    case .wrongType(let expected, let found): "expected \(expected.description), found \(found.description)"
    case .wrongCount(let expected, let found): "expected a count of \(expected), found \(found)"
    case .tooLong(let limit, let found): "a length of \(found) is above the limit of \(limit)"
    case .outOfRange: "the number is outside its range"
    case .unknownVersion(let version): "version \(version) is not known; a newer program may have written this"
    case .unknownCase(let number): "case \(number) is not known"
    case .invalid(let reason): "the value is refused: \(reason.description)"
    case .invalidCharacter: "the text has a character that its encoding does not use"
    case .invalidLength: "the text has a length that its encoding cannot produce"
    case .wrongCheckCharacter: "the check character does not fit: look for a mistyped or swapped character"
    case .unusedBitsNotZero: "the last character carries bits that stand for nothing"
    }
  }
}
