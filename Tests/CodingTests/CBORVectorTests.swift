import Coding
import Testing

/// RFC 8949 appendix A: what the deterministic profile shares with it is read and written back; the rest is refused
/// for its reason.
@Suite struct CBORVectorTests {
  static let accepted: [(hex: String, diagnostic: String)] = [
    ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"), ("1864", "100"),
    ("1903e8", "1000"), ("1a000f4240", "1000000"), ("1b000000e8d4a51000", "1000000000000"),
    ("1bffffffffffffffff", "18446744073709551615"), ("20", "-1"), ("29", "-10"), ("3863", "-100"),
    ("3903e7", "-1000"), ("f4", "false"), ("f5", "true"), ("f6", "null"), ("40", "h''"),
    ("4401020304", "h'01020304'"), ("60", "\"\""), ("6161", "\"a\""), ("6449455446", "\"IETF\""),
    ("62225c", "\"\\\"\\\\\""), ("62c3bc", "\"ü\""), ("63e6b0b4", "\"水\""), ("64f0908591", "\"\u{10151}\""),
    ("80", "[]"), ("83010203", "[1, 2, 3]"), ("8301820203820405", "[1, [2, 3], [4, 5]]"),
    (
      "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]"
    ),
    ("a0", "{}"), ("a201020304", "{1: 2, 3: 4}"), ("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}"),
    ("826161a161626163", "[\"a\", {\"b\": \"c\"}]"),
    (
      "a56161614161626142616361436164614461656145",
      "{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}"
    ),
    // Not of the appendix: the bounds of Int64.
    ("1b7fffffffffffffff", "9223372036854775807"), ("3b7fffffffffffffff", "-9223372036854775808"),
  ]

  @Test(arguments: accepted) func sharedItemsAreReadAndWrittenBack(hex: String, diagnostic: String) throws {
    let bytes = try Hex.decode(hex)
    #expect(try CBORDiagnostic.describe(bytes) == diagnostic)
    #expect(try DataItem(encoded: bytes).encoded == bytes)
    var reader = CBORReader(bytes)
    #expect(try Array(reader.item()) == bytes)
    try reader.end()
  }

  @Test func signedMessageIsDescribed() throws {
    let bytes = try Hex.decode("d28443a10126a0447061796c4100")
    #expect(try CBORDiagnostic.describe(bytes) == "18([h'a10126', {}, h'7061796c', h'00'])")
  }

  @Test func controlCharactersAreEscaped() throws {
    #expect(try CBORDiagnostic.describe(Hex.decode("651b0a09c285")) == "\"\\u001b\\n\\t\\u0085\"")
  }

  static let refused: [(hex: String, kind: CodingError.Kind)] = [
    // Appendix A outside the profile: big numbers, floats, other tags, undefined, simple values, indefinite lengths.
    ("c249010000000000000000", .unsupportedTag(2)), ("3bffffffffffffffff", .outOfRange),
    ("c349010000000000000000", .unsupportedTag(3)), ("f90000", .floatingPoint), ("f98000", .floatingPoint),
    ("f93c00", .floatingPoint), ("fb3ff199999999999a", .floatingPoint), ("f97e00", .floatingPoint),
    ("fa47c35000", .floatingPoint), ("fa7f800000", .floatingPoint), ("fbfff0000000000000", .floatingPoint),
    ("f7", .unsupportedSimpleValue), ("f0", .unsupportedSimpleValue), ("f8ff", .unsupportedSimpleValue),
    ("c074323031332d30332d32315432303a30343a30305a", .unsupportedTag(0)), ("c11a514b67b0", .unsupportedTag(1)),
    ("c1fb41d452d9e8200000", .unsupportedTag(1)), ("d74401020304", .unsupportedTag(23)),
    ("d818456449455446", .unsupportedTag(24)),
    ("d82076687474703a2f2f7777772e6578616d706c652e636f6d", .unsupportedTag(32)),
    ("5f42010243030405ff", .indefiniteLength), ("7f657374726561646d696e67ff", .indefiniteLength),
    ("9fff", .indefiniteLength), ("9f018202039f0405ffff", .indefiniteLength),
    ("bf61610161629f0203ffff", .indefiniteLength),
    ("826161bf61626163ff", .indefiniteLength), ("ff", .indefiniteLength),
    // Heads longer than they need be (RFC 8949 §4.2.1).
    ("1800", .notMinimal), ("1817", .notMinimal), ("190018", .notMinimal), ("1900ff", .notMinimal),
    ("1a0000ffff", .notMinimal), ("1b00000000ffffffff", .notMinimal), ("3817", .notMinimal), ("5800", .notMinimal),
    ("7801" + "61", .notMinimal), ("9800", .notMinimal), ("b800", .notMinimal), ("d812" + "00", .notMinimal),
    // Reserved heads (appendix F).
    ("1c", .reserved), ("3d", .reserved), ("5e", .reserved), ("9c", .reserved), ("fc", .reserved), ("fe", .reserved),
    // Keys.
    ("a203040102", .unsortedKeys), ("a2616201616102", .unsortedKeys), ("a2010201" + "03", .duplicateKey),
    // Longer keys come after shorter ones only because their heads do: 24 before −1, and "b" before "aa".
    ("a22000181800", .unsortedKeys), ("a262616100616200", .unsortedKeys),
    // Text.
    ("61ff", .invalidUTF8), ("62c080", .invalidUTF8), ("63eda080", .invalidUTF8), ("64f4908080", .invalidUTF8),
    // Ends.
    ("", .truncated), ("0000", .trailingBytes), ("5bffffffffffffffff", .truncated), ("9bffffffffffffffff", .truncated),
    ("bbffffffffffffffff", .truncated), ("9affffffff", .truncated), ("8101" + "02", .trailingBytes),
  ]

  @Test(arguments: refused) func everythingElseIsRefused(hex: String, kind: CodingError.Kind) throws {
    let bytes = try Hex.decode(hex)
    let readers: [([UInt8]) throws -> Void] = [
      { _ = try CBORDiagnostic.describe($0) },
      { _ = try DataItem(encoded: $0) },
      { bytes in
        var reader = CBORReader(bytes)
        _ = try reader.item()
        try reader.end()
      },
    ]
    for read in readers {
      let error = #expect(throws: CodingError.self) { try read(bytes) }
      #expect(error.map { isSame($0.kind, kind) } == true, "\(String(describing: error))")
    }
  }

  /// A length that cannot be true may be above a limit before it is beyond the end.
  private func isSame(_ found: CodingError.Kind, _ expected: CodingError.Kind) -> Bool {
    if case .tooLong = found { return expected == .truncated }
    return found == expected
  }
}
