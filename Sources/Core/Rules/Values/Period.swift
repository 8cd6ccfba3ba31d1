/// A length of time as programmes write it: the days-or-hours subset of ISO 8601, `P90D` or `PT6H`.
///
/// Days are civil days in the programme's offset; hours are exact.
public enum Period: Hashable, Sendable {
  case days(UInt16)
  case hours(UInt16)

  /// Parses `P90D` or `PT6H`: one to four digits, no leading zero but `0` itself.
  public init?(_ text: String) {
    let utf8 = Array(text.utf8)
    let exact = utf8.starts(with: [UInt8(ascii: "P"), UInt8(ascii: "T")])
    let digits = utf8.dropFirst(exact ? 2 : 1).dropLast()
    guard utf8.count >= 3, utf8[0] == UInt8(ascii: "P"), utf8.last == UInt8(ascii: exact ? "H" : "D"),
      digits.count <= 4, let value = decimal(digits), digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    self = exact ? .hours(UInt16(value)) : .days(UInt16(value))
  }

  public var seconds: Int64 {
    switch self {
    case .days(let count): Int64(count) * 86_400
    case .hours(let count): Int64(count) * 3_600
    }
  }
}

extension Period: CustomStringConvertible {
  public var description: String {
    switch self {
    case .days(let count): "P\(String(count))D"
    case .hours(let count): "PT\(String(count))H"
    }
  }
}
