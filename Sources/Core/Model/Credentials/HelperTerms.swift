import Coding

/// What an owner lets a helper do: pay so much, for such things.
public struct HelperTerms: Hashable, Sendable {
  /// The helper's own account, where there is one: the helper does not spend other people's money in its own shop.
  public let account: AccountNumber?
  public let limits: SpendingLimits
  /// Categories of shops; empty means every one.
  public let categories: [MerchantCategory]

  public static let mostCategories = 8

  public init(account: AccountNumber?, limits: SpendingLimits, categories: [MerchantCategory]) {
    self.account = account
    self.limits = limits
    self.categories = categories
  }
}

/// `[account or null, limits, categories]`
extension HelperTerms: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.optional(account)
    limits.encode(to: &w)
    w.list(categories)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    account = try r.optional()
    limits = try SpendingLimits(from: &r)
    categories = try r.list(MerchantCategory.self, max: Self.mostCategories)
  }
}
