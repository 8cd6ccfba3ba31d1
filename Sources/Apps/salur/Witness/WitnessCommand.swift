import ArgumentParser
import Coding
import Service
import Transparency
import Witness

struct WitnessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Makes and runs a witness: it cosigns a log's heads as long as the log only grows.",
    subcommands: [WitnessNew.self, WitnessRun.self, WitnessShow.self])
}

/// The directory of a witness.
struct WitnessOption: ParsableArguments {
  @Option(help: ArgumentHelp("The witness's directory.", valueName: "DIR"), completion: .directory)
  var data: String

  var directory: WitnessDirectory { WitnessDirectory(data) }
}

struct WitnessNew: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Makes a witness's key and prints the key others know it by.",
    discussion: """
      The C2SP verifier key it prints goes into the genesis document's 'witnesses', or to whoever runs a log. The \
      directory is the witness's memory: it must never be replaced by an older copy.
      """)

  @OptionGroup var data: WitnessOption

  @Option(
    help: ArgumentHelp(
      "The witness's name: an address without its scheme, such as witness.example/salur.", valueName: "NAME"))
  var name: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let key = try data.directory.initialise(name: Text(name))
    if console.isJSON { return console.answer(["data": .string(data.data), "verifierKey": .string(key.verifierKey)]) }
    console.say(key.verifierKey)
    console.note(WitnessPhrase.made(data.data))
  }
}

struct WitnessShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows the key others know a witness by. It only reads.")

  @OptionGroup var data: WitnessOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let key = try data.directory.verifierKey()
    if console.isJSON { return console.answer(["data": .string(data.data), "verifierKey": .string(key.verifierKey)]) }
    console.say(key.verifierKey)
  }
}
