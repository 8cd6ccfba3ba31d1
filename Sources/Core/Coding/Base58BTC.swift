/// Base 58 with Bitcoin's alphabet, the `z` of multibase: for short identifiers such as did:key.
public enum Base58BTC {
  /// Converting takes time quadratic in the length, so longer text is refused.
  public static let maximumLength = 256
  private static let alphabet = Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
  private static let zero = UInt8(ascii: "1")

  public static func encode(_ bytes: [UInt8]) -> String {
    let zeros = bytes.prefix { $0 == 0 }.count
    var digits: [UInt8] = []
    for byte in bytes[zeros...] { shift(&digits, from: 256, to: 58, adding: Int(byte)) }
    let characters = [UInt8](repeating: zero, count: zeros) + digits.reversed().map { alphabet.character(Int($0)) }
    return String(decoding: characters, as: UTF8.self)
  }

  public static func decode(_ text: String) throws(CodingError) -> [UInt8] {
    let characters = [UInt8](text.utf8)
    guard characters.count <= maximumLength else {
      throw CodingError(.tooLong(limit: UInt64(maximumLength), found: UInt64(characters.count)), at: 0)
    }
    let zeros = characters.prefix { $0 == zero }.count
    var bytes: [UInt8] = []
    for offset in zeros..<characters.count {
      shift(&bytes, from: 58, to: 256, adding: try alphabet.value(of: characters[offset], at: offset))
    }
    return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
  }

  /// Multiplies a number by `source` and adds a digit; `digits` are its digits in base `target`, least first.
  private static func shift(_ digits: inout [UInt8], from source: Int, to target: Int, adding digit: Int) {
    var carry = digit
    for index in digits.indices {
      carry += Int(digits[index]) * source
      digits[index] = UInt8(carry % target)
      carry /= target
    }
    while carry > 0 {
      digits.append(UInt8(carry % target))
      carry /= target
    }
  }
}
