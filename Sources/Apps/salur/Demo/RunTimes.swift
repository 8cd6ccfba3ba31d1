import Coding
import Ledger
import Model

/// How long the runs of each programme took, both passes. A block that ran several is shared out by the rows of each.
struct RunTimes {
  private(set) var seconds: [Text: Double] = [:]

  /// Rows decided and paid so far, by series.
  static func rows(_ state: LedgerState) -> [Text: UInt64] {
    var rows: [Text: UInt64] = [:]
    for series in state.series {
      rows[series.name] = state.cycles(of: series.name).reduce(0) { $0 + $1.totals.decided + $1.totals.paid }
    }
    return rows
  }

  mutating func add(_ seconds: Double, from before: [Text: UInt64], to after: [Text: UInt64]) {
    let done = after.mapValues { Double($0) }.merging(before.mapValues { Double($0) }) { max(0, $0 - $1) }
    let all = done.values.reduce(0, +)
    guard all > 0 else { return }
    for (series, rows) in done where rows > 0 { add(seconds * rows / all, to: series) }
  }

  mutating func add(_ seconds: Double, to series: Text) { self.seconds[series, default: 0] += seconds }
}
