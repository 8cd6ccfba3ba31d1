import Coding
import Model
import Programmes
import Rules

/// What the rules of one decision read, and what would have to be otherwise for those to hold that do not.
public struct DecisionTrace: Sendable {
  /// By eligibility rule, then by payment as `DecisionExplanation.payments` lists them.
  public let eligible: [RuleTrace]
  public let payments: [RuleTrace]

  public struct RuleTrace: Sendable {
    public let readings: [Reading]
    /// Each alone would do, everything else being as it is; the least first. Empty where the rule does not say no.
    public let remedies: [Remedy]
  }

  /// What a rule looks at.
  public struct Subject: Hashable, Sendable {
    public let kind: Kind
    /// As an author writes it: `family.decile`, `family.members.job`, `m.born`, `home`.
    public let path: String
    /// The schema of the fact it belongs to; nil for what is public, as an event is.
    public let schema: Text?
    /// Which of the family's people it is about, by position; the one behind the last is one more.
    public let member: Int?
    public let type: FieldType
  }

  public enum Kind: Hashable, Sendable {
    case field
    /// How many members a list has.
    case count
    case due
    case home
    /// Whether another series pays.
    case series(Text)
  }

  public struct Reading: Sendable {
    public let subject: Subject
    /// Nil where nobody has said.
    public let value: Value?
  }

  /// Changes that all together would make a rule hold. The rule itself has said so.
  public struct Remedy: Sendable {
    public let changes: [Change]
    /// How far the values are from those that would do.
    public let distance: Int64
  }

  public struct Change: Sendable {
    public let subject: Subject
    public let wanted: Wanted
    /// Its member is one that the family does not have.
    public let isOneMore: Bool
  }
}

extension DecisionPlan {
  func trace(_ registrant: UInt32) -> DecisionTrace? {
    guard let account = account(of: Int(registrant)) else { return nil }
    var decider = Decider(self)
    _ = decider.decide(Int(registrant), account: account)
    let eligible = (0..<eligibilityRules).map { rule in
      decider.trace(Inquiry(registrant: Int(registrant), account: account, rule: rule, member: nil))
    }
    var payments: [DecisionTrace.RuleTrace] = []
    let asked = memberFact == nil ? 1 : decider.peopleAsked(Int(registrant), account: account).count
    for member in 0..<asked {
      if memberFact != nil { decider.frame.setRow(memberInput, decider.members.first + member) }
      payments += compiled.programme.pay.indices.map { rule in
        decider.trace(
          Inquiry(
            registrant: Int(registrant), account: account, rule: eligibilityRules + rule,
            member: memberFact == nil ? nil : member))
      }
    }
    return DecisionTrace(eligible: eligible, payments: payments)
  }
}

/// A rule asked about somebody.
struct Inquiry {
  let registrant: Int
  let account: AccountNumber
  let rule: Int
  /// The position of the member that payment rules are being asked about.
  let member: Int?
}

extension Decider {
  /// Ways and values tried for one rule at most, so that an explanation never takes long.
  private static let mostRemedies = 6
  private static let mostTries = 100_000

  fileprivate mutating func trace(_ inquiry: Inquiry) -> DecisionTrace.RuleTrace {
    let rule = plan.compiled.rules.rules[inquiry.rule]
    var circumstances = Circumstances(plan.environment)
    var readings: [DecisionTrace.Reading] = []
    for column in rule.columns {
      guard let elements = elements(ofColumn: column, member: inquiry.member) else { continue }
      for index in 0..<elements.count {
        let circumstance = Circumstance.field(column: column, element: elements.isList ? index : nil)
        circumstances[circumstance] = elements.type.decode(elements.address(of: index))
        guard let subject = subject(of: circumstance, inquiry) else { continue }
        readings.append(DecisionTrace.Reading(subject: subject, value: circumstances[circumstance]))
      }
    }
    for circumstance in plainCircumstances(of: rule) {
      circumstances[circumstance] = value(of: circumstance, inquiry)
      guard let subject = subject(of: circumstance, inquiry), subject.kind != .due, subject.kind != .count else {
        continue
      }
      readings.append(DecisionTrace.Reading(subject: subject, value: circumstances[circumstance]))
    }
    if let event = plan.event {
      circumstances.define(plan.affectedInput, asWhether: plan.homeInput, liesIn: event.trigger.regions)
    }
    let holds = frame.evaluate(inquiry.rule)
    return DecisionTrace.RuleTrace(readings: readings, remedies: holds == .no ? remedies(inquiry, circumstances) : [])
  }

  /// What a rule reads besides fields.
  private func plainCircumstances(of rule: Rule) -> [Circumstance] {
    var inputs = rule.inputs
    if plan.event != nil, let place = inputs.firstIndex(of: plan.affectedInput) {
      // That somewhere is affected says nothing more than where it is.
      inputs.remove(at: place)
      if !inputs.contains(plan.homeInput) { inputs.append(plan.homeInput) }
    }
    inputs.removeAll { $0 != plan.dueInput && $0 != plan.homeInput }
    return inputs.map { .input($0) } + rule.lists.map { .count(list: $0) } + rule.series.map { .series($0) }
  }

  private func value(of circumstance: Circumstance, _ inquiry: Inquiry) -> Value? {
    switch circumstance {
    case .field: return nil
    case .input(plan.dueInput): return .date(plan.due)
    case .input(plan.homeInput): return home(of: inquiry.account).map { .region($0) }
    case .input: return nil
    case .count(let list): return listCount(list).map { .int(Int64($0)) }
    case .series(let series):
      switch answer(series, inquiry) {
      case .yes: return .bool(true)
      case .no: return .bool(false)
      case .undecided: return nil
      }
    }
  }

  private func subject(of circumstance: Circumstance, _ inquiry: Inquiry) -> DecisionTrace.Subject? {
    let environment = plan.environment
    guard let type = environment.fieldType(of: circumstance) else { return nil }
    func subject(
      _ kind: DecisionTrace.Kind, _ path: String, _ fact: Int? = nil, _ member: Int? = nil
    ) -> DecisionTrace.Subject {
      DecisionTrace.Subject(
        kind: kind, path: path, schema: fact.map { plan.stores[$0].schema.name }, member: member, type: type)
    }
    switch circumstance {
    case .field(let column, let element):
      let input = environment.columns[column].input
      let isMember = input == plan.memberInput && plan.memberFact != nil
      let fact = input < plan.stores.count ? input : isMember ? plan.memberFact : nil
      return subject(.field, environment.path(of: column), fact, element ?? (isMember ? inquiry.member : nil))
    case .input(let input):
      let name = environment.inputs[input].name.string
      return subject(input == plan.dueInput ? .due : input == plan.homeInput ? .home : .field, name)
    case .count(let list):
      let children = environment.children[list]
      let column = environment.inputs[children.input].firstColumn + children.field
      return subject(.count, environment.path(of: column), children.input < plan.stores.count ? children.input : nil)
    case .series(let series):
      let name = environment.series[series]
      return subject(.series(name), "receives(\(name))")
    }
  }

  // MARK: Remedies

  /// What the search finds and the rule confirms; where it finds nothing, what trying single fields does.
  private mutating func remedies(_ inquiry: Inquiry, _ circumstances: Circumstances) -> [DecisionTrace.Remedy] {
    let rule = plan.compiled.rules.rules[inquiry.rule]
    var found: [Remedy] = []
    for remedy in rule.remedies(in: circumstances) where isOpen(remedy) {
      let kept = remedy.verified(in: plan.environment) { evaluate(inquiry, supposing: $0) == .yes }
      if let kept { found.append(kept) }
    }
    if found.isEmpty { found = tried(rule, inquiry, circumstances) }
    return Remedy.least(found, most: Self.mostRemedies).map { remedy in
      DecisionTrace.Remedy(
        changes: remedy.demands.compactMap { demand in
          subject(of: demand.circumstance, inquiry).map {
            DecisionTrace.Change(subject: $0, wanted: demand.wanted, isOneMore: isOneMore(demand.circumstance))
          }
        }, distance: remedy.cost.distance)
    }
  }

  /// Whether all of it could be otherwise: what an event was is settled.
  private func isOpen(_ remedy: Remedy) -> Bool {
    remedy.demands.allSatisfy { demand in
      guard case .field(let column, _) = demand.circumstance else { return true }
      let input = plan.environment.columns[column].input
      return input < plan.stores.count || (input == plan.memberInput && plan.memberFact != nil)
    }
  }

  private func isOneMore(_ circumstance: Circumstance) -> Bool {
    guard case .field(let column, let element?) = circumstance else { return false }
    let place = plan.environment.columns[column]
    guard let list = plan.environment.children(of: place.input, field: place.field) else { return false }
    return element >= listCount(list) ?? 0
  }

  /// Tries values of each field the rule reads, one at a time.
  private mutating func tried(_ rule: Rule, _ inquiry: Inquiry, _ circumstances: Circumstances) -> [Remedy] {
    var found: [Remedy] = []
    var tries = 0
    for column in rule.columns {
      guard let elements = elements(ofColumn: column, member: inquiry.member), elements.isFact else { continue }
      let candidates = rule.candidates(elements.type, around: plan.due)
      for index in 0..<elements.count where tries + candidates.count <= Self.mostTries {
        tries += candidates.count
        let circumstance = Circumstance.field(column: column, element: elements.isList ? index : nil)
        let kept = candidates.filter {
          evaluate(inquiry, supposing: [Remedy.Assumption(circumstance, $0)]) == .yes
        }
        if let remedy = Remedy(circumstance, oneOf: kept, circumstances) { found.append(remedy) }
      }
    }
    return found
  }
}
