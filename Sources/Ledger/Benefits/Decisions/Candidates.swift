/// The payments whose rules hold for one registrant, before its programme's limits are applied.
struct Candidates: ~Copyable {
  struct Candidate: BitwiseCopyable {
    let amount: Int64
    let member: Int32
    let rule: Int32
    var isCounted = true
  }

  private let items: UnsafeMutablePointer<Candidate>
  private(set) var count = 0
  /// Payments counted so far, by group.
  private let groups: UnsafeMutablePointer<Int>

  init(_ plan: PaymentPlan) {
    items = .allocate(capacity: plan.mostCandidates + 1)
    groups = .allocate(capacity: plan.groupLimits.count + 1)
  }

  deinit {
    items.deallocate()
    groups.deallocate()
  }

  subscript(index: Int) -> Candidate { items[index] }

  mutating func removeAll() { count = 0 }

  mutating func add(_ amount: Int64, member: Int, rule: Int) {
    items[count] = Candidate(amount: amount, member: Int32(member), rule: Int32(rule))
    count += 1
  }

  /// What the limits let through, added up: the highest amounts first, of equals the member listed first.
  mutating func total(_ plan: PaymentPlan) -> Int64 {
    if plan.hasLimits { applyLimits(plan) }
    var total: Int64 = 0
    for index in 0..<count where items[index].isCounted { total += items[index].amount }
    return total
  }

  private mutating func applyLimits(_ plan: PaymentPlan) {
    sort()
    groups.initialize(repeating: 0, count: plan.groupLimits.count)
    var members = 0
    for index in 0..<count {
      let group = plan.group[Int(items[index].rule)]
      let groupIsFull = group >= 0 && groups[group] >= plan.groupLimits[group]
      let isNewMember = !isCounted(items[index].member, before: index)
      items[index].isCounted = !groupIsFull && !(isNewMember && members >= plan.memberLimit)
      guard items[index].isCounted else { continue }
      if group >= 0 { groups[group] += 1 }
      if isNewMember { members += 1 }
    }
  }

  private func isCounted(_ member: Int32, before end: Int) -> Bool {
    for index in 0..<end where items[index].member == member && items[index].isCounted { return true }
    return false
  }

  /// By insertion: there are few, and mostly in order. They were added by member and rule, and stay so among equals.
  private mutating func sort() {
    for next in stride(from: 1, to: count, by: 1) {
      let item = items[next]
      var place = next
      while place > 0, items[place - 1].amount < item.amount {
        items[place] = items[place - 1]
        place -= 1
      }
      items[place] = item
    }
  }
}
