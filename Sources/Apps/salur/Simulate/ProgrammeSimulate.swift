import ArgumentParser
import Coding
import Documents
import Ledger
import Model
import Platform
import Presentation
import Programmes
import Rules

struct ProgrammeSimulate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Tries a programme on a whole registry before it is activated: whom it reaches, what it costs.",
    discussion: """
      The decisions are taken by the ledger's own code. Facts count as fresh on every due day. With --against it also \
      says who gains and who loses compared with another document, over the same days.
      """)

  @Argument(
    help: ArgumentHelp("The programme, as YAML.", valueName: "FILE"), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    help: ArgumentHelp("A registry of families, as 'registry generate' writes it.", valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var registry: String?

  @Option(help: ArgumentHelp("Make up so many families instead.", valueName: "N"))
  var generate: Int?

  @Option(help: ArgumentHelp("Made-up families follow from it.", valueName: "S"))
  var seed: UInt64 = 2026

  @Option(
    help: ArgumentHelp(
      """
      Facts beside the registry, about persons, families or regions, where the programme reads any: CSV, or an object a \
      line in a file named .jsonl; repeat it.
      """, valueName: "NAME/VERSION=FILE"))
  var facts: [String] = []

  @Option(
    help: ArgumentHelp("The document to compare with.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var against: String?

  @Option(
    name: .customLong("with"),
    help: ArgumentHelp("A programme that receives() asks about; repeat it.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var others: [String] = []

  @Option(help: ArgumentHelp("At most so many cycles. (default: those of the first year)", valueName: "N"))
  var cycles: Int?

  @Option(help: ArgumentHelp("Regions of this level. (default: province)", valueName: "LEVEL"))
  var level: Region.Level?

  @Option(help: ArgumentHelp("The family's field to tell families apart by.", valueName: "FIELD"))
  var by = "decile"

  @OptionGroup var happening: HappeningOptions

  @Option(help: ArgumentHelp("Write every figure to a CSV file.", valueName: "FILE"), completion: .file())
  var csv: String?

  @Option(help: ArgumentHelp("Write a page with charts, whole in one file.", valueName: "FILE"), completion: .file())
  var html: String?

  @Flag(help: "Replace files that are there already.")
  var force = false

  @OptionGroup var sources: RegistrySources
  @OptionGroup var options: ConsoleOptions

  func validate() throws {
    guard (registry == nil) != (generate == nil) else {
      throw ValidationError("Name a registry with '--registry FILE', or make one up with '--generate N'.")
    }
    if let cycles, cycles < 1 {
      throw ValidationError("The value '\(cycles)' is invalid for '--cycles <N>': write 1 or more.")
    }
    if let generate, !(1...100_000_000).contains(generate) {
      throw ValidationError("The value '\(generate)' is invalid for '--generate <N>': write 1 to 100000000.")
    }
  }

  func run(on console: Console) async throws {
    let start = MonotonicClock.nowNanoseconds()
    // Before the work, not after it.
    for file in [csv, html].compactMap(\.self) where !force && file != "-" && Directory.exists(file) {
      throw Failure(RegistryPhrase.isThere(file))
    }
    let folder = try SchemaFolder(sources.schemas, beside: file)
    let regions = try sources.regionCatalogue()
    let simulation = try simulation(folder, regions)
    let run = SimulationRun(simulation, regions)
    let (people, result) = try result(of: run, folder, regions, console)
    let report = SimulationReport(
      simulation: simulation, result: result, regions: run.regions, catalogue: regions, registry: people,
      seconds: Double(MonotonicClock.nowNanoseconds() - start) / 1e9)
    if let csv { try Output.write(Array(report.csv.utf8), to: csv) }
    if let html { try Output.write(Array(SimulationPage(report, console.language).html.utf8), to: html) }
    if console.isJSON { return console.answer(report.json) }
    report.show(on: console)
    for file in [csv, html].compactMap(\.self) { console.note(SimulationPhrase.written(file)) }
  }

  private func result(
    of run: SimulationRun, _ folder: SchemaFolder, _ regions: RegionCatalogue, _ console: Console
  ) throws -> (registry: String, result: SimulationResult) {
    let lanes = PlatformLanes()
    let people = try people(for: run.simulation, folder, regions)
    let bar = ProgressBar(console, SimulationPhrase.trying, total: people.pieces)
    defer { bar.finish() }
    if let result = run.run(people, isChecked: false, lanes: lanes, bar) { return (people.name, result) }
    guard case .file(let file) = people else { throw Failure(SimulationPhrase.unreadable(people.name)) }
    // Read value by value: it has quotes, or this says what is wrong with it.
    let slow = SimulationRegistry.file(try file.readSlowly(run.simulation.familyLayouts))
    guard let result = run.run(slow, isChecked: true, lanes: lanes, bar) else {
      throw Failure(SimulationPhrase.unreadable(people.name))
    }
    return (people.name, result)
  }
}

// MARK: - What is tried

extension ProgrammeSimulate {
  private func read(_ file: String, _ folder: SchemaFolder) throws -> CompiledProgramme {
    try ProgrammeDocument(file: Input.name(of: file), bytes: Input.bytes(of: file), schemas: folder.schemas).compiled
  }

  private func simulation(_ folder: SchemaFolder, _ regions: RegionCatalogue) throws -> Simulation {
    let new = try document(file, read(file, folder), like: nil)
    let old = try against.map { try document($0, read($0, folder), like: new) }
    if let old, old.programme.unit != new.programme.unit {
      throw Failure(SimulationPhrase.otherUnit(old.file, new.file))
    }
    let others = try self.others.map { try document($0, read($0, folder), like: new) }
    for document in [new] + (old.map { [$0] } ?? []) + others {
      for series in document.compiled.askedSeriesNames where !others.contains(where: { $0.programme.series == series })
      {
        throw Failure(SimulationPhrase.askedSeries(series.string, document.file))
      }
    }
    var schemas: [FactSchema] = []
    for document in [new] + (old.map { [$0] } ?? []) + others {
      for schema in document.compiled.inputs.schemas where !schemas.contains(schema) { schemas.append(schema) }
    }
    schemas =
      schemas.filter(\.isRegistry) + schemas.filter(\.isBesideRegistry) + schemas.filter { $0.subject == .region }
    // A programme that reads nothing of a registry still needs to know where families live.
    if schemas.first?.isRegistry != true { schemas.insert(try folder.schema(named: sources.schema), at: 0) }
    let event = try event(new.compiled, folder)
    return Simulation(
      new: new, old: old, others: others, event: event, schemas: schemas,
      regionFacts: try regionFacts(schemas, folder, regions), level: level ?? .province,
      classes: Simulation.Classes(by, among: schemas))
  }

  /// A document with its cycles, over the days of another one where there is one.
  private func document(
    _ file: String, _ compiled: CompiledProgramme, like other: Simulation.Document?
  ) throws -> Simulation.Document {
    let cycles: [Simulation.Cycle]
    switch (compiled.programme.due, other?.programme.due) {
    case (.schedule(let schedule), .schedule(let days)?):
      cycles = Simulation.Document.cycles(of: schedule.within(days.from, days.until), limit: 366)
        .filter { cycle in cycle.start < other!.cycles.last?.end ?? .latest }
    case (.schedule(let schedule), _): cycles = Simulation.Document.cycles(of: schedule, limit: self.cycles ?? 366)
    case (.trigger(let trigger), _):
      cycles = Simulation.Document.cycles(of: trigger, on: happening.on ?? trigger.from, limit: self.cycles ?? 366)
    }
    if cycles.isEmpty { throw Failure(SimulationPhrase.noCycle(file)) }
    return Simulation.Document(file: file, compiled: compiled, cycles: cycles)
  }

  private func event(_ programme: CompiledProgramme, _ folder: SchemaFolder) throws -> Trial.Event? {
    guard case .trigger(let trigger) = programme.programme.due else { return nil }
    let event = try happening.event(feed: try folder.schema(named: trigger.feed.string), from: trigger.from)
    guard programme.isSetOff(by: event.feed, event.values) else {
      throw Failure(SimulationPhrase.notSetOff(trigger.when?.string ?? ""))
    }
    return event
  }
}

// MARK: - On whom

extension ProgrammeSimulate {
  private func people(
    for simulation: Simulation, _ folder: SchemaFolder, _ regions: RegionCatalogue
  ) throws -> SimulationRegistry {
    let wanted = simulation.familyLayouts
    let beside = simulation.schemas.filter(\.isBesideRegistry)
    let given = try factsFiles(folder).filter { beside.contains($0.schema) }.map { try FactsFile($0.path, $0.schema) }
    if let generate {
      let newest = folder.layouts.first { layout in
        wanted.allSatisfy { (try? FamilyPacking($0, from: layout.allFields)) != nil }
      }
      let generator = try RegistryGenerator(
        seed: seed, regions: regions, family: (newest ?? wanted[0]).schema,
        student: try beside.first { $0.record.name == "dapodik.student" } ?? folder.schema(named: "dapodik.student/1"),
        asOf: CivilDate("2026-01-01")!)
      let sources = try beside.map { schema in
        if let file = given.first(where: { $0.schema == schema }) { return MadeRegistry.Source.file(file) }
        guard schema.record.name == "dapodik.student" else {
          throw Failure(SimulationPhrase.missingFacts(schema.name.string))
        }
        return .pupils(schema)
      }
      let packings = try wanted.map { layout in
        do throws(FamilyPacking.MissingField) {
          return try FamilyPacking(layout, from: generator.layout.allFields)
        } catch {
          throw Failure(SimulationPhrase.missingField(error.name, generator.layout.schema.name.string))
        }
      }
      return .made(MadeRegistry(generator: generator, families: generate, packings: packings, facts: sources))
    }
    let files = try beside.map { schema in
      guard let file = given.first(where: { $0.schema == schema }) else {
        throw Failure(SimulationPhrase.missingFacts(schema.name.string))
      }
      return file
    }
    let layouts = wanted + folder.layouts.filter { layout in !wanted.contains { $0.schema == layout.schema } }
    return .file(try FileRegistry(registry!, layouts: layouts, wanted: wanted, facts: files, regions: regions))
  }

  private func regionFacts(
    _ schemas: [FactSchema], _ folder: SchemaFolder, _ regions: RegionCatalogue
  ) throws -> [RegionFacts] {
    let files = try factsFiles(folder)
    return try schemas.filter { $0.subject == .region }.map { schema in
      guard let file = files.first(where: { $0.schema == schema }) else {
        throw Failure(SimulationPhrase.missingFacts(schema.name.string))
      }
      return try RegionFacts(file.path, schema, regions)
    }
  }

  /// What `--facts` names.
  private func factsFiles(_ folder: SchemaFolder) throws -> [(schema: FactSchema, path: String)] {
    try facts.map { option in
      let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("The value '\(option)' is invalid for '--facts <NAME/VERSION=FILE>'.")
      }
      return (try folder.schema(named: parts[0]), parts[1])
    }
  }
}

extension SimulationRegistry {
  /// What reports call it.
  var name: String {
    switch self {
    case .file(let file): file.name
    case .made(let registry): "registry generate --seed \(registry.generator.seed)"
    }
  }
}

extension Simulation {
  var familyLayouts: [RegistryLayout] { schemas.compactMap { RegistryLayout($0) } }
}

extension FactSchema {
  /// Whether a registry of families holds such records.
  fileprivate var isRegistry: Bool { RegistryLayout(self) != nil }

  /// Whether such records about persons or families come from elsewhere.
  fileprivate var isBesideRegistry: Bool { !isRegistry && subject != .region }
}

extension SchemaFolder {
  /// The folder's schemas a registry can hold, the newest version first.
  var layouts: [RegistryLayout] {
    schemas.sorted { ($0.record.name, $1.record.version) < ($1.record.name, $0.record.version) }
      .compactMap { RegistryLayout($0) }
  }
}

extension RegistryLayout {
  fileprivate var allFields: [RecordType.Field?] { (familyFields + member.fields).map { $0 } }
}
