import ArgumentParser
import Coding
import Documents
import Foundation
import Model
import Platform
import Presentation
import Rules

/// The rules alone, on one core: no ledger, no disk.
struct BenchRulesCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "How long the rules of programmes take for one made-up family of four, or one of its pupils, on one core."
  )

  @OptionGroup var options: ConsoleOptions

  @Option(
    name: .customLong("programme"),
    help: ArgumentHelp("A programme. May be repeated. (default: every example)", valueName: "FILE"))
  var programmes: [String] = []

  @Option(help: "Families of four.")
  var families = 20_000

  @Option(help: "The families follow from it.")
  var seed: UInt64 = 2026

  @Option(help: "Folder of the example documents.")
  var examples: String?

  private static let rounds = 15
  private static let familySchema: Text = "dtsen.family"
  private static let studentSchema: Text = "dapodik.student/1"

  private struct Figure {
    let programme: String
    let registrants: Int
    let eligible: Int
    let nanoseconds: Double
    let eligibleNanoseconds: Double
  }

  func run(on console: Console) async throws {
    try UsageError.check("--families", families, in: 1...1_000_000)
    report(try figures(), console)
  }

  private func figures() throws -> [Figure] {
    let examples = try Examples(examples)
    let regions = try RegionCatalogue(file: "wilayah.csv", bytes: examples.read("regions/wilayah.csv"))
    let schemas = try SchemaFolder(examples.path("schemas"), beside: nil)
    let folder = examples.path("programmes")
    let files =
      try programmes.isEmpty
      ? Directory.names(in: folder).filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".spec.yaml") }.sorted()
        .map { folder + "/" + $0 } : programmes
    return try files.map { file in
      let document = try ProgrammeDocument(file: file, bytes: try Input.bytes(of: file), schemas: schemas.schemas)
      // Families by the version of the card that the programme reads.
      let card = document.compiled.inputs.schemas.first { $0.record.name == Self.familySchema }
      let generator = try RegistryGenerator(
        seed: seed, regions: regions, family: card ?? schemas.schema(named: "\(Self.familySchema)/1"),
        student: schemas.schema(named: Self.studentSchema.string), asOf: CivilDate(year: 2026, month: 1, day: 1)!)
      return measure(document, generator)
    }
  }

  private func measure(_ document: ProgrammeDocument, _ generator: RegistryGenerator) -> Figure {
    let compiled = document.compiled
    let facts = BenchFacts(compiled, generator, families: families, studentSchema: Self.studentSchema)
    var run = RuleRun(
      compiled, facts, due: CivilDate(year: 2026, month: 2, day: 10)!, studentSchema: Self.studentSchema)
    let eligible = run.eligible(facts.registrants)
    return Figure(
      programme: "\(document.programme.series) \(document.programme.version)", registrants: facts.registrants.count,
      eligible: eligible.count, nanoseconds: nanoseconds(&run, facts.registrants),
      eligibleNanoseconds: nanoseconds(&run, eligible))
  }

  /// The best of several rounds, for one registrant.
  private func nanoseconds(_ run: inout RuleRun, _ registrants: [BenchFacts.Registrant]) -> Double {
    guard !registrants.isEmpty else { return 0 }
    let expected = run.payments(registrants)
    var best = UInt64.max
    for _ in 0..<Self.rounds {
      let start = MonotonicClock.nowNanoseconds()
      precondition(run.payments(registrants) == expected, "rules answer the same when they are asked again")
      best = min(best, UInt64(MonotonicClock.nowNanoseconds() - start))
    }
    return Double(best) / Double(registrants.count)
  }

  private func report(_ figures: [Figure], _ console: Console) {
    let machine = Machine()
    if console.isJSON {
      console.answer([
        "machine": .string(machine.description),
        "programmes": .array(
          figures.map { figure in
            [
              "programme": .string(figure.programme), "registrants": JSON(figure.registrants),
              "eligible": JSON(figure.eligible), "nanoseconds": .int(Int64(figure.nanoseconds)),
              "nanosecondsEligible": .int(Int64(figure.eligibleNanoseconds)),
            ]
          }),
      ])
      return
    }
    let language = console.language
    console.say(machine.description)
    var table = TextTable([
      ("programme", .left), ("registrants", .right), ("eligible", .right), ("ns each", .right),
      ("ns an eligible one", .right),
    ])
    for figure in figures {
      table.add([
        figure.programme, language.number(figure.registrants), language.number(figure.eligible),
        language.number(Int(figure.nanoseconds)), language.number(Int(figure.eligibleNanoseconds)),
      ])
    }
    console.show(table)
  }
}
