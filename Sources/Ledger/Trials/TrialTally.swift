import Coding
import Model
import Programmes
import Rules

/// Whom a programme's cycles reach and what they cost, added up.
public struct TrialTally: Sendable, Equatable {
  /// Registrants and rupiah of one kind.
  public struct Sum: Sendable, Equatable {
    public var count = 0
    public var rupiah: Int64 = 0

    public init() {}

    mutating func add(_ amount: Int64) {
      count += 1
      rupiah += amount
    }

    static func += (a: inout Sum, b: Sum) {
      a.count += b.count
      a.rupiah += b.rupiah
    }
  }

  public private(set) var decided = 0
  public private(set) var paid = Sum()
  /// People on the cards of those paid, where a programme decides about families.
  public private(set) var people = 0
  /// By payment rule: how often it was paid, and how much.
  public private(set) var payments: [Sum]
  /// By eligibility rule; behind them those to whom no payment applied.
  public private(set) var refused: [Int]
  /// What decisions wait for, and how many of them.
  public private(set) var waiting: [DecisionWait: Int] = [:]
  /// Decided and paid, by the region and by the class of the registrant's family.
  public private(set) var regions: [Part]
  public private(set) var classes: [Part]

  /// The share of a region or class.
  public struct Part: Sendable, Equatable {
    public var decided = 0
    public var paid = Sum()
  }

  public init(_ programme: Programme, regions: Int, classes: Int) {
    payments = Array(repeating: Sum(), count: programme.pay.count)
    refused = Array(repeating: 0, count: programme.eligible.count + 1)
    self.regions = Array(repeating: Part(), count: regions)
    self.classes = Array(repeating: Part(), count: classes)
  }

  public static func += (a: inout TrialTally, b: TrialTally) {
    a.decided += b.decided
    a.paid += b.paid
    a.people += b.people
    for index in a.payments.indices { a.payments[index] += b.payments[index] }
    for index in a.refused.indices { a.refused[index] += b.refused[index] }
    a.waiting.merge(b.waiting, uniquingKeysWith: +)
    for index in a.regions.indices { a.regions[index] += b.regions[index] }
    for index in a.classes.indices { a.classes[index] += b.classes[index] }
  }

  public var undecided: Int { waiting.values.reduce(0, +) }
}

extension TrialTally.Part {
  fileprivate mutating func add(_ decision: Decision) {
    decided += 1
    if decision.verdict == .yes { paid.add(Int64(decision.amount)) }
  }

  fileprivate static func += (a: inout TrialTally.Part, b: TrialTally.Part) {
    a.decided += b.decided
    a.paid += b.paid
  }
}

// MARK: - Deciding

/// Where the families of a world belong in a tally, by account.
public struct TrialGroups: Sendable {
  public var region: [Int32]
  public var kind: [Int32]

  public init(region: [Int32], kind: [Int32]) {
    self.region = region
    self.kind = kind
  }
}

extension Trial {
  /// Decides everybody and adds it up.
  ///
  /// - Parameter entitled: by registrant, to which what each is entitled to is added.
  public func decideAll(_ tally: inout TrialTally, _ groups: TrialGroups, entitled: inout [Int64]) {
    var decider = Decider(plan)
    for registrant in 0..<plan.registrants {
      guard let account = plan.account(of: registrant) else { continue }
      let decision = decider.decide(registrant, account: account)
      let isFamily = plan.unit == .family
      tally.add(decision, decider, people: isFamily ? Int(plan.population.accounts[registrant].memberCount) : 1)
      tally.add(decision, region: groups.region[account.row], kind: groups.kind[account.row])
      entitled[registrant] += Int64(decision.amount)
    }
  }

  public var programme: Programme { plan.compiled.programme }

  /// Rows of those the programme could decide about.
  public var registrants: Int { plan.registrants }

  /// The family through which a registrant is paid.
  public func account(of registrant: Int) -> AccountNumber? { plan.account(of: registrant) }
}

extension TrialTally {
  fileprivate mutating func add(_ decision: Decision, _ decider: borrowing Decider, people members: Int) {
    decided += 1
    switch decision.verdict {
    case .none: break
    case .yes:
      paid.add(Int64(decision.amount))
      people += members
      for index in 0..<decider.candidates.count where decider.candidates[index].isCounted {
        payments[Int(decider.candidates[index].rule)].add(decider.candidates[index].amount)
      }
    case .no:
      refused[decision.reason == EntitlementRow.noPayment ? refused.count - 1 : Int(decision.reason)] += 1
    case .undecided:
      waiting[DecisionWait(reason: decision.reason, detail: decision.detail), default: 0] += 1
    }
  }

  fileprivate mutating func add(_ decision: Decision, region: Int32, kind: Int32) {
    if region >= 0 { regions[Int(region)].add(decision) }
    if kind >= 0 { classes[Int(kind)].add(decision) }
  }
}
