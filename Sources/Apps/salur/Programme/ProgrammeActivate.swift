import ArgumentParser
import Coding
import Documents
import Ledger
import Model

struct ProgrammeActivate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "activate",
    abstract:
      "Puts a programme on a node's ledger and has its owner's officers approve it. It starts after the notice.",
    discussion: "The schemas it reads must be registered: see 'salur schema register'.")

  @Argument(
    help: ArgumentHelp("The programme, as YAML.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let bytes = try Input.bytes(of: file)
    var owner = try Operator(acting, console)
    let schemas = owner.replica.read { $0.benefits.schemas }
    let programme = try ProgrammeDocument(file: Input.name(of: file), bytes: bytes, schemas: schemas).programme
    // A document that was proposed before only needs its approvals.
    if owner.replica.read({ $0.benefits.version(programme.id) }) == nil {
      try owner.act(.proposeProgramme(document: programme.encoded))
    }
    let decision = try owner.agree(.activate(programme: programme.id))
    let starts = owner.replica.read { state in
      state.benefits.version(programme.id).flatMap { state.benefits.versions[$0].starts }
    }
    if !console.isJSON, let starts { console.say(ProgrammePhrase.starts(programme, starts)) }
    console.show(decision)
  }
}
