/// Base 45 (RFC 9285), the text that QR codes hold most densely.
public enum Base45 {
  private static let alphabet = Alphabet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

  public static func encode(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity((3 * bytes.count + 1) / 2)
    for start in stride(from: 0, to: bytes.count, by: 2) {
      let group = bytes[start..<min(start + 2, bytes.count)]
      var value = group.reduce(0) { $0 << 8 | Int($1) }
      for _ in 0...group.count {
        characters.append(alphabet.character(value % 45))
        value /= 45
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  public static func decode(_ text: String) throws(CodingError) -> [UInt8] {
    let characters = [UInt8](text.utf8)
    guard characters.count % 3 != 1 else { throw CodingError(.invalidLength, at: characters.count) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 3 * 2 + 1)
    for start in stride(from: 0, to: characters.count, by: 3) {
      let group = start..<min(start + 3, characters.count)
      var value = 0
      for offset in group.reversed() { value = 45 * value + (try alphabet.value(of: characters[offset], at: offset)) }
      let isPair = group.count == 3
      guard value < (isPair ? 1 << 16 : 1 << 8) else { throw CodingError(.outOfRange, at: start) }
      if isPair { bytes.append(UInt8(value >> 8)) }
      bytes.append(UInt8(value & 0xff))
    }
    return bytes
  }
}
