import Coding
import Model

extension CompiledProgramme {
  /// The most one registrant can be due in one cycle, by amounts and limits alone; nil where that leaves 64 bits.
  public var mostPaid: Rupiah? {
    let members = min(inputs.mostMembers, programme.limits.members.map(Int.init) ?? .max)
    var left = programme.limits.groups.map { Int($0.count) }
    var free = members
    var total = Rupiah.zero
    for rule in programme.pay.sorted(by: { $0.amount > $1.amount }) {
      // Of the highest there is one for each member; of a sum, every member can have every rule.
      var count = programme.choose == .highest ? free : members
      if let group = programme.limits.groups.firstIndex(where: { $0.name == rule.group }) {
        count = min(count, left[group])
        left[group] -= count
      }
      free -= programme.choose == .highest ? count : 0
      let (product, overflow) = rule.amount.amount.multipliedReportingOverflow(by: Int64(count))
      guard !overflow, let sum = total.adding(Rupiah(product)) else { return nil }
      total = sum
    }
    return total
  }
}
