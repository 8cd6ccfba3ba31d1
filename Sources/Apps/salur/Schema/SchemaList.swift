import ArgumentParser
import Documents
import Engine
import Ledger
import Model
import Presentation

struct SchemaList: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists fact schemas, versions side by side: those of a folder, or on a ledger.")

  @OptionGroup var place: SchemaPlace
  @OptionGroup var vaultKey: VaultKeyOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let schemas = try found(console).sorted {
      ($0.record.name, $0.record.version) < ($1.record.name, $1.record.version)
    }
    if console.isJSON {
      return console.answer([
        "schemas": .array(
          schemas.map {
            [
              "name": $0.name.json, "subject": .string("\($0.subject)"), "title": JSON(reflecting: $0.title),
              "fields": JSON($0.record.fields.count), "life": JSON($0.life) { $0.json },
            ]
          })
      ])
    }
    let language = console.language
    var table = TextTable([
      (SchemaPhrase.schema.text(language), .left), (SchemaPhrase.subject.text(language), .left),
      (SchemaPhrase.fields.text(language), .right), (SchemaPhrase.life.text(language), .left), ("", .left),
    ])
    for schema in schemas {
      table.add([
        schema.name.string, SchemaPhrase.subject(schema.subject).text(language),
        language.number(schema.record.fields.count), schema.life?.description ?? "–", schema.title.text(language),
      ])
    }
    console.show(table)
  }

  private func found(_ console: Console) throws -> [FactSchema] {
    guard let data = place.data else { return try SchemaFolder(place.schemas, beside: nil).schemas }
    return try Replica.open(DataDirectory(data, vaultKeyFile: vaultKey.vaultKeyFile), console).0.read {
      $0.benefits.schemas
    }
  }
}

struct SchemaShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a schema field by field: types, limits, and what each means.")

  @Argument(help: ArgumentHelp("A schema's file, or its name and version: dtsen.family/1.", valueName: "SCHEMA"))
  var schema: String

  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let document = try SchemaFolder.document(schema, in: schemas)
    let schema = document.schema
    if console.isJSON {
      return console.answer([
        "name": schema.name.json, "title": JSON(reflecting: schema.title), "subject": .string("\(schema.subject)"),
        "life": JSON(schema.life) { $0.json }, "key": JSON(reflecting: schema.key),
        "fields": .array(
          document.fields.map {
            [
              "path": .string($0.path), "type": .string(SchemaPhrase.type($0.type)), "optional": .bool($0.optional),
              "doc": .string($0.doc),
            ]
          }),
      ])
    }
    let language = console.language
    console.say(console.output.styled(schema.name.string, .bold) + " " + schema.title.text(language))
    console.say(SchemaPhrase.about(schema, language))
    console.say("")
    var table = TextTable([
      (SchemaPhrase.field.text(language), .left), (SchemaPhrase.type.text(language), .left), ("", .left),
      (SchemaPhrase.meaning.text(language), .left),
    ])
    for field in document.fields {
      table.add([
        field.path, SchemaPhrase.type(field.type), field.optional ? SchemaPhrase.optional.text(language) : "",
        field.doc,
      ])
    }
    console.show(table)
  }
}

struct SchemaCheck: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks schemas: every problem at once, with its place and what to do about it.")

  @Argument(help: ArgumentHelp("Schemas, as YAML.", valueName: "FILE"), completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var results: [JSON] = []
    var isGood = true
    for file in files {
      let name = Input.name(of: file)
      do {
        let schema = try SchemaDocument(file: name, bytes: try Input.bytes(of: file)).schema
        results.append(["file": .string(name), "ok": true, "diagnostics": [], "name": schema.name.json])
        if !console.isJSON { console.say(SchemaPhrase.good(name, schema)) }
      } catch let problems as DocumentError {
        isGood = false
        results.append(["file": .string(name), "ok": false, "diagnostics": problems.list(console.language)])
        if !console.isJSON { console.show(problems) }
      }
    }
    if console.isJSON { console.answer(["files": .array(results)]) }
    if !isGood { throw ExitCode.failure }
  }
}

extension SchemaFolder {
  /// A schema by its file, or by its name in a folder.
  static func document(_ name: String, in folder: String?) throws -> SchemaDocument {
    if name == "-" || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return try SchemaDocument(file: Input.name(of: name), bytes: try Input.bytes(of: name))
    }
    let folder = try SchemaFolder(folder, beside: nil)
    _ = try folder.schema(named: name)
    return folder.documents.first { $0.schema.name.string == name }!
  }
}
