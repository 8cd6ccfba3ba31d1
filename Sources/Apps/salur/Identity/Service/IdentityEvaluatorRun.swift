import ArgumentParser
import Identity
import IdentityService

struct IdentityEvaluatorRun: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs an agency's evaluator over HTTP, until it is told to stop.",
    discussion: """
      POST /v1/evaluations takes an officer's signed request and answers with the evaluation, within the limits of \
      evaluator.json; every answer is logged first. GET /v1/key tells the public key.
      """)

  @OptionGroup var folder: EvaluatorOption

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the passphrase. (default: SALUR_PASSPHRASE, else asked for)", valueName: "FILE"),
    completion: .file())
  var passphraseFile: String?

  @OptionGroup var listening: ListeningOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    // It holds the folder's lock as long as it runs.
    let opened = try EvaluatorFolder(folder.data)
    defer { withExtendedLifetime(opened) {} }
    let evaluator = try opened.open(passphrase: Passphrase.read(file: passphraseFile, confirming: false))
    let serving = Serving(options: listening, console: console)
    let routes = EvaluatorRoutes(evaluator, logger: serving.logger)
    try await serving.run(routes, ServicePhrase.evaluator)
    serving.note(IdentityPhrase.logStands(routes.logHead))
  }
}
