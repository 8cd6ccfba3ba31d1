import Coding
import Model
import Programmes
import Rules
import Signing

/// One cycle of a programme tried on people who are on no ledger, decided by the very code that decides on one.
public struct Trial: Sendable {
  let plan: DecisionPlan

  /// What happened, as a programme with a trigger reads it.
  public struct Event: Sendable {
    public let feed: FactSchema
    public let values: [FactValue]
    public let regions: [Region]

    public init(feed: FactSchema, values: [FactValue], regions: [Region]) {
      self.feed = feed
      self.values = values
      self.regions = regions
    }
  }

  /// What `receives()` hears about one series.
  public enum Answers: Sendable {
    /// The same about everybody.
    case same(SeriesAnswer)
    /// What cycles tried before have decided.
    case decided([TrialDecisions])
  }

  /// - Parameters:
  ///   - world: whose schemas include those the programme reads.
  ///   - answers: by series; of a series that is not named nobody receives anything.
  public init(
    _ programme: CompiledProgramme, due: CivilDate, event: Event? = nil, answers: [Text: Answers] = [:],
    in world: TrialWorld
  ) {
    let unit = programme.programme.unit
    let names = programme.rules.environment.series
    plan = DecisionPlan(
      programme, due: due, cycleDigest: .zero, cutOff: .max, knownAt: .max, population: world.population,
      stores: programme.inputs.schemas.map { schema in world.stores[world.store(named: schema.name)!] },
      event: event.map { EventInput($0) },
      series: programme.askedSeries.map { series in
        SeriesAnswers(series, askedAbout: unit, (answers[names[series]] ?? .same(.no)).tables(unit, world))
      })
  }

  /// What is decided about a family's account or a person, and why; nil for whoever does not exist.
  public func explain(_ registrant: UInt32) -> DecisionExplanation? {
    let count = plan.unit == .family ? plan.population.accounts.count : plan.population.persons.count
    return Int(registrant) < count ? plan.explain(registrant, nil) : nil
  }

  /// Decides everybody, for other programmes to ask about.
  public func decideAll() -> TrialDecisions {
    var table = Table<EntitlementRow>()
    table.grow(to: plan.registrants)
    var decider = Decider(plan)
    for registrant in 0..<plan.registrants {
      guard let account = plan.account(of: registrant) else { continue }
      let decision = decider.decide(registrant, account: account)
      table.update(registrant) { $0.take(decision) }
    }
    return TrialDecisions(unit: plan.unit, table: table)
  }
}

/// Everybody's decision in one cycle that was tried.
public struct TrialDecisions: Sendable {
  let unit: RegistrantUnit
  let table: Table<EntitlementRow>
}

extension DecisionPlan {
  /// Rows of those it could decide about.
  var registrants: Int { unit == .family ? population.accounts.count : population.persons.count }
}

extension EventInput {
  fileprivate init(_ event: Trial.Event) {
    let trigger = EventTrigger(
      version: 0, event: 0, time: BlockTime(milliseconds: 0), values: event.values.encodedValues,
      regions: event.regions)
    self.init(trigger, feed: event.feed)
  }
}

extension CompiledProgramme {
  /// Whether an event with these values sets the programme off.
  public func isSetOff(by feed: FactSchema, _ values: [FactValue]) -> Bool {
    guard let condition else { return true }
    let columns = EventInput.columns(feed, values)
    var frame = Frame(condition)
    frame.bind(columns, toInput: 0)
    return withExtendedLifetime(columns) { frame.evaluate(0) == .yes }
  }

  /// The names of the series its rules ask about.
  public var askedSeriesNames: [Text] { askedSeries.map { rules.environment.series[$0] } }
}

extension Trial.Answers {
  fileprivate func tables(
    _ unit: RegistrantUnit, _ world: TrialWorld
  ) -> [(RegistrantUnit, Table<EntitlementRow>)] {
    switch self {
    case .decided(let decisions): return decisions.map { ($0.unit, $0.table) }
    case .same(.no): return []
    case .same(let answer):
      var row = EntitlementRow()
      row.verdict = answer == .yes ? .yes : .undecided
      var table = Table<EntitlementRow>()
      table.grow(to: max(world.families, world.people), repeating: row)
      return [(unit, table)]
    }
  }
}
