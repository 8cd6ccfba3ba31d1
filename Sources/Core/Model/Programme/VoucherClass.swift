import Coding

/// Purpose-bound rupiah of one (series, cycle, expiry): one balance column.
public struct VoucherClass: Hashable, Sendable {
  /// Place in the ledger's list of series, and of cycles.
  public let series: UInt32
  public let cycle: UInt32
  /// The end of its last day: from here on it spends nowhere, whenever the sweep comes.
  public package(set) var expires: BlockTime
  public let spend: SpendRule
  /// Swept: every balance is back in the fund.
  public package(set) var isSwept = false

  public init(series: UInt32, cycle: UInt32, expires: BlockTime, spend: SpendRule) {
    self.series = series
    self.cycle = cycle
    self.expires = expires
    self.spend = spend
  }
}

extension VoucherClass: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(5)
    w.unsigned(series)
    w.unsigned(cycle)
    expires.encode(to: &w)
    spend.encode(to: &w)
    w.bool(isSwept)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 5)
    series = try r.unsigned()
    cycle = try r.unsigned()
    expires = try BlockTime(from: &r)
    spend = try SpendRule(from: &r)
    isSwept = try r.bool()
  }
}
