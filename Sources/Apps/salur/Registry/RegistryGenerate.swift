import ArgumentParser
import Documents
import Model
import Platform
import Presentation
import Rules
import Signing

struct RegistryGenerate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes up a registry of plausible families in real villages, the same ones from the same seed.",
    discussion: "Nobody in it exists. 'registry import' reads it, and so does a spreadsheet.")

  @Option(help: ArgumentHelp("How many families, up to 100 million.", valueName: "N"))
  var families: Int

  @Option(help: ArgumentHelp("The registry follows from it.", valueName: "S"))
  var seed: UInt64 = 2026

  @Option(
    help: ArgumentHelp(
      "The file to write, a folder for 'registry.csv', or '-' for the standard output.", valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var out: String

  @Option(
    help: ArgumentHelp("Also write what the schools' register says about the pupils.", valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var students: String?

  @Flag(help: "Replace the files if they are there.")
  var force = false

  @Option(name: .customLong("as-of"), help: ArgumentHelp("The day on which ages are as generated.", valueName: "DATE"))
  var asOf = CivilDate(year: 2026, month: 1, day: 1)!

  @OptionGroup var sources: RegistrySources
  @OptionGroup var options: ConsoleOptions

  private static let most = 100_000_000
  /// Everybody in a registry was born in a year that calendars know.
  private static let days = CivilDate(year: 1900, month: 1, day: 1)!...CivilDate(year: 9999, month: 12, day: 31)!
  private static let batch = 8_192
  private static let part = 512

  func run(on console: Console) async throws {
    try UsageError.check("--families", families, in: 1...Self.most)
    try UsageError.check("--as-of", asOf, in: Self.days)
    guard out != "-" || !console.isJSON else { throw UsageError(RegistryPhrase.oneOutput) }
    let folder = try sources.schemaFolder()
    let regions = try sources.regionCatalogue()
    let generator = try RegistryGenerator(
      seed: seed, regions: regions, family: try folder.schema(named: sources.schema),
      student: try folder.schema(named: "dapodik.student/1"), asOf: asOf)
    let file = RegistryFile(layout: generator.layout, regions: regions)
    var output = try RegistryOutput(out, replaces: force, console)
    let interruption = Interruption(console, RegistryPhrase.brokenOff) { [output] in output.remove() }
    let people = try withExtendedLifetime(interruption) { try write(generator, file, to: &output, console) }
    if let students {
      try writeStudents(generator, FactsReader(try folder.schema(named: "dapodik.student/1")), to: students, console)
    }
    if console.isJSON {
      return console.answer([
        "file": .string(output.name), "families": JSON(families), "people": JSON(people), "seed": JSON(seed),
      ])
    }
    let language = console.language
    let written = RegistryPhrase.written(
      output.name, families: language.number(families), people: language.number(people))
    if out == "-" { console.note(written) } else { console.say(written) }
  }

  private func writeStudents(
    _ generator: RegistryGenerator, _ format: FactsReader, to path: String, _ console: Console
  ) throws {
    var output = try RegistryOutput(path, replaces: force, console)
    var csv = format.header
    for index in 0..<families {
      let made = generator.family(index)
      for student in made.students {
        format.append(made.family.members[student.member].person, student.values, to: &csv)
      }
    }
    do {
      try output.write(csv)
      try output.finish()
    } catch {
      output.remove()
      throw error
    }
  }

  private func write(
    _ generator: RegistryGenerator, _ format: RegistryFile, to output: inout RegistryOutput, _ console: Console
  ) throws -> Int {
    let lanes = PlatformLanes()
    let progress = ProgressBar(console, RegistryPhrase.generating, total: families)
    defer { progress.finish() }
    do {
      try output.write(format.header)
      var people = 0
      for start in stride(from: 0, to: families, by: Self.batch) {
        let range = start..<min(start + Self.batch, families)
        let parts = Collected<Rows>(count: (range.count + Self.part - 1) / Self.part)
        lanes.forEach(parts.count) { part in
          let first = range.lowerBound + part * Self.part
          parts[part] = Rows(first..<min(first + Self.part, range.upperBound), generator, format)
        }
        for part in parts.all {
          try output.write(part.csv)
          people += part.people
        }
        progress.advance(to: range.upperBound)
      }
      try output.finish()
      return people
    } catch {
      output.remove()
      throw error
    }
  }
}

/// The rows of some families.
private struct Rows: Sendable {
  var csv: [UInt8] = []
  var people = 0

  init(_ families: Range<Int>, _ generator: RegistryGenerator, _ format: RegistryFile) {
    for index in families {
      let family = generator.family(index).family
      people += family.members.count
      format.append(family, to: &csv)
    }
  }
}

extension CivilDate: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { description }
}
