/// What would have to be otherwise, all of it, for a rule to say yes.
public struct Remedy: Equatable, Sendable {
  public private(set) var demands: [Demand] = []

  /// One circumstance, and what it would have to be.
  public struct Demand: Equatable, Sendable {
    public let circumstance: Circumstance
    public let wanted: Wanted
    /// Whether it is so already: it only bounds how other demands may change the circumstance.
    let isMet: Bool
    /// How far the value is from the nearest that would do; words are all equally far.
    let distance: Int64

    init(_ circumstance: Circumstance, _ wanted: Wanted, _ circumstances: Circumstances) {
      self.circumstance = circumstance
      self.wanted = wanted
      (isMet, distance) = circumstances.compare(circumstance, wanted)
    }
  }

  /// One value to try.
  public struct Assumption: Sendable {
    public let circumstance: Circumstance
    public let value: Value?

    public init(_ circumstance: Circumstance, _ value: Value?) {
      self.circumstance = circumstance
      self.value = value
    }
  }

  static let mostExamples = 32

  init(_ demands: [Demand] = []) {
    self.demands = demands
  }

  /// Values of one circumstance that were tried and do; nil where there are none.
  public init?(_ circumstance: Circumstance, oneOf values: [Value?], _ circumstances: Circumstances) {
    guard !values.isEmpty, let type = circumstances.environment.fieldType(of: circumstance) else { return nil }
    let wanted: Wanted
    if case .text = type {
      wanted = .text(.oneOf(values.compactMap { if case .string(let text) = $0 { text } else { nil } }))
    } else {
      wanted = .numbers(IntegerSet(joining: values.compactMap { $0?.number(as: type) }.map { $0...$0 }))
    }
    self.init([Demand(circumstance, wanted, circumstances)])
  }

  /// How much would have to change, and how far.
  public var cost: (changes: Int, distance: Int64) {
    demands.reduce(into: (0, 0)) { cost, demand in
      if demand.isMet { return }
      cost.changes += 1
      cost.distance = min(cost.distance + demand.distance, .max / 4)
    }
  }

  /// Both at once; nil where they contradict one another.
  func adding(_ other: Remedy, _ circumstances: Circumstances) -> Remedy? {
    var sum = self
    for demand in other.demands {
      guard let place = sum.demands.firstIndex(where: { $0.circumstance == demand.circumstance }) else {
        sum.demands.append(demand)
        continue
      }
      guard let wanted = sum.demands[place].wanted.intersection(demand.wanted) else { return nil }
      sum.demands[place] = Demand(demand.circumstance, wanted, circumstances)
    }
    return sum
  }

  /// What is not so already.
  var changes: Remedy { Remedy(demands.filter { !$0.isMet }) }

  /// The remedy that leaves out values the rule itself refuses; nil where nothing is left of it.
  ///
  /// - Parameter holds: asks the rule, supposing these values.
  public func verified(in environment: Environment, _ holds: ([Assumption]) -> Bool) -> Remedy? {
    if demands.count == 1, case .numbers(let set) = demands[0].wanted {
      let (demand, type) = (demands[0], environment.fieldType(of: demands[0].circumstance))
      let kept = set.ranges.prefix(Remedy.mostExamples / 2).filter { range in
        let examples = type.map { Wanted.numbers(IntegerSet(range)).examples($0) } ?? []
        return !examples.isEmpty
          && examples.allSatisfy { holds([Assumption(demand.circumstance, $0)]) }
      }
      return kept.isEmpty ? nil : Remedy([demand.with(.numbers(IntegerSet(joining: Array(kept))))])
    }
    let examples = demands.map { demand in
      environment.fieldType(of: demand.circumstance).map { demand.wanted.examples($0) } ?? []
    }
    guard !demands.isEmpty, examples.allSatisfy({ !$0.isEmpty }) else { return nil }
    for round in 0..<(examples.map(\.count).max() ?? 0) {
      let assumptions = zip(demands, examples).map { Assumption($0.circumstance, $1[round % $1.count]) }
      if !holds(assumptions) { return nil }
    }
    return self
  }

  /// Those that change least: none that asks for more circumstances than another, and one for each of them.
  public static func least(_ remedies: [Remedy], most: Int) -> [Remedy] {
    var least: [Remedy] = []
    for remedy in sorted(remedies) where !least.contains(where: { $0.isPart(of: remedy) }) {
      if remedy.demands.count == 1,
        let place = least.firstIndex(where: { $0.concerns(remedy.demands[0].circumstance) }),
        case .numbers(let known) = least[place].demands[0].wanted, case .numbers(let more) = remedy.demands[0].wanted
      {
        least[place].demands[0] = least[place].demands[0].with(.numbers(known.union(more)))
      } else {
        least.append(remedy)
      }
    }
    return Array(least.prefix(most))
  }

  /// By cost, and where that is equal in the order they were found.
  static func sorted(_ remedies: [Remedy]) -> [Remedy] {
    remedies.enumerated().map { (cost: $0.element.cost, place: $0.offset) }
      .sorted { ($0.cost.changes, $0.cost.distance, $0.place) < ($1.cost.changes, $1.cost.distance, $1.place) }
      .map { remedies[$0.place] }
  }

  private func concerns(_ circumstance: Circumstance) -> Bool {
    demands.count == 1 && demands[0].circumstance == circumstance
  }

  /// Whether another one changes all that this one does, and more, or the same several.
  private func isPart(of other: Remedy) -> Bool {
    (demands.count < other.demands.count || demands.count > 1)
      && demands.allSatisfy { demand in other.demands.contains { $0.circumstance == demand.circumstance } }
  }
}

extension Remedy.Demand {
  func with(_ wanted: Wanted) -> Remedy.Demand { Remedy.Demand(self, wanted) }

  private init(_ demand: Remedy.Demand, _ wanted: Wanted) {
    (circumstance, self.wanted, isMet, distance) = (demand.circumstance, wanted, demand.isMet, demand.distance)
  }
}

extension Circumstances {
  /// Whether a circumstance is as wanted, and how far from it.
  fileprivate func compare(_ circumstance: Circumstance, _ wanted: Wanted) -> (isMet: Bool, distance: Int64) {
    // Something that nobody has said yet is further than any word.
    let unsaid: Int64 = 1_000
    guard let value = self[circumstance] else { return (wanted == .absent, wanted == .absent ? 0 : unsaid) }
    switch wanted {
    case .absent: return (false, 1)
    case .text(let test):
      guard case .string(let text) = value else { return (false, 1) }
      return test.admits(text) ? (true, 0) : (false, 1)
    case .numbers(let set):
      guard let number = number(circumstance) else { return (false, unsaid) }
      let distance = set.distance(from: number)
      switch environment.fieldType(of: circumstance) {
      case .bool, .enumeration, .region: return (distance == 0, min(distance, 1))
      default: return (distance == 0, distance)
      }
    }
  }
}
