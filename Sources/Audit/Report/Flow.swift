/// A programme's money in one place, in whole rupiah.
public struct Flow: Equatable, Sendable {
  /// Families with something decided in their favour, and those that were paid.
  public internal(set) var entitledFamilies: UInt64 = 0
  public internal(set) var families: UInt64 = 0
  public internal(set) var entitled: Int64 = 0
  public internal(set) var paid: Int64 = 0
  /// At shops and cash agents, net of refunds.
  public internal(set) var spent: Int64 = 0
  /// Back in the programme's fund: expired, or refunded after the expiry.
  public internal(set) var returned: Int64 = 0

  /// Still in the wallets.
  public var held: Int64 { paid - spent - returned }

  static func += (sum: inout Flow, part: Flow) {
    sum.entitledFamilies += part.entitledFamilies
    sum.families += part.families
    sum.entitled += part.entitled
    sum.paid += part.paid
    sum.spent += part.spent
    sum.returned += part.returned
  }
}

/// Who moved a programme's money out of the wallets, in whole rupiah, before refunds.
public struct Movement: Equatable, Sendable {
  public internal(set) var owner: Int64 = 0
  public internal(set) var helper: Int64 = 0
  public internal(set) var agent: Int64 = 0
  /// Given back by shops.
  public internal(set) var refunded: Int64 = 0
  /// Nobody yet: it waits in wallets that have an owner, or in wallets nobody has claimed.
  public internal(set) var waiting: Int64 = 0
  public internal(set) var unclaimed: Int64 = 0
  /// Wallets with money of the programme that nobody has claimed.
  public internal(set) var unclaimedFamilies: UInt64 = 0
}
