import Model
import Records

extension BenefitState {
  /// Promises about decisions that the rows do not keep. Reads every decision that is kept.
  func violations(_ state: LedgerState) -> [InvariantViolation] {
    var found: [InvariantViolation] = []
    for cycle in kept {
      let record = cycles[cycle].record
      let name = "\(state.series[Int(record.series)].name) \(record.name)"
      for what in cycles[cycle].violations(eligibilityRules: compiled[Int(record.version)].firstPayment) {
        found.append(InvariantViolation("cycle \(name): \(what)"))
      }
    }
    return found
  }
}

extension CycleState {
  fileprivate func violations(eligibilityRules: Int) -> [String] {
    var found: [String] = []
    var totals = CycleTotals(eligibilityRules: eligibilityRules)
    for registrant in 0..<entitlements.count {
      let row = entitlements[registrant]
      totals.add(row)
      totals.paidRupiah.amount += row.paid
      if row.paid > 0 { totals.paid += 1 }
      if row.entitled < row.paid { found.append("registrant \(registrant) got more than it is entitled to") }
      if row.isPending != pending.contains(registrant) { found.append("registrant \(registrant) is lost to its queue") }
      let isOwed = record.stage == .paid && row.owed > 0
      if record.stage != .paying, isOwed != owing.contains(registrant) {
        found.append("registrant \(registrant) is lost to the queue of arrears")
      }
    }
    if totals != record.totals { found.append("its totals are not those of its decisions") }
    return found
  }
}
