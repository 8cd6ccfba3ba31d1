import ArgumentParser
import Documents
import Model
import Presentation
import Rules

struct ProgrammeTest: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs spec files: families worked out by hand, and what the programme must decide about them.",
    discussion: """
      A spec stands beside its programme, pkh.spec.yaml beside pkh.yaml; naming the programme will do. The decisions \
      are taken by the ledger's own code. Ends with status 1 on a miss, or where too little of the programme was tried.
      """)

  @Argument(
    help: ArgumentHelp("Specs, or programmes with a spec beside them.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The least part of its rules and limits, and of their branches, that must be tried, per cent.", valueName: "N"))
  var minCoverage = 0

  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @OptionGroup var options: ConsoleOptions

  func validate() throws {
    guard (0...100).contains(minCoverage) else {
      throw ValidationError("The value '\(minCoverage)' is invalid for '--min-coverage <N>': write 0 to 100.")
    }
  }

  func run(on console: Console) async throws {
    var isGood = true
    var results: [JSON] = []
    for file in files {
      let outcome = try test(Self.spec(of: file))
      isGood = isGood && outcome.misses.isEmpty && outcome.percent >= minCoverage
      results.append(outcome.json(console.language))
      if !console.isJSON { outcome.show(on: console, least: minCoverage) }
    }
    if console.isJSON { console.answer(["specs": .array(results), "ok": .bool(isGood)]) }
    if !isGood { throw ExitCode.failure }
  }

  /// `pkh.spec.yaml` for `pkh.yaml`.
  private static func spec(of file: String) -> String {
    guard let dot = file.lastIndex(of: "."), !file[..<dot].hasSuffix(".spec") else { return file }
    return file[..<dot] + ".spec" + file[dot...]
  }

  private func test(_ file: String) throws -> SpecOutcome {
    let bytes = try Input.bytes(of: file)
    let name = Input.name(of: file)
    let programmeFile = Self.neighbour(try ProgrammeSpec.programme(file: name, bytes: bytes), of: file)
    let schemas = try SchemaFolder(schemas, beside: programmeFile).schemas
    let programme = try ProgrammeDocument(
      file: programmeFile, bytes: Input.bytes(of: programmeFile), schemas: schemas)
    let spec = try ProgrammeSpec(file: name, bytes: bytes, programme: programme, schemas: schemas)
    return try SpecOutcome(file: name, spec: spec, programme: programme)
  }

  /// A file named from another one's folder.
  private static func neighbour(_ name: String, of file: String) -> String {
    guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
    return file[...slash] + name
  }
}
