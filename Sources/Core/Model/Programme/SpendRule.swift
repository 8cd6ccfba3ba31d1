import Coding
import Rules

/// Where a voucher may be spent, until when, and whether it may become cash.
public struct SpendRule: Hashable, Sendable {
  /// A shop may take the voucher when its category is listed and it holds the licence, where one is named.
  public struct Allowed: Hashable, Sendable {
    public let categories: [MerchantCategory]
    public let licence: Text?

    public init(categories: [MerchantCategory], licence: Text?) {
      self.categories = categories
      self.licence = licence
    }
  }

  public let cashOut: Bool
  /// The most an agent may charge for one cash-out.
  public let cashOutFeeCap: Rupiah
  /// Empty: any licensed shop.
  public let allow: [Allowed]
  /// From the due day; the voucher's last day is kept to its end.
  public let expires: Period

  public init(cashOut: Bool, cashOutFeeCap: Rupiah, allow: [Allowed], expires: Period) {
    self.cashOut = cashOut
    self.cashOutFeeCap = cashOutFeeCap
    self.allow = allow
    self.expires = expires
  }

  /// Whether a shop of this category holding these licence classes may take the voucher.
  public func allows(category: MerchantCategory, licences: [Text]) -> Bool {
    if allow.isEmpty { return true }
    return allow.contains { rule in
      rule.categories.contains(category) && (rule.licence.map(licences.contains) ?? true)
    }
  }
}
