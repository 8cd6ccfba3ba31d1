import ArgumentParser
import Identity
import IdentityService

struct IdentityMock: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "mock",
    abstract: "Runs a MOCK of the national identity app and its registry, with made-up people. For trying things only.",
    discussion: """
      It gives anybody the credential of any of its people: POST /credential {"person": 1, "holder": "did:key:…"}, and \
      answers the registration service at /families/SUBJECT. Its name is did:web:localhost%3APORT, its key follows from \
      the seed. Never let a real network's registration service trust it.
      """)

  @Option(help: ArgumentHelp("The people follow from it.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many families there are, of one to five people.", valueName: "N"))
  var families = 1_000

  @Option(help: ArgumentHelp("The port to listen on, which is a part of its name.", valueName: "PORT"))
  var port: Int

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try UsageError.check("--port", port, in: 1...65_535)
    try UsageError.check("--families", families, in: 1...100_000)
    let routes: MockIdentityRoutes
    do throws(DIDWebError) {
      routes = try MockIdentityRoutes(seed: seed, families: families, host: "localhost:\(port)")
    } catch {
      throw UsageError(ServicePhrase.didWeb("--port", error))
    }
    if console.isJSON {
      console.answer(["event": "ready", "issuer": .string(routes.issuer), "mock": true])
    } else {
      console.say(routes.issuer)
    }
    try await Serving(options: try .parse(["--port", "\(port)"]), console: console).run(routes, ServicePhrase.mock)
  }
}
