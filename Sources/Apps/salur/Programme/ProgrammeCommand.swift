import ArgumentParser
import Documents

struct ProgrammeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programme",
    abstract:
      "Writes, checks, tries, explains and activates programmes: who is paid, how much, when, and where to spend it.",
    subcommands: [
      ProgrammeNew.self, ProgrammeCheck.self, ProgrammeShow.self, ProgrammeTest.self, ProgrammeSimulate.self,
      ProgrammeDiff.self, ProgrammeExplain.self, ProgrammeSchema.self, ProgrammeActivate.self,
    ])
}

/// Programme files and the schemas they read.
struct ProgrammeFiles: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Programmes, as YAML.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @Option(help: KnownRegions.help, completion: .file(extensions: ["csv"]))
  var regions: String?

  /// Reads a programme and checks it against its schemas.
  func read(_ file: String) throws -> ProgrammeDocument {
    let bytes = try Input.bytes(of: file)
    let schemas = try SchemaFolder(schemas, beside: file).schemas
    let regions = try KnownRegions(regions, beside: file)
    return try ProgrammeDocument(
      file: Input.name(of: file), bytes: bytes, schemas: schemas, isRegion: regions.contains)
  }
}
