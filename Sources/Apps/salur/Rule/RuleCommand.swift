import ArgumentParser
import Presentation

struct RuleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule",
    abstract: "Checks and evaluates expressions of the rule language.",
    subcommands: [RuleEval.self, RuleCheck.self])

  static let variablesHelp: ArgumentHelp = ArgumentHelp(
    "A JSON object of variables, '-' for the standard input: whole numbers, true and false, text, RFC 3339 timestamps, "
      + "durations in seconds (\"5s\"), lists, and objects as maps.", valueName: "FILE")
}

extension RuleVariables {
  /// Reads variables from a file; none where there is none.
  init(file path: String?) throws {
    guard let path else {
      self.init()
      return
    }
    let file = Input.name(of: path)
    do {
      self = try RuleVariables(try JSONReader.read(try Input.bytes(of: path)))
    } catch let error as JSONError {
      throw error.failure(in: file)
    } catch let error as Unfit {
      throw Failure("\(file): \(error.phrase.indonesian)", "\(file): \(error.phrase.english)")
    }
  }
}
