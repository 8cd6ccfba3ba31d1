import Coding
import Documents
import Ledger
import Model
import Rules

/// What a simulation found, to be shown.
struct SimulationReport {
  let simulation: Simulation
  let result: SimulationResult
  let regions: [Region]
  let catalogue: RegionCatalogue
  let registry: String
  let seconds: Double

  var programme: Programme { simulation.new.programme }
  var total: TrialTally { result.new.total! }
  var peak: Int { result.new.peak }
  var cap: Int64 { programme.fund.cap.amount }
  /// What the cap lacks for all cycles; zero where it is enough.
  var shortfall: Int64 { max(0, result.new.rupiah - cap) }

  /// The first cycle the cap does not pay in full.
  var shortCycle: Simulation.Cycle? {
    var left = cap
    for (cycle, tally) in zip(simulation.new.cycles, result.new) {
      left -= tally.paid.rupiah
      if left < 0 { return cycle }
    }
    return nil
  }

  func name(of region: Region) -> String {
    catalogue.path(of: region).suffix(2).reversed().joined(separator: ", ")
  }

  /// Places of regions and classes in which somebody was decided about.
  var shownRegions: [Int] { regions.indices.filter { total.regions[$0].decided > 0 } }
  var shownClasses: [Int] { total.classes.indices.filter { total.classes[$0].decided > 0 } }

  /// What undecided registrants wait for, the commonest first.
  func waits(_ tally: TrialTally) -> [(name: String?, count: Int)] {
    tally.waiting.map { ($0.key.name(in: simulation.new.compiled), $0.value) }
      .sorted { ($1.1, $0.0 ?? "") < ($0.1, $1.0 ?? "") }
  }
}

// MARK: - For people

extension SimulationReport {
  func show(on console: Console) {
    let language = console.language
    let number = { (value: Int) in language.number(value) }
    let money = { (value: Int64) in Rupiah(value).text(language) }
    func heading(_ phrase: Phrase) { console.say("\n" + console.output.styled(phrase.text(language), .bold)) }
    console.say(
      console.output.styled(programme.title.text(language), .bold) + " \(programme.series) \(programme.version)")
    console.say(
      SimulationPhrase.tried(
        registry, families: number(result.families), people: number(result.people), seconds: language.decimal(seconds)))
    heading(SimulationPhrase.budget)
    console.say(
      SimulationPhrase.needs(
        money(result.new.rupiah), cap: money(cap), peak: money(result.new[peak].paid.rupiah),
        cycle: simulation.new.cycles[peak].name))
    if let shortCycle {
      console.say(
        console.output.styled(SimulationPhrase.shortfall(money(shortfall), cycle: shortCycle.name).text(language), .red)
      )
    } else {
      console.say(SimulationPhrase.enough(money(cap - result.new.rupiah)))
    }
    heading(SimulationPhrase.byCycle)
    console.show(cycles(language))
    heading(SimulationPhrase.byRule)
    console.show(payments(language))
    if let refusals = refusals(language) {
      console.say("")
      console.show(refusals)
    }
    heading(SimulationPhrase.byRegion)
    console.show(
      parts(
        shownRegions.map { (regions[$0].description + " " + name(of: regions[$0]), total.regions[$0]) },
        SimulationPhrase.region, language))
    if let classes = simulation.classes, !shownClasses.isEmpty {
      heading(SimulationPhrase.by(classes.name))
      console.show(
        parts(
          shownClasses.map { (classes.labels[$0], total.classes[$0]) }, Phrase(classes.name, classes.name), language))
    }
    if simulation.old != nil { compare(on: console, heading) }
  }

  private func cycles(_ language: Language) -> TextTable {
    var table = TextTable(
      [(SimulationPhrase.cycle.text(language), .left), (SimulationPhrase.due.text(language), .left)]
        + [
          SimulationPhrase.decided, SimulationPhrase.paid, SimulationPhrase.people, SimulationPhrase.rupiah,
          SimulationPhrase.undecided,
        ]
        .map { ($0.text(language), .right) })
    func add(_ name: String, _ due: String, _ tally: TrialTally) {
      table.add(
        [name, due]
          + [
            Int64(tally.decided), Int64(tally.paid.count), Int64(tally.people), tally.paid.rupiah,
            Int64(tally.undecided),
          ]
          .map { language.number($0) })
    }
    for (cycle, tally) in zip(simulation.new.cycles, result.new) { add(cycle.name, cycle.due.description, tally) }
    if result.new.count > 1 { add(SimulationPhrase.allCycles.text(language), "", total) }
    return table
  }

  private func payments(_ language: Language) -> TextTable {
    var table = TextTable(
      [(SimulationPhrase.paidFor.text(language), .left)]
        + [SimulationPhrase.payments, SimulationPhrase.rupiah, SimulationPhrase.largest, SimulationPhrase.rupiah]
        .map { ($0.text(language), .right) })
    for (index, rule) in programme.pay.enumerated() {
      let (all, most) = (total.payments[index], result.new[peak].payments[index])
      table.add(
        [rule.say.text(language)]
          + [Int64(all.count), all.rupiah, Int64(most.count), most.rupiah].map { language.number($0) })
    }
    return table
  }

  /// Who is refused or waits in the largest cycle, and in all.
  private func refusals(_ language: Language) -> TextTable? {
    var table = TextTable([
      (SimulationPhrase.refused.text(language), .left), (SimulationPhrase.allCycles.text(language), .right),
      (SimulationPhrase.largest.text(language), .right),
    ])
    let most = result.new[peak]
    for (index, rule) in programme.eligible.enumerated() {
      table.add([rule.say.text(language), language.number(total.refused[index]), language.number(most.refused[index])])
    }
    table.add([
      SimulationPhrase.noPayment.text(language), language.number(total.refused[programme.eligible.count]),
      language.number(most.refused[programme.eligible.count]),
    ])
    for wait in waits(total) {
      let name =
        wait.name.map { "\(SimulationPhrase.waits.text(language)) \($0)" } ?? SimulationPhrase.fault.text(language)
      let inMost = waits(most).first { $0.name == wait.name }?.count ?? 0
      table.add([name, language.number(wait.count), language.number(inMost)])
    }
    return table
  }

  private func parts(_ parts: [(String, TrialTally.Part)], _ title: Phrase, _ language: Language) -> TextTable {
    var table = TextTable(
      [(title.text(language), .left)]
        + [SimulationPhrase.decided, SimulationPhrase.paid, SimulationPhrase.rupiah].map { ($0.text(language), .right) }
    )
    for (name, part) in parts {
      table.add([name] + [Int64(part.decided), Int64(part.paid.count), part.paid.rupiah].map { language.number($0) })
    }
    return table
  }
}

// MARK: - The comparison

extension SimulationReport {
  private func compare(on console: Console, _ heading: (Phrase) -> Void) {
    let language = console.language
    let comparison = result.comparison
    heading(SimulationPhrase.comparison)
    console.say(
      SimulationPhrase.changes(
        language.number(comparison.total.gains.count + comparison.total.losses.count),
        same: language.number(comparison.unchanged), new: language.number(comparison.new),
        gone: language.number(comparison.gone)))
    console.show(rules(language))
    console.say("")
    var rows: [(String, TrialComparison.Change)] = [(SimulationPhrase.total.text(language), comparison.total)]
    if let classes = simulation.classes {
      rows += shownClasses.map { ("\(classes.name) \(classes.labels[$0])", comparison.classes[$0]) }
    }
    rows += shownRegions.map { (name(of: regions[$0]), comparison.regions[$0]) }
    console.show(changes(rows, language))
    guard !comparison.most.isEmpty || !comparison.least.isEmpty else { return }
    heading(SimulationPhrase.examples)
    console.show(examples(language))
  }

  /// What each payment rule pays in all cycles, by both documents; rules are the same by their id.
  private func rules(_ language: Language) -> TextTable {
    var table = TextTable([
      (SimulationPhrase.paidFor.text(language), .left), (SimulationPhrase.old.text(language), .right),
      (SimulationPhrase.new.text(language), .right), (SimulationPhrase.difference.text(language), .right),
    ])
    for row in ruleChanges {
      table.add([row.rule.say.text(language)] + [row.old, row.new, row.new - row.old].map { language.number($0) })
    }
    let (old, new) = (result.old.rupiah, result.new.rupiah)
    table.add([SimulationPhrase.total.text(language)] + [old, new, new - old].map { language.number($0) })
    return table
  }

  var ruleChanges: [(rule: PaymentRule, old: Int64, new: Int64)] {
    guard let old = simulation.old, let before = result.old.total else { return [] }
    var rows = programme.pay.enumerated().map { index, rule in
      let place = old.programme.pay.firstIndex { $0.id == rule.id }
      return (rule: rule, old: place.map { before.payments[$0].rupiah } ?? 0, new: total.payments[index].rupiah)
    }
    for (index, rule) in old.programme.pay.enumerated() where !programme.pay.contains(where: { $0.id == rule.id }) {
      rows.append((rule, before.payments[index].rupiah, 0))
    }
    return rows
  }

  private func changes(_ rows: [(String, TrialComparison.Change)], _ language: Language) -> TextTable {
    var table = TextTable(
      [("", .left)]
        + [SimulationPhrase.gains, SimulationPhrase.more, SimulationPhrase.losses, SimulationPhrase.less]
        .map { ($0.text(language), .right) })
    for (name, change) in rows where change != TrialComparison.Change() || name == SimulationPhrase.total.text(language)
    {
      table.add(
        [name]
          + [Int64(change.gains.count), change.gains.rupiah, Int64(change.losses.count), change.losses.rupiah]
          .map { language.number($0) })
    }
    return table
  }

  private func examples(_ language: Language) -> TextTable {
    var table = TextTable(
      [SimulationPhrase.row, SimulationPhrase.old, SimulationPhrase.new, SimulationPhrase.difference]
        .map { ($0.text(language), .right) })
    for example in result.comparison.most + result.comparison.least.reversed() {
      table.add(
        [Int64(example.place), example.old, example.new, example.new - example.old].map { language.number($0) })
    }
    return table
  }
}
