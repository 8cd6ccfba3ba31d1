import Coding
import Model

// What others look up about programmes' cycles.

extension LedgerState {
  /// The cycles of a series, oldest first.
  public func cycles(of series: Text) -> [Cycle] {
    guard let index = seriesIndex(series) else { return [] }
    return benefits.cycles.map(\.record).filter { Int($0.series) == index }
  }

  /// The decision about a registrant; nil where there is none, or the cycle is over and its decisions are collapsed.
  public func entitlement(_ registrant: UInt32, in cycle: UInt32) -> EntitlementRow? {
    guard Int(cycle) < benefits.cycles.count else { return nil }
    let row = benefits.cycles[Int(cycle)].entitlement(of: Int(registrant))
    return row.verdict == .none ? nil : row
  }
}
