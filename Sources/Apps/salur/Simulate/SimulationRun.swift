import Coding
import Documents
import Ledger
import Model
import Platform
import Rules
import Signing
import Synchronization

/// Tries a simulation's programmes on a registry, piece by piece on all threads.
struct SimulationRun: Sendable {
  let simulation: Simulation
  let regions: [Region]
  private let regionCodes: [UInt64]
  /// What is true wherever families live: the facts about regions.
  private let surroundings: TrialWorld

  init(_ simulation: Simulation, _ catalogue: RegionCatalogue) {
    self.simulation = simulation
    var regions = catalogue.children(of: nil)
    for _ in 0..<Int(simulation.level.rawValue) { regions = regions.flatMap { catalogue.children(of: $0) } }
    self.regions = regions
    regionCodes = regions.map(\.raw)
    var surroundings = TrialWorld(simulation.schemas, factsAge: false)
    for facts in simulation.regionFacts { facts.attest(in: &surroundings) }
    self.surroundings = surroundings
  }

  /// What came of one piece.
  private struct Part: Sendable {
    var result: SimulationResult
    var cards: [UInt64]
    var persons: [UInt64]
    var rows: Int
  }

  /// - Parameter isChecked: whether it is known that nobody stands in the registry twice.
  /// - Returns: nil where a piece cannot be read, or somebody stands in the registry twice.
  func run(
    _ registry: SimulationRegistry, isChecked: Bool, lanes: PlatformLanes, _ bar: ProgressBar
  ) -> SimulationResult? {
    let parts = Collected<Part?>(count: registry.pieces)
    let done = Mutex(0)
    // One thread at a time draws it.
    nonisolated(unsafe) let bar = bar
    lanes.forEach(registry.pieces) { index in
      parts[index] = registry.piece(index).map { work(on: $0) }
      done.withLock { done in
        done += 1
        bar.advance(to: done)
      }
    }
    let all = parts.all
    guard all.allSatisfy({ $0 != nil }) else { return nil }
    let pieces = all.compactMap(\.self)
    let lists = [pieces.map(\.cards), pieces.map(\.persons)]
    guard isChecked || !lists.contains(where: { Duplicates.exist(in: $0, lanes) }) else { return nil }
    var total = SimulationResult(simulation, regions: regions.count)
    var line = 1
    for piece in pieces {
      total.add(piece.result, line: line)
      line += piece.rows
    }
    return total
  }

  private func work(on piece: SimulationRegistry.Piece) -> Part {
    let families = piece.families
    let world = world(of: piece)
    let groups = groups(of: families, world)
    var result = SimulationResult(simulation, regions: regions.count)
    result.families = families.count
    result.people = families.persons.count
    let answers = answers(in: world)
    let entitled = result.decide(simulation.new, simulation, world, groups, answers, into: \.new)
    if let old = simulation.old {
      let before = result.decide(old, simulation, world, groups, answers, into: \.old)
      result.compare(old: before, new: entitled, simulation, world, groups, families.lines)
    }
    return Part(result: result, cards: families.cards, persons: families.persons, rows: families.rows)
  }

  private func world(of piece: SimulationRegistry.Piece) -> TrialWorld {
    let families = piece.families
    var world = surroundings
    for family in 0..<families.count {
      world.addFamily(home: families.homes[family], members: Int(families.sizes[family]))
    }
    for (schema, records) in families.records.enumerated() {
      for family in 0..<families.count {
        world.attest(schema, about: UInt32(family), packed: records.record(of: family))
      }
    }
    withExtendedLifetime(piece.owners) {
      for (index, facts) in piece.facts.enumerated() {
        for (subject, record) in facts.places {
          world.attest(families.records.count + index, about: subject, packed: record)
        }
      }
    }
    return world
  }

  private func groups(of families: PackedFamilies, _ world: TrialWorld) -> TrialGroups {
    let unit = simulation.level.unit
    var groups = TrialGroups(region: [], kind: [])
    groups.region.reserveCapacity(families.count)
    groups.kind.reserveCapacity(families.count)
    for family in 0..<families.count {
      groups.region.append(regionIndex(families.homes[family] - families.homes[family] % unit))
      let number = simulation.classes.flatMap {
        classes in
        world.number(ofField: classes.field, in: classes.schema, fact: family).map { $0 - classes.first }
      }
      groups.kind.append(Int32(number ?? -1))
    }
    return groups
  }

  private func regionIndex(_ code: UInt64) -> Int32 {
    var (low, high) = (0, regionCodes.count)
    while low < high {
      let middle = (low + high) / 2
      if regionCodes[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < regionCodes.count && regionCodes[low] == code ? Int32(low) : -1
  }

  /// Every cycle's decisions of the documents that others ask about, in their order.
  private func answers(in world: TrialWorld) -> SimulationAnswers {
    var answers = SimulationAnswers(documents: simulation.others)
    for document in simulation.others.indices {
      for cycle in simulation.others[document].cycles {
        let trial = Trial(
          simulation.others[document].compiled, due: cycle.due, event: simulation.event,
          answers: answers.answers(cycle),
          in: world)
        answers.decided[document].append(trial.decideAll())
      }
    }
    return answers
  }
}

/// What `receives()` hears of other documents.
struct SimulationAnswers {
  let documents: [Simulation.Document]
  /// By document and cycle.
  var decided: [[TrialDecisions]]

  init(documents: [Simulation.Document]) {
    self.documents = documents
    decided = Array(repeating: [], count: documents.count)
  }

  func answers(_ asker: Simulation.Cycle) -> [Text: Trial.Answers] {
    var answers: [Text: Trial.Answers] = [:]
    for (index, document) in documents.enumerated() {
      let cycles = document.cycles(answering: asker).filter { $0 < decided[index].count }
      answers[document.programme.series] = .decided(cycles.map { decided[index][$0] })
    }
    return answers
  }
}
