import Programmes
import Rules

extension Trial {
  /// What the branches of each rule answer about a registrant, every rule being asked as an explanation asks it: about
  /// every member, and whatever other rules say.
  ///
  /// Its programme is one that traces its branches; the eligibility rules come first, as in `CompiledProgramme.rules`.
  public func branchAnswers(_ registrant: UInt32) -> [[RuleBranch.Answers]] {
    guard let account = plan.account(of: Int(registrant)) else { return [] }
    let rules = plan.compiled.rules.rules.indices
    var decider = Decider(plan)
    decider.bind(Int(registrant), account: account)
    for rule in rules.prefix(plan.eligibilityRules) { _ = decider.frame.evaluate(rule) }
    let hasMembers = plan.memberFact != nil
    let asked = hasMembers ? decider.peopleAsked(Int(registrant), account: account).count : 1
    for member in 0..<asked {
      if hasMembers { decider.frame.setRow(plan.memberInput, decider.members.first + member) }
      for rule in rules.dropFirst(plan.eligibilityRules) { _ = decider.frame.evaluate(rule) }
    }
    return rules.map { decider.frame.branchAnswers(ofRule: $0) }
  }
}

extension CompiledProgramme {
  /// What the branches of a trigger's condition answer about an event; nil where every event sets the programme off.
  public func triggerAnswers(about event: Trial.Event) -> [RuleBranch.Answers]? {
    guard let condition else { return nil }
    let columns = EventInput.columns(event.feed, event.values)
    var frame = Frame(condition)
    frame.bind(columns, toInput: 0)
    return withExtendedLifetime(columns) {
      _ = frame.evaluate(0)
      return frame.branchAnswers(ofRule: 0)
    }
  }
}
