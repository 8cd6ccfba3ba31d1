import Coding
import Ledger
import Model
import Records
import Rules

/// One decision as a tree: its rules, what they read, its payments, and what would have to change.
public struct ExplanationView: Sendable {
  public let explanation: DecisionExplanation
  public let trace: DecisionTrace
  /// Nil where it has not been opened yet.
  public let cycle: Text?
  public let account: AccountNumber
  /// The position of the person decided about, from 1.
  public let person: Int?
  /// The family's people, to tell members by position.
  public let people: [PersonNumber]
  public let access: FactAccess
  public let sources: FactSources
  /// What other programmes are called.
  public let titles: [Text: Words]
  /// By which receipts name the cycle; nil where it has not been opened yet.
  public let cycleNumber: Int?
  /// What receipts of its payments commit to; nil where the ledger holds no decision.
  public let commitment: DecisionCommitment?

  /// What would have to be otherwise, to those who may see all that the rule read: what is missing tells the rest.
  public func remedies(_ trace: DecisionTrace.RuleTrace) -> [DecisionTrace.Remedy] {
    access.mayRead(trace) ? trace.remedies : []
  }

  /// The change of this reading that would do by itself.
  public func change(
    of reading: DecisionTrace.Reading, _ trace: DecisionTrace.RuleTrace
  ) -> DecisionTrace.Change? {
    remedies(trace).first { $0.changes.count == 1 && $0.changes[0].subject == reading.subject }?.changes[0]
  }
}

extension ExplanationView {
  /// Which decisions are asked about.
  public struct Question: Sendable {
    public var account: AccountNumber
    /// All series where nil.
    public var series: Text?
    /// The newest where nil.
    public var cycle: Text?
    /// Which of the family's people, from 1, where a programme decides about persons; all where nil.
    public var person: Int?

    public init(account: AccountNumber, series: Text? = nil, cycle: Text? = nil, person: Int? = nil) {
      self.account = account
      self.series = series
      self.cycle = cycle
      self.person = person
    }
  }

  /// The decisions asked about that there are.
  public static func all(
    _ question: Question, access: FactAccess, in state: borrowing LedgerState
  ) -> [ExplanationView] {
    guard let head = state.account(question.account), head.kind == .family else { return [] }
    let people = state.people(of: head)
    // Not the family's decisions for an answer about somebody it does not have.
    if let person = question.person, !people.indices.contains(person - 1) { return [] }
    let (sources, titles) = (FactSources(state), state.seriesTitles)
    var views: [ExplanationView] = []
    for name in state.series.map(\.name) where question.series == nil || question.series == name {
      for (registrant, person) in registrants(name, question, people, state) {
        guard let explanation = state.explain(series: name, cycle: question.cycle, registrant: registrant),
          let trace = state.trace(series: name, cycle: question.cycle, registrant: registrant)
        else { continue }
        let cycle = state.cycleNumber(series: name, due: explanation.due)
        views.append(
          ExplanationView(
            explanation: explanation, trace: trace, cycle: cycle.map { state.benefits.cycles[$0].record.name },
            account: question.account, person: person, people: people, access: access, sources: sources,
            titles: titles, cycleNumber: cycle,
            commitment: cycle.flatMap { state.commitment(to: explanation, cycle: $0) }))
      }
    }
    return views
  }

  /// The family itself, or its people where the programme decides about persons.
  private static func registrants(
    _ name: Text, _ question: Question, _ people: [PersonNumber], _ state: borrowing LedgerState
  ) -> [(registrant: UInt32, person: Int?)] {
    let series = state.seriesIndex(name)!
    let version = state.benefits.versions.lastIndex { Int($0.series) == series }
    guard let version, state.benefits.programme(version).unit == .person else { return [(question.account.raw, nil)] }
    return people.enumerated().filter { question.person == nil || question.person == $0.offset + 1 }
      .map { ($1.raw, $0 + 1) }
  }
}

extension LedgerState {
  /// The cycle due on a day: an appeal names it. Nil where none has been opened.
  fileprivate func cycleNumber(series: Text, due: CivilDate) -> Int? {
    guard let index = seriesIndex(series) else { return nil }
    return benefits.cycles.lastIndex { Int($0.record.series) == index && $0.record.due == due }
  }

  /// What each series' newest document is called.
  fileprivate var seriesTitles: [Text: Words] {
    var titles: [Text: Words] = [:]
    for version in benefits.versions.indices {
      let programme = benefits.programme(version)
      titles[programme.series] = programme.title
    }
    return titles
  }
}
