import Model
import Rules

extension CompiledProgramme {
  /// What its author should look at again, rule by rule in the order of the form, and what one cycle can cost.
  ///
  /// - Parameter isRegion: whether a region of that code exists, where that can be told.
  public func remarks(isRegion: @escaping (Region) -> Bool = { _ in true }) -> [ProgrammeRemark] {
    var review = Review(isRegion: isRegion)
    if let condition { review.condition(condition.rules[0]) }
    for (index, rule) in rules.rules.prefix(firstPayment).enumerated() { review.eligibility(rule, index) }
    let payments = Array(rules.rules.dropFirst(firstPayment))
    let prospects = payments.enumerated().map { review.payment($1, $0) }
    if programme.choose == .highest { review.outbid(payments, prospects, programme.pay) }
    return review.remarks + moneyRemarks
  }

  private var moneyRemarks: [ProgrammeRemark] {
    let cap = programme.fund.cap
    guard let most = mostPaid, most > .zero else { return [] }
    guard most <= cap else { return [ProgrammeRemark(.fund, .oneExceedsCap(most: most, cap: cap))] }
    return [ProgrammeRemark(.fund, .capCovers(registrants: cap.amount / most.amount, most: most))]
  }
}

/// Goes through the rules with what those before have made certain.
private struct Review {
  let isRegion: (Region) -> Bool
  var remarks: [ProgrammeRemark] = []
  /// What is certain about everybody who meets the eligibility rules so far.
  private var eligible = Knowledge()

  init(isRegion: @escaping (Region) -> Bool) {
    self.isRegion = isRegion
  }

  mutating func condition(_ rule: Rule) {
    _ = read(rule, .triggerCondition, knowing: Knowledge(), never: .neverTriggers)
  }

  mutating func eligibility(_ rule: Rule, _ index: Int) {
    let prospect = read(rule, .eligibleCondition(index), knowing: eligible, never: .nobodyEligible)
    if prospect.no == nil { remarks.append(ProgrammeRemark(.eligibleCondition(index), .excludesNobody, index: 0)) }
    eligible = prospect.yes ?? eligible
  }

  mutating func payment(_ rule: Rule, _ index: Int) -> RuleProspect {
    read(rule, .payCondition(index), knowing: eligible, never: .neverPaid)
  }

  private mutating func read(
    _ rule: Rule, _ part: ProgrammePart, knowing known: Knowledge, never: ProgrammeRemark.Matter
  ) -> RuleProspect {
    for (region, index) in rule.regions where !isRegion(region) {
      remarks.append(ProgrammeRemark(part, .unknownRegion(region), index: index))
    }
    let prospect = rule.prospect(knowing: known)
    if prospect.yes == nil {
      remarks.append(ProgrammeRemark(part, never, index: prospect.idle.first ?? 0))
    } else {
      remarks += prospect.idle.map { ProgrammeRemark(part, .idleTest, index: $0) }
    }
    return prospect
  }

  /// Finds payments that never count because a rule that is asked before them holds wherever they do.
  mutating func outbid(_ rules: [Rule], _ prospects: [RuleProspect], _ pay: [PaymentRule]) {
    for index in rules.indices {
      guard let here = prospects[index].yes else { continue }
      let winner = rules.indices.first { other in
        (pay[other].amount, index) > (pay[index].amount, other) && rules[other].prospect(knowing: here).no == nil
      }
      guard let winner else { continue }
      remarks.append(ProgrammeRemark(.payCondition(index), .outbid(by: pay[winner].id), index: 0))
    }
  }
}
