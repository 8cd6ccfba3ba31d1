import ArgumentParser
import Platform
import Presentation

struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Makes and shows key files: what signs commands.",
    subcommands: [KeyNew.self, KeyShow.self])
}

struct KeyNew: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes a new key. An existing file is never replaced.")

  @Option(help: ArgumentHelp("The file to write.", valueName: "FILE"), completion: .file())
  var out: String

  @Option(help: "The kind of key: ed25519 or p256.")
  var kind = SigningKey.Kind.ed25519

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let file = try KeyFile(creating: out, .generate(kind))
    if console.isJSON { return console.answer(file.json) }
    console.say(KeyPhrase.made(file.path, file.key.did))
  }
}

struct KeyShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows the public part of a key file.")

  @Argument(help: ArgumentHelp("The key file.", valueName: "FILE"), completion: .file())
  var file: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let file = try KeyFile(file)
    if console.isJSON { return console.answer(file.json) }
    var table = TextTable()
    table.add(KeyPhrase.kind.text(console.language), file.key.kind.name)
    table.add(KeyPhrase.publicKey.text(console.language), file.key.did)
    console.show(table)
  }
}

extension KeyFile {
  /// The public part.
  var json: JSON { ["file": .string(path), "kind": .string(key.kind.name), "did": .string(key.did)] }
}

extension SigningKey.Kind: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }

  public var defaultValueDescription: String { name }
  public static var allValueStrings: [String] { allCases.map(\.name) }
}
