import ArgumentParser
import Coding
import Identity
import IdentityService
import Model
import Presentation
import Signing

struct IdentityVerify: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verifies a presentation and tells what it shows: issuer, holder, audience, question, freshness.",
    discussion: "Whether the question was asked, and only once, is for whoever asked it to know.")

  @Option(help: ArgumentHelp("The presentation; - reads the standard input.", valueName: "FILE"), completion: .file())
  var presentation: String

  @Option(help: ArgumentHelp("The issuer's name, as the credential must have it.", valueName: "NAME"))
  var issuer: String

  @Option(
    help: ArgumentHelp(
      "The issuer's public key; repeat it while keys are changed. (did:web: as it publishes them)", valueName: "DID"))
  var issuerKey: [String] = []

  @Option(
    help: ArgumentHelp("The DID document of a did:web issuer, in place of asking its host.", valueName: "FILE"),
    completion: .file())
  var didDocument: String?

  @Option(help: ArgumentHelp("Whom the presentation must be for.", valueName: "URL"))
  var audience: String

  @OptionGroup var question: NonceOptions

  @Option(
    help: ArgumentHelp("The key to be registered, with --challenge. (default: the credential's)", valueName: "DID"))
  var register: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let keys = try await issuerKeys()
    let policy = CredentialPolicy(
      issuer: issuer, keys: keys, credential: EnrolmentCredential.name, audience: audience)
    let text = try IdentityFile.text(of: presentation)
    let key = try register.map { try PublicKey("--register", did: $0) } ?? holder(text).map { .p256($0) }
    let verified = try VerifiedPresentation(
      verifying: text, policy: policy, nonce: try question.nonce(for: key), now: nowSeconds())
    let did = DIDKey(.p256(verified.holder)).description
    if console.isJSON {
      return console.answer(["claims": verified.claims, "holder": .string(did), "boundAt": .int(verified.boundAt)])
    }
    var table = TextTable()
    table.add(IdentityPhrase.holder.text(console.language), did)
    if case .object(let claims) = verified.claims {
      for claim in claims where claim.key != "cnf" { table.add(claim.key.printable, shown(claim).printable) }
    }
    console.show(table)
    console.say(IdentityPhrase.verified)
  }

  private func issuerKeys() async throws -> [P256Point] {
    guard issuerKey.isEmpty else {
      guard issuerKey.count <= 8, didDocument == nil else { throw UsageError(IdentityPhrase.issuerKeys) }
      return try issuerKey.map { try P256Point("--issuer-key", did: $0) }
    }
    guard issuer.hasPrefix(DIDWeb.prefix) else { throw UsageError(IdentityPhrase.issuerKeys) }
    let did = try DIDWeb("--issuer", issuer)
    guard let didDocument else { return try await IssuerResolver().resolve(did).keys }
    return try IssuerDocument(
      parsing: Input.bytes(of: didDocument, limit: IssuerDocument.maximumBytes), of: did
    ).keys
  }

  /// Text without quotes, times as people read them, anything else as JSON.
  private func shown(_ claim: JSON.Member) -> String {
    switch claim.value {
    case .string(let text): text
    case .int(let seconds) where ["exp", "iat", "nbf"].contains(claim.key):
      BlockTime(milliseconds: seconds * 1000).rfc3339
    default: claim.value.text
    }
  }

  /// Whose the credential says it is; verifying checks it.
  private func holder(_ text: String) -> P256Point? { (try? UnverifiedCredential(text))?.claimedHolder }
}
