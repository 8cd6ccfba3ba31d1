import Coding
import Ledger
import Model
import Rules

/// What became of one programme's money, place by place, recomputed from the log.
public struct ProgrammeReport: Sendable {
  public let series: Text
  /// Of its newest document.
  public let title: Words?
  public let fund: Fund
  public let movement: Movement
  public let total: Flow
  /// One for each village with anything to say, in the order of codes; those nobody can place come last, without one.
  public let villages: [(region: Region?, flow: Flow)]

  /// Funded, less all that can be accounted for from the receipts: nothing, on an honest ledger.
  public var unaccounted: Int64 {
    fund.funded - fund.unspent - total.held - total.spent - fund.returnedToTreasury
  }

  /// The flows summed up by the regions of a level.
  public func flows(by level: Region.Level) -> [(region: Region?, flow: Flow)] {
    var sums: [(region: Region?, flow: Flow)] = []
    for (village, flow) in villages {
      let region = village.flatMap { $0.ancestor(at: level) ?? $0 }
      if sums.isEmpty || sums[sums.count - 1].region != region { sums.append((region, Flow())) }
      sums[sums.count - 1].flow += flow
    }
    return sums
  }
}
