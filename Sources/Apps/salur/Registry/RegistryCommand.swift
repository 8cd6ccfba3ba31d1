import ArgumentParser
import Documents
import Model
import Platform
import Rules

struct RegistryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry",
    abstract: "Makes up family registries and reads them from spreadsheets.",
    subcommands: [RegistryGenerate.self, RegistryImport.self])
}

/// What a registry's rows are checked against.
struct RegistrySources: ParsableArguments {
  @Option(help: ArgumentHelp("The list of regions.", valueName: "FILE"), completion: .file(extensions: ["csv"]))
  var regions = RegionCatalogue.usual

  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @Option(help: ArgumentHelp("The schema of a family.", valueName: "NAME/VERSION"))
  var schema = "dtsen.family/1"

  func regionCatalogue() throws -> RegionCatalogue {
    guard regions != RegionCatalogue.usual || Directory.exists(regions) else {
      throw Failure(RegistryPhrase.noRegions(regions))
    }
    return try RegionCatalogue(file: regions, bytes: try Input.bytes(of: regions))
  }

  func schemaFolder() throws -> SchemaFolder { try SchemaFolder(schemas, beside: nil) }

  func layout(in folder: SchemaFolder) throws -> RegistryLayout {
    guard let layout = RegistryLayout(try folder.schema(named: schema)) else {
      throw Failure(RegistryPhrase.noFamilySchema(schema))
    }
    return layout
  }
}
