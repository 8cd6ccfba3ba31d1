import Coding
import TestSupport
import Testing

@Suite struct TextEncodingTests {
  struct Codec: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let encode: @Sendable ([UInt8]) -> String
    let decode: @Sendable (String) throws(CodingError) -> [UInt8]
  }

  static let codecs = [
    Codec(testDescription: "hex", encode: { Hex.encode($0) }, decode: { (t) throws(CodingError) in try Hex.decode(t) }),
    Codec(
      testDescription: "base 64", encode: { Base64.encode($0) },
      decode: { (t) throws(CodingError) in try Base64.decode(t) }),
    Codec(
      testDescription: "base 45", encode: { Base45.encode($0) },
      decode: { (t) throws(CodingError) in try Base45.decode(t) }),
    Codec(
      testDescription: "base 58", encode: { Base58BTC.encode($0) },
      decode: { (t) throws(CodingError) in try Base58BTC.decode(t) }),
    Codec(
      testDescription: "base 32", encode: { CrockfordBase32.encode($0) },
      decode: { (t) throws(CodingError) in try CrockfordBase32.decode(t) }),
  ]

  @Test(arguments: codecs) func bytesComeBack(codec: Codec) throws {
    var random = SplitMix64(seed: 0x7e47)
    for count in 0..<80 {
      let bytes = [UInt8](repeating: 0, count: count % 3) + random.bytes(count)
      #expect(try codec.decode(codec.encode(bytes)) == bytes, "seed \(random.seed)")
    }
  }

  @Test(arguments: codecs) func whateverDecodesIsSpelledOneWay(codec: Codec) {
    var random = SplitMix64(seed: 0x7e48)
    // Without the letters that hex and Crockford's base 32 read leniently.
    let alphabet = "0123456789AEF%*+/=: é".filter { codec.testDescription != "hex" || !"AEF".contains($0) }
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 0..<7, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
      if let bytes = try? codec.decode(text) { #expect(codec.encode(bytes) == text, "seed \(random.seed)") }
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]) func base64VectorsOfRFC4648(plain: String, text: String) throws {
    #expect(Base64.encode([UInt8](plain.utf8)) == text)
    #expect(try Base64.decode(text) == [UInt8](plain.utf8))
  }

  @Test(arguments: [
    ("Zg", CodingError.Kind.invalidLength), ("Zg=", .invalidLength), ("Z===", .invalidCharacter),
    ("====", .invalidCharacter),
    ("Zh==", .unusedBitsNotZero), ("Zm9=", .unusedBitsNotZero), ("Zg==Zg==", .invalidCharacter),
    ("Zm9v\n", .invalidLength), ("Zm-_", .invalidCharacter),
  ]) func base64IsStrict(text: String, kind: CodingError.Kind) {
    let error = #expect(throws: CodingError.self) { try Base64.decode(text) }
    #expect(error?.kind == kind)
  }

  @Test(arguments: [
    ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0"),
  ]) func base45VectorsOfRFC9285(plain: String, text: String) throws {
    #expect(Base45.encode([UInt8](plain.utf8)) == text)
    #expect(try Base45.decode(text) == [UInt8](plain.utf8))
  }

  @Test func base45RefusesWhatIsNoEncoding() {
    #expect(throws: CodingError(.outOfRange, at: 0)) { try Base45.decode("GGW") }
    #expect(throws: CodingError(.outOfRange, at: 3)) { try Base45.decode("BB8::") }
    #expect(throws: CodingError(.invalidLength, at: 4)) { try Base45.decode("BB8A") }
    #expect(throws: CodingError(.invalidCharacter, at: 1)) { try Base45.decode("Bb8") }
  }

  @Test func base58KeepsLeadingZeros() throws {
    #expect(Base58BTC.encode([0, 0, 0x28, 0x7f, 0xb4, 0xcd]) == "11233QC4")
    #expect(Base58BTC.encode([UInt8]("Hello World!".utf8)) == "2NEpo7TZRRrLZSi2U")
    #expect(try Base58BTC.decode("2NEpo7TZRRrLZSi2U") == [UInt8]("Hello World!".utf8))
    #expect(throws: CodingError(.invalidCharacter, at: 2)) { try Base58BTC.decode("2N0") }
    #expect(throws: CodingError(.tooLong(limit: 256, found: 257), at: 0)) {
      try Base58BTC.decode(String(repeating: "z", count: 257))
    }
  }

  @Test func base32ReadsWhatPeopleType() throws {
    let bytes: [UInt8] = [0x00, 0x44, 0x32, 0x14, 0xc7]
    #expect(CrockfordBase32.encode(bytes) == "01234567")
    #expect(try CrockfordBase32.decode("oL-234-567") == bytes)
    #expect(try CrockfordBase32.decode("abcdefgh") == CrockfordBase32.decode("ABCDEFGH"))
    #expect(throws: CodingError(.invalidCharacter, at: 0)) { try CrockfordBase32.decode("*0") }
    #expect(throws: CodingError(.unusedBitsNotZero, at: 1)) { try CrockfordBase32.decode("01") }
    #expect(throws: CodingError(.invalidLength, at: 1)) { try CrockfordBase32.decode("0") }
  }

  @Test func checkedNumbersComeBack() throws {
    var random = SplitMix64(seed: 0x32)
    for number in [0, 1, 31, 32, 36, 37, UInt64.max] + (0..<200).map({ random.next() >> UInt64($0 % 64) }) {
      for digits in [1, 8, 13] {
        let text = CrockfordBase32.encode(number: number, digits: digits)
        #expect(text.utf8.count > digits)
        #expect(try CrockfordBase32.decode(number: text) == number)
        #expect(try CrockfordBase32.decode(number: text.lowercased()) == number)
      }
    }
    #expect(throws: CodingError(.outOfRange, at: 12)) { try CrockfordBase32.decode(number: "ZZZZZZZZZZZZZZ") }
    #expect(throws: CodingError(.invalidLength, at: 1)) { try CrockfordBase32.decode(number: "0") }
    #expect(throws: CodingError(.invalidLength, at: 0)) { try CrockfordBase32.decode(number: "") }
  }

  @Test func checkCharacterCatchesEveryWrongOrSwappedCharacter() throws {
    let text = Array(CrockfordBase32.encode(number: 20_852_163, digits: 8))
    for place in text.indices {
      for character in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where character != text[place] {
        var wrong = text
        wrong[place] = character
        #expect(throws: CodingError.self) { try CrockfordBase32.decode(number: String(wrong)) }
      }
      if place > 0, text[place] != text[place - 1] {
        var swapped = text
        swapped.swapAt(place, place - 1)
        #expect(throws: CodingError.self) { try CrockfordBase32.decode(number: String(swapped)) }
      }
    }
  }
}
