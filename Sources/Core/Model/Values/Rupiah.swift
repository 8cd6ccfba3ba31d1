import Coding

/// Whole rupiah. Arithmetic reports overflow; it never wraps, saturates or defaults.
public struct Rupiah: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var amount: Int64

  @inlinable
  public init(_ amount: Int64) { self.amount = amount }

  public static let zero = Rupiah(0)

  @inlinable
  public static func < (a: Rupiah, b: Rupiah) -> Bool { a.amount < b.amount }

  /// The sum, or nil where it would not fit.
  @inlinable
  public func adding(_ other: Rupiah) -> Rupiah? {
    let (sum, overflow) = amount.addingReportingOverflow(other.amount)
    return overflow ? nil : Rupiah(sum)
  }

  /// The difference, or nil where it would be below zero: nothing on the ledger is.
  @inlinable
  public func subtracting(_ other: Rupiah) -> Rupiah? {
    let (difference, overflow) = amount.subtractingReportingOverflow(other.amount)
    return overflow || difference < 0 ? nil : Rupiah(difference)
  }
}

extension Rupiah: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.signed(amount) }
  public init(from r: inout CBORReader) throws(CodingError) { amount = try r.signed() }
}

extension Rupiah: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { amount = value }
}

extension Rupiah: CustomStringConvertible {
  /// As Indonesians write it: `Rp 1.250.000`.
  public var description: String { text(.indonesian) }

  /// `Rp 1.250.000` in Indonesian, `Rp 1,250,000` in English.
  public func text(_ language: Language) -> String {
    let separator = UInt8(ascii: language == .indonesian ? "." : ",")
    var groups: [UInt8] = []
    var rest = amount.magnitude
    var digits = 0
    repeat {
      if digits > 0 && digits % 3 == 0 { groups.append(separator) }
      groups.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      digits += 1
    } while rest > 0
    groups.reverse()
    return (amount < 0 ? "−Rp " : "Rp ") + String(decoding: groups, as: UTF8.self)
  }
}
