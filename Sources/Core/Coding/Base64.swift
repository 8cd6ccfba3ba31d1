/// Base 64 with padding (RFC 4648 §4), read strictly: whatever decodes re-encodes to the same text.
public enum Base64 {
  private static let alphabet = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  private static let padding = UInt8(ascii: "=")

  public static func encode(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for index in start..<start + 3 { bits = bits << 8 | (index < group.endIndex ? Int(group[index]) : 0) }
      for place in 0..<4 {
        characters.append(place > group.count ? padding : alphabet.character(bits >> (18 - 6 * place) & 63))
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  public static func decode(_ text: String) throws(CodingError) -> [UInt8] {
    let characters = [UInt8](text.utf8)
    guard characters.count.isMultiple(of: 4) else { throw CodingError(.invalidLength, at: characters.count) }
    let padded = characters.reversed().prefix(2).prefix { $0 == padding }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 4 * 3)
    var bits = 0
    for offset in 0..<characters.count - padded {
      bits = (bits << 6 | (try alphabet.value(of: characters[offset], at: offset))) & 0xff_ffff
      // The first character of a group completes no byte; each of the others completes one.
      let place = offset & 3
      if place > 0 { bytes.append(UInt8(truncatingIfNeeded: bits >> (6 - 2 * place))) }
    }
    let unused = 2 * padded
    guard bits & (1 << unused - 1) == 0 else {
      throw CodingError(.unusedBitsNotZero, at: characters.count - padded - 1)
    }
    return bytes
  }
}

// MARK: - In URLs and headers

extension Base64 {
  /// The alphabet for URLs, without padding (RFC 4648 §5).
  public static func encodeURL(_ bytes: [UInt8]) -> String {
    let characters = encode(bytes).utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case padding: nil
      default: byte
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// Reads what `encodeURL` writes, and nothing else.
  public static func decodeURL(_ text: String) throws(CodingError) -> [UInt8] {
    var characters: [UInt8] = []
    characters.reserveCapacity(text.utf8.count + 2)
    for (offset, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-"): characters.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): characters.append(UInt8(ascii: "/"))
      case UInt8(ascii: "+"), UInt8(ascii: "/"), padding: throw CodingError(.invalidCharacter, at: offset)
      default: characters.append(byte)
      }
    }
    while characters.count % 4 != 0 { characters.append(padding) }
    return try decode(String(decoding: characters, as: UTF8.self))
  }
}
