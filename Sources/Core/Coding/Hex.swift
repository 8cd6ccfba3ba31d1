/// Base 16 (RFC 4648 §8): written in lower case, read in either.
public enum Hex {
  private static let alphabet = Alphabet("0123456789abcdef").reading("ABCDEF", as: "abcdef")

  public static func encode(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      characters.append(alphabet.character(Int(byte >> 4)))
      characters.append(alphabet.character(Int(byte & 15)))
    }
    return String(decoding: characters, as: UTF8.self)
  }

  public static func decode(_ text: String) throws(CodingError) -> [UInt8] {
    let characters = [UInt8](text.utf8)
    guard characters.count.isMultiple(of: 2) else { throw CodingError(.invalidLength, at: characters.count) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 2)
    for offset in stride(from: 0, to: characters.count, by: 2) {
      let high = try alphabet.value(of: characters[offset], at: offset)
      let low = try alphabet.value(of: characters[offset + 1], at: offset + 1)
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
