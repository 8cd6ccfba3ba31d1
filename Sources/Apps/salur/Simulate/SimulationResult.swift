import Ledger
import Model

/// Whom the cycles reach and what they cost, and how that differs from another document.
struct SimulationResult: Sendable {
  var families = 0
  var people = 0
  /// By cycle.
  var new: [TrialTally]
  var old: [TrialTally]
  private(set) var comparison: TrialComparison

  init(_ simulation: Simulation, regions: Int) {
    let classes = simulation.classes?.labels.count ?? 0
    func empty(_ document: Simulation.Document?) -> [TrialTally] {
      document.map { document in
        document.cycles.map { _ in TrialTally(document.programme, regions: regions, classes: classes) }
      } ?? []
    }
    new = empty(simulation.new)
    old = empty(simulation.old)
    comparison = TrialComparison(regions: regions, classes: classes)
  }

  /// Decides all cycles of a document; what each registrant is entitled to in all of them.
  mutating func decide(
    _ document: Simulation.Document, _ simulation: Simulation, _ world: TrialWorld, _ groups: TrialGroups,
    _ answers: SimulationAnswers, into tallies: WritableKeyPath<SimulationResult, [TrialTally]>
  ) -> [Int64] {
    var entitled = [Int64](repeating: 0, count: max(world.families, world.people))
    for (index, cycle) in document.cycles.enumerated() {
      let trial = Trial(
        document.compiled, due: cycle.due, event: simulation.event, answers: answers.answers(cycle), in: world)
      trial.decideAll(&self[keyPath: tallies][index], groups, entitled: &entitled)
    }
    return entitled
  }

  /// - Parameter lines: by family, the line of the registry it begins on.
  mutating func compare(
    old: [Int64], new: [Int64], _ simulation: Simulation, _ world: TrialWorld, _ groups: TrialGroups, _ lines: [Int]
  ) {
    guard let cycle = simulation.new.cycles.first else { return }
    let trial = Trial(simulation.new.compiled, due: cycle.due, event: simulation.event, in: world)
    for registrant in 0..<trial.registrants {
      guard let account = trial.account(of: registrant) else { continue }
      let position =
        simulation.new.programme.unit == .family ? 0 : registrant - Int(world.people(of: account).lowerBound)
      comparison.add(
        old: old[registrant], new: new[registrant], region: groups.region[account.row], kind: groups.kind[account.row],
        place: lines[account.row] + position)
    }
  }

  /// Adds what a piece came to that begins behind a line of the registry.
  mutating func add(_ piece: SimulationResult, line: Int) {
    families += piece.families
    people += piece.people
    for index in new.indices { new[index] += piece.new[index] }
    for index in old.indices { old[index] += piece.old[index] }
    comparison.add(piece.comparison, placesBehind: line)
  }
}

// MARK: - Sums

extension [TrialTally] {
  var rupiah: Int64 { reduce(0) { $0 + $1.paid.rupiah } }

  /// The cycle that costs most.
  var peak: Int { indices.max { self[$0].paid.rupiah < self[$1].paid.rupiah } ?? 0 }

  /// All cycles together.
  var total: TrialTally? {
    guard var total = first else { return nil }
    for tally in dropFirst() { total += tally }
    return total
  }
}
