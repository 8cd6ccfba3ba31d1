import ArgumentParser
import Documents
import Model
import Platform
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
    help: ArgumentHelp("The file to write, or a folder for 'registry.csv'.", valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var out: String

  @Option(
    help: ArgumentHelp("Also write what the schools' register says about the pupils.", valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var students: String?

  @Option(name: .customLong("as-of"), help: ArgumentHelp("The day on which ages are as generated.", valueName: "DATE"))
  var asOf = CivilDate(year: 2026, month: 1, day: 1)!

  @OptionGroup var sources: RegistrySources
  @OptionGroup var options: ConsoleOptions

  private static let most = 100_000_000
  private static let batch = 8_192
  private static let part = 512

  func run(on console: Console) async throws {
    guard (1...Self.most).contains(families) else {
      throw ValidationError("The value '\(families)' is invalid for '--families <N>': write 1 to \(Self.most).")
    }
    let folder = try sources.schemaFolder()
    let regions = try sources.regionCatalogue()
    let generator = try RegistryGenerator(
      seed: seed, regions: regions, family: try folder.schema(named: sources.schema),
      student: try folder.schema(named: "dapodik.student/1"), asOf: asOf)
    let file = RegistryFile(layout: generator.layout, regions: regions)
    let path = out.hasSuffix("/") || Input.isDirectory(out) ? out + "/registry.csv" : out
    let people = try write(generator, file, to: path, console)
    if let students {
      let pupils = FactsReader(try folder.schema(named: "dapodik.student/1"))
      var csv = pupils.header
      for index in 0..<families {
        let made = generator.family(index)
        for student in made.students {
          pupils.append(made.family.members[student.member].person, student.values, to: &csv)
        }
      }
      try Output.write(csv, to: students)
    }
    if console.isJSON {
      return console.answer([
        "file": .string(path), "families": JSON(families), "people": JSON(people), "seed": JSON(seed),
      ])
    }
    let language = console.language
    console.say(
      RegistryPhrase.written(path, families: language.number(families), people: language.number(people)))
  }

  /// Writes the file beside its name and moves it there when it is whole.
  private func write(
    _ generator: RegistryGenerator, _ format: RegistryFile, to path: String, _ console: Console
  ) throws -> Int {
    let lanes = PlatformLanes()
    let progress = ProgressBar(console, RegistryPhrase.generating, total: families)
    defer { progress.finish() }
    let temporary = path + ".new"
    let output = try File(temporary, .createOrUpdate, permissions: 0o644)
    do {
      try output.resize(0)
      try output.write(format.header, at: 0)
      var offset = format.header.count
      var people = 0
      for start in stride(from: 0, to: families, by: Self.batch) {
        let range = start..<min(start + Self.batch, families)
        let parts = Collected<Rows>(count: (range.count + Self.part - 1) / Self.part)
        lanes.forEach(parts.count) { part in
          let first = range.lowerBound + part * Self.part
          parts[part] = Rows(first..<min(first + Self.part, range.upperBound), generator, format)
        }
        for part in parts.all {
          try output.write(part.csv, at: offset)
          offset += part.csv.count
          people += part.people
        }
        progress.advance(to: range.upperBound)
      }
      try output.synchronise()
      try Directory.move(temporary, to: path)
      return people
    } catch {
      try? Directory.remove(temporary)
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
