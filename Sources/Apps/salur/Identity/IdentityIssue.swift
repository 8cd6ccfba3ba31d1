import ArgumentParser
import Coding
import Identity
import Platform
import Presentation
import Signing

struct IdentityIssue: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue",
    abstract: "Issues an enrolment credential for the key in somebody's wallet. The identity authority's key signs.",
    discussion: """
      The claims are a JSON object with one level, such as {"over_6": true, "region_code": "53.71.04.1001", \
      "family_size": 4}. Each is hidden until the holder shows it.
      """)

  @Option(help: ArgumentHelp("The issuer's key file, of kind p256.", valueName: "FILE"), completion: .file())
  var key: String

  @Option(help: ArgumentHelp("The issuer's name: a did:web, or an https address.", valueName: "NAME"))
  var issuer: String

  @Option(help: ArgumentHelp("The public key of the holder's wallet, of kind p256.", valueName: "DID"))
  var holder: String

  @Option(
    help: ArgumentHelp("The claims, a JSON object; - reads the standard input.", valueName: "FILE"), completion: .file()
  )
  var claims: String

  @Option(help: ArgumentHelp("What the issuer calls the person. (default: a random name)", valueName: "TEXT"))
  var subject: String?

  @Option(help: ArgumentHelp("How long it is valid.", valueName: "DAYS"))
  var days: Int64 = 30

  @Option(help: ArgumentHelp("The file to write; - for the standard output.", valueName: "FILE"), completion: .file())
  var out: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try UsageError.check("--days", days, in: 1...3650)
    let signing = try KeyFile(key)
    // A mistyped name would make credentials nobody can verify.
    if issuer.hasPrefix("did:") { _ = try DIDWeb("--issuer", issuer) }
    guard let issuer = CredentialIssuer(name: issuer, key: signing.key) else {
      throw Failure(IdentityPhrase.wrongKind(signing.path))
    }
    let point = try P256Point("--holder", did: holder)
    let now = nowSeconds()
    let claims = try readClaims()
    let text = issuer.issue(
      EnrolmentCredential.name, subject: subject ?? Hex.encode(SecureRandom.bytes(16)), claims: claims, holder: point,
      from: now, until: now + days * 86_400)
    try IdentityFile.write(text, to: out)
    guard out != "-" else { return }
    if console.isJSON {
      return console.answer(["credential": .string(out), "claims": .array(claims.map { .string($0.name) })])
    }
    console.say(IdentityPhrase.issued(out, claims.map(\.name), days, console.language))
  }

  private func readClaims() throws -> [(name: String, value: JSON)] {
    let json: JSON
    let bytes = try Input.bytes(of: claims, limit: 16 << 10)
    do throws(JSONError) {
      json = try JSONReader.read(bytes)
    } catch {
      throw error.failure(in: Input.name(of: claims))
    }
    guard case .object(let members) = json, !members.isEmpty else {
      throw Failure(IdentityPhrase.noClaims(Input.name(of: claims)))
    }
    let reserved = ["iss", "sub", "iat", "nbf", "exp", "cnf", "vct", "status", "_sd", "_sd_alg", "..."]
    for member in members {
      guard !reserved.contains(member.key) else { throw Failure(IdentityPhrase.reserved(member.key)) }
      switch member.value {
      case .object, .null: throw Failure(IdentityPhrase.notFlat(member.key))
      default: continue
      }
    }
    guard members.count <= UnverifiedCredential.maximumDisclosures else {
      throw Failure(IdentityPhrase.tooManyClaims(members.count))
    }
    return members.map { ($0.key, $0.value) }
  }
}
