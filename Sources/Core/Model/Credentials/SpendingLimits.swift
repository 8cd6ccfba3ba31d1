import Coding

/// The most a credential may spend, in one payment and in one civil day.
public struct SpendingLimits: Hashable, Sendable, BitwiseCopyable {
  public let perPayment: Rupiah
  public let perDay: Rupiah

  public init(perPayment: Rupiah, perDay: Rupiah) {
    self.perPayment = perPayment
    self.perDay = perDay
  }

  public static let none = SpendingLimits(perPayment: Rupiah(.max), perDay: Rupiah(.max))

  /// Whether nothing that `other` forbids is allowed.
  public func isWithin(_ other: SpendingLimits) -> Bool {
    perPayment <= other.perPayment && perDay <= other.perDay
  }

  public func tightened(to other: SpendingLimits) -> SpendingLimits {
    SpendingLimits(perPayment: min(perPayment, other.perPayment), perDay: min(perDay, other.perDay))
  }
}

/// `[per payment, per day]`, neither negative.
extension SpendingLimits: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    perPayment.encode(to: &w)
    perDay.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    perPayment = try Rupiah(from: &r)
    perDay = try Rupiah(from: &r)
    guard perPayment >= .zero, perDay >= .zero else { throw r.error(.outOfRange) }
  }
}
