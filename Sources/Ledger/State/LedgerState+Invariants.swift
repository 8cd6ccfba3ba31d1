import Model

/// A promise the state does not keep: which one, and by how much.
public struct InvariantViolation: Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

extension LedgerState {
  /// Every promise that can be checked on the state alone. Empty is good. Reads every balance.
  public func violations() -> [InvariantViolation] {
    var found: [InvariantViolation] = []
    let sums = balanceSums(&found)
    checkConservation(sums, &found)
    for (index, series) in series.enumerated() {
      if !series.fund.isBalanced {
        found.append(InvariantViolation("fund of \(series.name): money unaccounted for"))
      }
      let held = classes.indices.filter { classes[$0].series == UInt32(index) }.reduce(0) { $0 + sums.vouchers[$1] }
      if held != series.fund.held {
        found.append(
          InvariantViolation("fund of \(series.name): vouchers hold \(held), the fund says \(series.fund.held)"))
      }
    }
    found += benefits.violations(self)
    return found
  }

  struct BalanceSums {
    var free: Int64 = 0
    var takings: Int64 = 0
    var vouchers: [Int64] = []
  }

  private func balanceSums(_ found: inout [InvariantViolation]) -> BalanceSums {
    var sums = BalanceSums()
    func sum(_ column: Chunked<Int64>, _ what: String) -> Int64 {
      var total: Int64 = 0
      for chunk in 0..<column.chunkCount where !column.isBlank(chunk: chunk) {
        let rows = column.readChunk(chunk)
        for place in 0..<column.rows(inChunk: chunk).count {
          if rows[place] < 0 {
            found.append(InvariantViolation("account \(chunk << 12 | place): \(what) below zero"))
          }
          total += rows[place]
        }
      }
      return total
    }
    sums.free = sum(money.free, "free rupiah")
    sums.takings = sum(money.takings, "takings")
    sums.vouchers = money.vouchers.indices.map { number in
      money.vouchers[number].map { sum($0, "vouchers of class \(number)") } ?? 0
    }
    return sums
  }

  /// issued − redeemed = everything everybody holds.
  private func checkConservation(_ sums: BalanceSums, _ found: inout [InvariantViolation]) {
    let unspent = series.reduce(0 as Int64) { $0 + $1.fund.unspent }
    let vouchers = sums.vouchers.reduce(0, +)
    let held = sums.free + sums.takings + vouchers + unspent + treasury.inSettlement
    if treasury.issued - treasury.redeemed != held {
      found.append(
        InvariantViolation(
          "issued − redeemed is \(treasury.issued - treasury.redeemed), but all balances are \(held)"))
    }
  }
}
