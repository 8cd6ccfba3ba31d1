import ArgumentParser
import Coding
import Identity
import Model
import Platform
import Presentation
import Signing

struct WalletEnrol: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Opens the wallet's account: shows a registration service the credential of the identity authority.",
    discussion: """
      Of the credential it shows what registration needs and nothing else, to that service alone, for this wallet's key \
      alone. That the account is this key's is proved by the ledger, not believed of the service.
      """)

  @Option(help: ArgumentHelp("The registration service.", valueName: "URL"))
  var service: String

  @Option(
    help: ArgumentHelp("The credential, as it was issued for this wallet.", valueName: "FILE"), completion: .file())
  var credential: String?

  @Option(
    help: ArgumentHelp("Get a made-up person's credential from a MOCK issuer instead, to try things.", valueName: "URL")
  )
  var mock: String?

  @Option(help: ArgumentHelp("Which of the mock's people, from 1.", valueName: "N"))
  var person = 1

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard (credential == nil) != (mock == nil) else { throw UsageError(EnrolPhrase.whichCredential) }
    let service = EnrolmentConnection(try ServiceAddress("--service", service).url)
    var folder = try WalletFolder(wallet.wallet)
    if let account = folder.settings.account { throw Failure(EnrolPhrase.hasAccount(folder.path, account)) }
    let key = try folder.key(passphrase: wallet.passphrase())
    let held = try await held(folder.did)
    let done = try await enrol(held, key, try folder.memory.log().network, service)
    var settings = folder.settings
    settings.account = done.account
    try folder.set(settings)
    try await prove(folder, key, console)
    if console.isJSON {
      return console.answer([
        "account": done.account.json, "entry": JSON(done.entry), "tier": .string(done.tier),
      ])
    }
    console.say(EnrolPhrase.enrolled(done.account, done.entry, tier: done.tier, console.language))
  }

  private func held(_ did: String) async throws -> HeldCredential {
    if let credential { return try HeldCredential(IdentityFile.text(of: credential)) }
    let mock = EnrolmentConnection(try ServiceAddress("--mock", mock!).url)
    let answer = try await mock.post("/credential", ["person": JSON(person), "holder": .string(did)])
    guard case .string(let text)? = answer["credential"] else { throw Failure(EnrolPhrase.unreadable(mock.base)) }
    return try HeldCredential(text)
  }

  private func enrol(
    _ held: HeldCredential, _ key: SigningKey, _ network: NetworkID, _ service: EnrolmentConnection
  ) async throws -> (account: AccountNumber, entry: UInt64, tier: String) {
    let unreadable = Failure(EnrolPhrase.unreadable(service.base))
    let question = try await service.post("/v1/challenges", nil)
    guard case .string(let challengeText)? = question["challenge"], let challenge = try? Digest(hex: challengeText),
      case .string(let audience)? = question["audience"]
    else { throw unreadable }
    guard question["network"] == .string(network.description) else {
      throw Failure(EnrolPhrase.otherNetwork(service.base))
    }
    let presentation = try held.present(
      EnrolmentCredential.needed.map(\.rawValue), key: key,
      nonce: Registrar.nonce(challenge, key: key.publicKey, network: network), audience: audience, now: nowSeconds())
    let begun = try await service.post(
      "/v1/enrolments",
      ["challenge": .string(challengeText), "key": .string(key.did), "presentation": .string(presentation)])
    guard case .string(let enrolment)? = begun["enrolment"], (try? Digest(hex: enrolment)) != nil,
      case .string(let text)? = begun["payload"], let payload = try? Base64.decodeURL(text)
    else { throw unreadable }
    // Nothing but a proof for this key is signed, whatever the service would like.
    guard let subject = Digest(bytes: payload.suffix(32)),
      payload == Possession.payload(key: key.publicKey, subject: subject)
    else { throw unreadable }
    let proof = key.signedMessage(payload: payload, aad: Possession.aad(network: network))
    let done = try await service.post(
      "/v1/enrolments/\(enrolment)/proof", ["proof": .string(Base64.encodeURL(proof))], again: true)
    guard case .string(let name)? = done["account"], let account = AccountName(parsing: name)?.account,
      case .int(let entry)? = done["entry"], let entry = UInt64(exactly: entry), case .string(let tier)? = done["tier"]
    else { throw unreadable }
    return (account, entry, tier.printable)
  }

  /// That the account has this key is the ledger's word; an account that has not is let go of.
  private func prove(_ folder: WalletFolder, _ key: SigningKey, _ console: Console) async throws {
    var session = try WalletSession(folder, key: key, node: wallet.node, console)
    do {
      _ = try await session.state()
    } catch let error as Stranger {
      var folder = folder
      var settings = folder.settings
      settings.account = nil
      try folder.set(settings)
      throw error
    } catch let error as Unreachable {
      // The next command proves it or says so.
      console.note(EnrolPhrase.unproved(error.phrase))
    } catch let error as NodeProblem where !error.isFinal {
      console.note(EnrolPhrase.unproved(error.phrase))
    }
  }
}
