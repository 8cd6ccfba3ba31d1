import ArgumentParser
import Documents
import Model

struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Fact schemas: what a source attests and rules may read. Versions stand side by side.",
    subcommands: [
      SchemaList.self, SchemaShow.self, SchemaCheck.self, SchemaDiff.self, SchemaRegister.self,
    ])
}

struct SchemaRegister: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Puts a fact schema on a node's ledger. A source that attests it signs.")

  @Argument(
    help: ArgumentHelp("The schema, as YAML.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let schema = try SchemaDocument(file: Input.name(of: file), bytes: try Input.bytes(of: file)).schema
    var source = try Operator(acting, console)
    console.show(try source.agree(.registerSchema(schema: schema)))
  }
}

/// Where schemas are looked for: a folder, or a node's ledger.
struct SchemaPlace: ParsableArguments {
  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @Option(help: ArgumentHelp("A node's directory: the schemas registered on its ledger.", valueName: "DIR"))
  var data: String?
}
