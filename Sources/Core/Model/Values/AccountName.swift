import Coding

/// How an account is written for people: `SLR-` + Crockford base32 of its number + a check character.
///
/// Source: Crockford, "Base 32" (https://www.crockford.com/base32.html); the check is the number modulo 37, which
/// catches every single wrong symbol and every swap of neighbours.
public struct AccountName: Sendable {
  public let account: AccountNumber

  public init(_ account: AccountNumber) { self.account = account }

  public var text: String {
    var digits: [UInt8] = []
    var rest = account.raw
    for _ in 0..<7 {
      digits.append(Self.symbols[Int(rest & 31)])
      rest >>= 5
    }
    digits.reverse()
    digits.append(Self.symbols[Int(account.raw % 37)])
    return "SLR-" + String(decoding: digits, as: UTF8.self)
  }

  /// Reads what people type: any case, `O` for 0, `I` and `L` for 1, hyphens anywhere; nil when the check fails.
  public init?(parsing text: String) {
    var rest = Array(text.utf8)[...]
    for letter in [UInt8(ascii: "S"), UInt8(ascii: "L"), UInt8(ascii: "R")] {
      guard let first = rest.popFirst(), first & 0xDF == letter else { return nil }
    }
    var values: [UInt8] = []
    for byte in rest where byte != UInt8(ascii: "-") {
      guard let value = Self.value(of: byte), values.count < 8 else { return nil }
      values.append(value)
    }
    guard values.count == 8, let check = values.popLast() else { return nil }
    var number: UInt64 = 0
    for value in values {
      guard value < 32 else { return nil }
      number = number << 5 | UInt64(value)
    }
    guard let raw = UInt32(exactly: number), raw % 37 == UInt32(check) else { return nil }
    account = AccountNumber(raw)
  }

  private static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U".utf8)

  private static func value(of byte: UInt8) -> UInt8? {
    let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    switch upper {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default: return symbols.firstIndex(of: upper).map { UInt8($0) }
    }
  }
}
