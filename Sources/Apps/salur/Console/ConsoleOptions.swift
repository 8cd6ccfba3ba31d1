import ArgumentParser
import Model
import Presentation

/// What every command understands.
struct ConsoleOptions: ParsableArguments {
  @Option(help: "Language of messages: id or en. (default: from LANG, else id)")
  var lang: Language?

  @Flag(help: "Answer machines: JSON with stable keys on the standard output.")
  var json = false

  /// The options of a command line that could not be read, as far as they stand there.
  static var assumed: ConsoleOptions {
    let arguments = CommandLine.arguments
    let languages =
      zip(arguments, arguments.dropFirst()).filter { $0.0 == "--lang" }.map(\.1)
      + arguments.filter { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
    var options = ConsoleOptions()
    options.lang = languages.first.flatMap { Language(argument: $0) }
    options.json = arguments.contains("--json")
    return options
  }
}

extension Language: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "id": self = .indonesian
    case "en": self = .english
    default: return nil
    }
  }

  public static var allValueStrings: [String] { ["id", "en"] }
}
