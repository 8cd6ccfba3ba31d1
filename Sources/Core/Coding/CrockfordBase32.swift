/// Douglas Crockford's base 32, made to be read aloud and typed: no I, L, O or U when written; when read, any case,
/// I and L as 1, O as 0, and hyphens skipped.
///
/// Bytes are written as a bit string padded with zero bits; numbers as digits followed by a check character
/// (the number modulo 37), which catches every single wrong character and every swap of two neighbours.
public enum CrockfordBase32 {
  private static let alphabet = Alphabet("0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U")
    .reading("abcdefghjkmnpqrstvwxyzu", as: "ABCDEFGHJKMNPQRSTVWXYZU")
    .reading("IiLlOo", as: "111100")
  private static let hyphen = UInt8(ascii: "-")

  // MARK: Bytes

  public static func encode(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity((8 * bytes.count + 4) / 5)
    var bits = 0
    var pending = 0
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xfff
      pending += 8
      while pending >= 5 {
        pending -= 5
        characters.append(alphabet.character(bits >> pending & 31))
      }
    }
    if pending > 0 { characters.append(alphabet.character(bits << (5 - pending) & 31)) }
    return String(decoding: characters, as: UTF8.self)
  }

  public static func decode(_ text: String) throws(CodingError) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits = 0
    var pending = 0
    let length = text.utf8.count
    for (offset, character) in text.utf8.enumerated() where character != hyphen {
      bits = (bits << 5 | (try digit(character, at: offset))) & 0xfff
      pending += 5
      if pending >= 8 {
        pending -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> pending))
      }
    }
    guard pending < 5 else { throw CodingError(.invalidLength, at: length) }
    guard bits & (1 << pending - 1) == 0 else { throw CodingError(.unusedBitsNotZero, at: length - 1) }
    return bytes
  }

  // MARK: Numbers

  /// The number's digits, at least `digits` of them, and its check character.
  public static func encode(number: UInt64, digits: Int = 1) -> String {
    var characters = [checkCharacter(of: number)]
    var rest = number
    while rest > 0 || characters.count <= digits {
      characters.append(alphabet.character(Int(rest & 31)))
      rest >>= 5
    }
    return String(decoding: characters.reversed(), as: UTF8.self)
  }

  /// The number whose digits and check character these are; any number of leading zeros is read.
  public static func decode(number text: String) throws(CodingError) -> UInt64 {
    let length = text.utf8.count
    guard length <= 64 else { throw CodingError(.tooLong(limit: 64, found: UInt64(length)), at: 0) }
    var characters = [UInt8](text.utf8)
    guard let check = characters.popLast() else { throw CodingError(.invalidLength, at: 0) }
    var number: UInt64 = 0
    var digits = 0
    for (offset, character) in characters.enumerated() where character != hyphen {
      guard number >> 59 == 0 else { throw CodingError(.outOfRange, at: offset) }
      number = number << 5 | UInt64(try digit(character, at: offset))
      digits += 1
    }
    guard digits > 0 else { throw CodingError(.invalidLength, at: length) }
    guard try alphabet.value(of: check, at: length - 1) == Int(number % 37) else {
      throw CodingError(.wrongCheckCharacter, at: length - 1)
    }
    return number
  }

  /// The character, one of 37, that stands for the number modulo 37.
  public static func checkCharacter(of number: UInt64) -> UInt8 { alphabet.character(Int(number % 37)) }

  /// A digit proper: the last five values of the alphabet are for check characters only.
  private static func digit(_ character: UInt8, at offset: Int) throws(CodingError) -> Int {
    let value = try alphabet.value(of: character, at: offset)
    guard value < 32 else { throw CodingError(.invalidCharacter, at: offset) }
    return value
  }
}
