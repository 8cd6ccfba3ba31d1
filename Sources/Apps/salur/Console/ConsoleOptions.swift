import ArgumentParser
import Model

/// What every command understands.
struct ConsoleOptions: ParsableArguments {
  @Option(help: "Language of messages: id or en. (default: from LANG, else id)")
  var lang: Language?

  @Flag(help: "Answer machines: JSON with stable keys on the standard output.")
  var json = false

  /// The options of a command line that could not be read.
  static var assumed: ConsoleOptions {
    var options = ConsoleOptions()
    options.lang = nil
    options.json = false
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
