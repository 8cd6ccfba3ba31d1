import ArgumentParser
import Coding
import Glibc
import Identity
import IdentityService
import Model
import Platform
import Presentation
import Signing
import Wallet

struct IdentityServiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "The registration service: opens wallets' accounts, as an officer of the identity authority.",
    subcommands: [IdentityServiceNew.self, IdentityServiceRun.self])
}

struct IdentityServiceNew: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Makes a registration service's folder with its settings, service.json.",
    discussion: """
      The device makers' roots, the relying party and the witnesses come from the network's genesis document, which the \
      node is asked for and the id vouches for. An issuer named did:web:… publishes its keys itself.
      """)

  @Option(help: ArgumentHelp("The service's folder.", valueName: "DIR"), completion: .directory)
  var data: String

  @Option(help: ArgumentHelp("The node to act through.", valueName: "URL"))
  var node: String

  @Option(help: ArgumentHelp("The network's id, 64 hexadecimal digits.", valueName: "ID"))
  var network: String

  @Option(help: ArgumentHelp("What the service calls itself: wallets present credentials to it.", valueName: "URL"))
  var audience: String

  @Option(help: ArgumentHelp("The issuer's name, as credentials have it.", valueName: "NAME"))
  var issuer: String

  @Option(
    help: ArgumentHelp("The issuer's public key; repeat it while keys are changed. (did:web: none)", valueName: "DID"))
  var issuerKey: [String] = []

  @Option(help: ArgumentHelp("Where the authority's registry answers GET /families/SUBJECT.", valueName: "URL"))
  var registry: String

  @Option(
    help: ArgumentHelp("The key file of the identity authority's officer.", valueName: "FILE"), completion: .file())
  var officer: String

  @Option(
    help: ArgumentHelp("The authority's account. (default: the one genesis gives the officer)", valueName: "ACCOUNT"))
  var account: AccountNumber?

  @Option(help: ArgumentHelp("The first agency's evaluator.", valueName: "URL"))
  var first: String

  @Option(help: ArgumentHelp("Its public key, 98 hexadecimal digits.", valueName: "KEY"))
  var firstKey: String

  @Option(help: ArgumentHelp("The second agency's evaluator.", valueName: "URL"))
  var second: String

  @Option(help: ArgumentHelp("Its public key.", valueName: "KEY"))
  var secondKey: String

  @Option(help: ArgumentHelp("The version of both keys.", valueName: "N"))
  var keyVersion: UInt8 = 1

  @Option(help: ArgumentHelp("The Android app's package, to take attestations of it.", valueName: "NAME"))
  var androidPackage: String?

  @Option(help: ArgumentHelp("SHA-256 of a certificate that signs it; repeat it.", valueName: "HEX"))
  var androidSigner: [String] = []

  @Option(help: ArgumentHelp("The Apple app, TEAM.BUNDLE, to take attestations of it.", valueName: "NAME"))
  var appleApp: String?

  @Option(help: ArgumentHelp("Apple's root certificate in DER.", valueName: "FILE"), completion: .file())
  var appleRoot: String?

  @Flag(help: "Take attestations of Apple builds in development, and of those only.")
  var appleDevelopment = false

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let node = try ServiceAddress("--node", node).url
    let officerKey = try KeyFile(officer).key
    let evaluators = try evaluators()
    let (android, apple) = (try androidApp(), try appleSettings())
    let registry = try ServiceAddress("--registry", registry).url
    let trusted = try trustedIssuer()
    let genesis = try await NodeConnection(node).genesis(try NetworkID("--network", hex: network))
    let authority = try account ?? authority(of: officerKey.publicKey, genesis)
    let settings = EnrolmentFolder.Settings(
      node: node, audience: audience, issuers: [trusted], registry: registry, authority: authority,
      officer: Self.absolute(officer), keys: evaluators.keys, evaluators: evaluators.urls, android: android,
      apple: apple)
    try EnrolmentFolder(data).create(settings, genesis: genesis)
    if console.isJSON { return console.answer(["data": .string(data), "authority": authority.json]) }
    console.say(ServicePhrase.made(data, authority))
  }

  private func trustedIssuer() throws -> TrustedIssuer {
    guard issuerKey.isEmpty else {
      guard issuerKey.count <= 8 else { throw UsageError(IdentityPhrase.issuerKeys) }
      return TrustedIssuer(name: issuer, keys: .known(try issuerKey.map { try P256Point("--issuer-key", did: $0) }))
    }
    guard issuer.hasPrefix(DIDWeb.prefix) else { throw UsageError(ServicePhrase.issuerKeys) }
    return TrustedIssuer(name: issuer, keys: .published(try DIDWeb("--issuer", issuer)))
  }

  private func evaluators() throws -> (keys: EvaluatorKeys, urls: [EvaluatorRole: String]) {
    func key(_ option: String, _ text: String) throws -> EvaluatorKey {
      guard let key = try? EvaluatorKey(hex: text) else { throw UsageError(IdentityPhrase.noEvaluatorKey(option)) }
      return key
    }
    let (one, two) = (try key("--first-key", firstKey), try key("--second-key", secondKey))
    guard let keys = EvaluatorKeys(version: keyVersion, first: one, second: two) else {
      throw UsageError(ServicePhrase.oneKeyTwice)
    }
    return (
      keys, [.first: try ServiceAddress("--first", first).url, .second: try ServiceAddress("--second", second).url]
    )
  }

  private func androidApp() throws -> EnrolmentConfiguration.AndroidApp? {
    guard (androidPackage == nil) == androidSigner.isEmpty else { throw UsageError(ServicePhrase.wholeAndroid) }
    let signers = try androidSigner.map { text in
      guard let digest = try? Digest(hex: text) else { throw UsageError(ServicePhrase.wholeAndroid) }
      return digest
    }
    return androidPackage.map { .init(package: $0, signers: Set(signers)) }
  }

  private func appleSettings() throws -> (application: String, root: String, isDevelopment: Bool)? {
    guard (appleApp == nil) == (appleRoot == nil) else { throw UsageError(ServicePhrase.wholeApple) }
    guard let appleApp, let appleRoot else { return nil }
    return (appleApp, Self.absolute(appleRoot), appleDevelopment)
  }

  /// The n-th agency of genesis holds account n.
  private func authority(of officer: PublicKey, _ genesis: Genesis) throws -> AccountNumber {
    let index = genesis.agencies.firstIndex { $0.roles.contains(.identity) && $0.officers.contains(officer) }
    guard let index else { throw UsageError(ServicePhrase.strangeOfficer(self.officer)) }
    return AccountNumber(UInt32(index))
  }

  /// The service may be started from elsewhere.
  private static func absolute(_ path: String) -> String {
    guard let whole = realpath(path, nil) else { return path }
    defer { free(whole) }
    return String(cString: whole)
  }
}

struct IdentityServiceRun: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs the registration service over HTTP, until it is told to stop.",
    discussion: """
      POST /v1/challenges, POST /v1/enrolments, POST /v1/enrolments/ID/proof; docs/IDENTITY.md has their members. Put a \
      proxy with TLS in front of it. Nothing about people is written anywhere: what has begun is lost with the process, \
      and the wallet begins again.
      """)

  @Option(help: ArgumentHelp("The service's folder.", valueName: "DIR"), completion: .directory)
  var data: String

  @OptionGroup var listening: ListeningOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let folder = EnrolmentFolder(data)
    let (configuration, log) = try folder.open()
    // One process at a time: two would take each other's place in the officer's lane.
    let lock = try DirectoryLock(data)
    defer { withExtendedLifetime(lock) {} }
    let serving = Serving(options: listening, console: console)
    let logger = serving.logger
    let desk = EnrolmentDesk(configuration, log: log) { log in
      do {
        try folder.remember(log)
      } catch {
        // What was proved stays proved; only the next lie is harder to tell.
        logger.warning("cannot keep how far the log was believed", metadata: ["error": "\(type(of: error))"])
      }
    }
    try await serving.run(EnrolmentRoutes(desk, logger: logger), ServicePhrase.registration)
  }
}
