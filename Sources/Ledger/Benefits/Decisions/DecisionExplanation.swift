import Coding
import Model
import Records
import Rules
import Signing

/// Why a registrant gets what it gets, worked out by the evaluator that decides.
public struct DecisionExplanation: Sendable {
  public let programme: Programme
  public let due: CivilDate
  public let registrant: UInt32
  /// The account it is paid through; nil for whoever is no registrant.
  public let account: AccountNumber?
  /// The decision on the ledger; nil where there is none (any more) and this is what would be decided.
  public let entitlement: EntitlementRow?
  public let verdict: EntitlementRow.Verdict
  public let amount: Rupiah
  /// The eligibility rule that said no; nil also where none did and no payment applies.
  public let refusedBy: Text?
  /// What the decision waits for, where it is undecided.
  public let wait: DecisionWait?
  public let facts: [Fact]
  public let rules: [RuleAnswer]
  public let payments: [Payment]

  /// What a rule says, in the programme's words.
  public enum Answer: Equatable, Sendable {
    case yes
    case no
    /// Waits for a fact: its schema says whose word is missing. `field` is nil where the whole record is.
    case waitsForFact(schema: Text, field: Text?)
    case waitsForSeries(Text)
    /// The rule could not be computed.
    case failed(Fault)
  }

  /// A fact the rules read: its seal's digest, or nil where there is none that holds on the due day.
  public struct Fact: Equatable, Sendable {
    public let name: Text
    public let schema: Text
    public let seal: Digest?
    public let isErased: Bool
  }

  public struct RuleAnswer: Equatable, Sendable {
    public let rule: EligibilityRule
    public let answer: Answer
    /// An appeal has waived it: it does not count.
    public let isWaived: Bool
  }

  /// A payment rule asked about a member, or about the registrant itself.
  public struct Payment: Equatable, Sendable {
    public let rule: PaymentRule
    public let person: PersonNumber?
    public let answer: Answer
    public let use: Use
  }

  public enum Use: Equatable, Sendable {
    case counted
    /// The rule does not hold, or nobody knows.
    case notHeld
    /// Another payment of the same member is higher.
    case lowerThanAnother
    case groupIsFull
    case tooManyMembers
  }
}

extension LedgerState {
  /// Explains a decision of a cycle, or, where none is named, of the series' newest cycle.
  ///
  /// Before the first cycle it says what would be decided today.
  /// - Parameter registrant: an account's number, or a person's where the programme decides about persons.
  /// - Returns: nil where there is no such series, cycle or registrant.
  public func explain(series name: Text, cycle: Text? = nil, registrant: UInt32) -> DecisionExplanation? {
    explained(series: name, cycle: cycle, registrant).map { $0.plan.explain(registrant, $0.row) }
  }

  /// What the rules of the same decision read, and what would have to be otherwise.
  public func trace(series name: Text, cycle: Text? = nil, registrant: UInt32) -> DecisionTrace? {
    explained(series: name, cycle: cycle, registrant)?.plan.trace(registrant)
  }

  /// What receipts of disbursements for such a decision commit to; nil where the ledger holds no decision.
  public func commitment(to explanation: DecisionExplanation, cycle number: Int) -> DecisionCommitment? {
    guard let row = explanation.entitlement else { return nil }
    let cycle = benefits.cycles[number].record
    return DecisionCommitment(
      programme: benefits.versions[Int(cycle.version)].id, due: cycle.due, cutOff: cycle.cutOff, cycle: cycle.name,
      registrant: explanation.registrant, decision: row.decision.bytes, seals: explanation.facts.map(\.seal))
  }

  private func explained(
    series name: Text, cycle: Text?, _ registrant: UInt32
  ) -> (plan: DecisionPlan, row: EntitlementRow?)? {
    guard let series = seriesIndex(name) else { return nil }
    let number =
      if let cycle {
        benefits.cycle(ofSeries: series, named: cycle)
      } else {
        benefits.cycles.lastIndex { Int($0.record.series) == series }
      }
    if let number { return explained(benefits.cycles[number], registrant) }
    guard cycle == nil, let today = cycleToday(ofSeries: series) else { return nil }
    return explained(CycleState(today), registrant)
  }

  /// A cycle as it would be if the series' newest document fell due today.
  private func cycleToday(ofSeries series: Int) -> Cycle? {
    guard let version = benefits.versions.lastIndex(where: { Int($0.series) == series }),
      let day = time.day(offset: benefits.programme(version).due.offset), let next = day.adding(days: 1)
    else { return nil }
    let due = DueCycle(version: version, name: "", start: day, end: next, due: day, time: time, trigger: nil)
    return Cycle(
      number: benefits.cycles.count, version: version, series: UInt32(series), fallingDue: due, closes: time,
      cutOff: height, registrants: 0, eligibilityRules: benefits.programme(version).eligible.count)
  }

  private func explained(
    _ cycle: CycleState, _ registrant: UInt32
  ) -> (plan: DecisionPlan, row: EntitlementRow?)? {
    let row = cycle.entitlement(of: Int(registrant))
    let knownAt = row.verdict == .none ? UInt64.max : row.knownAt(cutOff: cycle.record.cutOff)
    let plan = DecisionPlan(cycle.record, knownAt: knownAt, in: self)
    let count = plan.unit == .family ? accounts.count : persons.count
    guard Int(registrant) < count else { return nil }
    return (plan, row.verdict == .none ? nil : row)
  }
}

extension DecisionPlan {
  func explain(_ registrant: UInt32, _ row: EntitlementRow?) -> DecisionExplanation {
    guard let account = account(of: Int(registrant)) else {
      return DecisionExplanation(
        programme: compiled.programme, due: due, registrant: registrant, account: nil, entitlement: row,
        verdict: .none, amount: .zero, refusedBy: nil, wait: nil, facts: [], rules: [], payments: [])
    }
    var decider = Decider(self)
    let decision = decider.decide(Int(registrant), account: account)
    let rules = compiled.programme.eligible.enumerated().map { index, rule in
      DecisionExplanation.RuleAnswer(
        rule: rule, answer: decider.answer(rule: index), isWaived: waived(Int(registrant)) >> UInt64(index) & 1 == 1)
    }
    return DecisionExplanation(
      programme: compiled.programme, due: due, registrant: registrant, account: account, entitlement: row,
      verdict: decision.verdict, amount: Rupiah(Int64(decision.amount)),
      refusedBy: decision.verdict == .no && decision.reason != EntitlementRow.noPayment
        ? compiled.programme.eligible[Int(decision.reason)].id : nil,
      wait: decision.verdict == .undecided
        ? DecisionWait(reason: decision.reason, detail: decision.detail) : nil,
      facts: facts(decider), rules: rules, payments: decider.payments(Int(registrant), account: account))
  }

  private func facts(_ decider: borrowing Decider) -> [DecisionExplanation.Fact] {
    compiled.programme.facts.enumerated().map { input, fact in
      let row = decider.factRows[input]
      return DecisionExplanation.Fact(
        name: fact.name, schema: fact.schema, seal: row < 0 ? nil : stores[input].rows[row].seal,
        isErased: row >= 0 && stores[input].rows[row].status == .erased)
    }
  }
}

extension Decider {
  fileprivate mutating func answer(rule: Int) -> DecisionExplanation.Answer {
    let outcome = frame.evaluate(rule)
    switch outcome {
    case .yes: return .yes
    case .no: return .no
    case .error(let fault): return .failed(fault)
    case .undecided(let series): return .waitsForSeries(plan.environment.series[Int(series)])
    case .missing(let column):
      let decision = undecided(outcome, rule: rule)
      let fact = Int(decision.reason)
      guard fact < plan.stores.count else { return .waitsForFact(schema: "", field: nil) }
      let field = decision.detail == EntitlementRow.wholeRecord ? nil : Text(plan.environment.path(of: Int(column)))
      return .waitsForFact(schema: plan.stores[fact].schema.name, field: field)
    }
  }

  /// Asks every payment rule about everyone, and says what became of each answer.
  fileprivate mutating func payments(
    _ registrant: Int, account: AccountNumber
  ) -> [DecisionExplanation.Payment] {
    _ = decidePayment()
    let rules = plan.compiled.programme.pay
    guard plan.memberFact != nil else {
      return rules.indices.map { payment($0, member: 0, person: nil) }
    }
    var payments: [DecisionExplanation.Payment] = []
    for (member, person) in peopleAsked(registrant, account: account).enumerated() {
      frame.setRow(plan.memberInput, members.first + member)
      payments += rules.indices.map { payment($0, member: member, person: person) }
    }
    return payments
  }

  private mutating func payment(_ rule: Int, member: Int, person: PersonNumber?) -> DecisionExplanation.Payment {
    let answer = answer(rule: plan.eligibilityRules + rule)
    return DecisionExplanation.Payment(
      rule: plan.compiled.programme.pay[rule], person: person, answer: answer,
      use: answer == .yes ? candidates.use(of: rule, member: member, plan.payment) : .notHeld)
  }
}

extension Candidates {
  /// What became of a rule that holds for a member.
  fileprivate func use(of rule: Int, member: Int, _ plan: PaymentPlan) -> DecisionExplanation.Use {
    guard let place = (0..<count).first(where: { self[$0].member == member && self[$0].rule == rule }) else {
      return .lowerThanAnother
    }
    if self[place].isCounted { return .counted }
    let group = plan.group[rule]
    guard group >= 0 else { return .tooManyMembers }
    let before = (0..<place).count { self[$0].isCounted && plan.group[Int(self[$0].rule)] == group }
    return before >= plan.groupLimits[group] ? .groupIsFull : .tooManyMembers
  }
}
