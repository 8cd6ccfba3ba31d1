/// A programme's money: the most it may ever hold, and what happens when a cycle needs more than there is.
public struct FundRule: Hashable, Sendable {
  /// Funded in all, over the document's life.
  public let cap: Rupiah
  public let onShortfall: Shortfall

  public init(cap: Rupiah, onShortfall: Shortfall) {
    self.cap = cap
    self.onShortfall = onShortfall
  }
}

/// What a run does when its total exceeds the fund.
public enum Shortfall: UInt8, Sendable, CaseIterable {
  /// Nobody is paid ahead of others: the run waits until the fund holds the whole total. The gap is public.
  case wait = 0
  /// Everybody is paid the same share, rounded down to the rupiah; the rest stays owed as arrears.
  case share = 1
}
