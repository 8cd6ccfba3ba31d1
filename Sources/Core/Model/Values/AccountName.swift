import Coding

/// How an account is written for people: `SLR-`, seven digits of Crockford base 32 and a check character, which catches
/// every single wrong symbol and every swap of neighbours (https://www.crockford.com/base32.html).
public struct AccountName: Sendable {
  public let account: AccountNumber

  public init(_ account: AccountNumber) { self.account = account }

  public var text: String { "SLR-" + CrockfordBase32.encode(number: UInt64(account.raw), digits: 7) }

  /// Reads what people type: any case, `O` for 0, `I` and `L` for 1, hyphens anywhere. Nil when the check fails.
  public init?(parsing text: String) {
    let utf8 = Array(text.utf8)
    let prefix = utf8.prefix(3).map { $0 & 0xDF }
    guard prefix == Array("SLR".utf8), utf8.count <= 24 else { return nil }
    let digits = String(decoding: utf8.dropFirst(3).drop { $0 == UInt8(ascii: "-") }, as: UTF8.self)
    do throws(CodingError) {
      guard let raw = UInt32(exactly: try CrockfordBase32.decode(number: digits)) else { return nil }
      account = AccountNumber(raw)
    } catch {
      return nil
    }
  }
}
