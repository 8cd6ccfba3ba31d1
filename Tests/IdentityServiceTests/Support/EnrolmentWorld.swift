import Coding
import EngineSupport
import Identity
import IdentityService
import Ledger
import Logging
import Model
import Outbound
import Platform
import Presentation
import ServiceSupport
import Signing
import StorageSupport
import Testing
import Wallet

/// A node, two agencies' evaluators, a mock issuer with its registry, and a registration service, each behind a port of
/// this machine.
final class EnrolmentWorld {
  let folder = TemporaryDirectory()
  let node: TestNode
  let ledger: TestService
  let proxy: LyingProxy
  let evaluators: [RunningServer]
  let registry: RunningServer
  let mock: MockNationalIdentity
  let desk: EnrolmentDesk
  let service: RunningServer
  let keys: [EvaluationKey]
  /// One, for its connections are counted.
  private let client = OutboundClient(seconds: 30)

  static let audience = "https://daftar.example"
  private static let host = "mock.example"

  /// - Parameters:
  ///   - roots: the device makers' roots in genesis.
  ///   - answering: the keys the evaluators answer with, where they are not those the service knows.
  ///   - registry: instead of the mock's.
  ///   - prepare: what is on the ledger before, told the evaluators' keys.
  init(
    roots: [Digest] = [], answering: [EvaluationKey]? = nil, registry routes: TestRegistry? = nil,
    prepare: (TestNode, [EvaluationKey]) throws -> Void = { _, _ in }
  ) async throws {
    node = try TestNode { $0.attestationRoots = roots }
    // Commands are signed by the machine's clock.
    node.now = max(node.now, BlockTime(milliseconds: SystemClock.nowMilliseconds()))
    try node.decide()
    keys = [EvaluationKey.generate(version: 1), EvaluationKey.generate(version: 1)]
    try prepare(node, keys)
    ledger = try await TestService(node)
    proxy = try await LyingProxy(before: ledger.url)
    let officer = TestAgency.identity.key()
    var evaluators: [RunningServer] = []
    for (index, key) in (answering ?? keys).enumerated() {
      let log = try EvaluationLog("\(folder.path)/\(index).log")
      let evaluator = Evaluator(key: key, officers: [officer.publicKey], log: log)
      evaluators.append(try await RunningServer(EvaluatorRoutes(evaluator, logger: .quiet)))
    }
    self.evaluators = evaluators
    let name = try DIDWeb(host: Self.host).description
    mock = MockNationalIdentity(seed: 7, families: 12, name: name)
    if let routes {
      registry = try await RunningServer(routes)
    } else {
      registry = try await RunningServer(try MockIdentityRoutes(seed: 7, families: 12, host: Self.host))
    }
    let configuration = EnrolmentConfiguration(
      genesis: node.genesis, node: proxy.url, audience: Self.audience,
      issuers: [TrustedIssuer(name: name, keys: .known([mock.issuer.publicKey]))], registry: registry.url,
      authority: TestAgency.identity.account, officer: officer,
      evaluatorKeys: EvaluatorKeys(version: 1, first: keys[0].publicKey, second: keys[1].publicKey)!,
      evaluators: [.first: evaluators[0].url, .second: evaluators[1].url],
      android: .init(package: "id.go.example.wallet", signers: [SHA256.hash(Array("signer".utf8))]))
    desk = EnrolmentDesk(configuration, log: try TrustedLog(genesis: node.genesis))
    service = try await RunningServer(EnrolmentRoutes(desk, logger: .quiet))
  }

  func stop() async {
    await service.stop()
    for evaluator in evaluators { await evaluator.stop() }
    await registry.stop()
    await ledger.stop()
  }

  /// Builds a world, and takes it down whatever happens.
  static func with(
    roots: [Digest] = [], answering: [EvaluationKey]? = nil, registry: TestRegistry? = nil,
    prepare: (TestNode, [EvaluationKey]) throws -> Void = { _, _ in },
    _ body: (EnrolmentWorld) async throws -> Void
  ) async throws {
    let world = try await EnrolmentWorld(roots: roots, answering: answering, registry: registry, prepare: prepare)
    do {
      try await body(world)
    } catch {
      await world.stop()
      throw error
    }
    await world.stop()
  }

  // MARK: A wallet's steps

  static func holder(_ name: String) -> SigningKey { SigningKey(.p256, seed: SHA256.hash(Array(name.utf8))) }

  func post(_ path: String, _ body: [UInt8]) async throws -> Called {
    Called(try await client.post(body, type: "application/json", to: service.url + path))
  }

  func post(_ path: String, _ json: JSON) async throws -> Called { try await post(path, Array(json.text.utf8)) }

  func challenge() async throws -> Digest {
    try Digest(hex: try #require(await post("/v1/challenges", [UInt8]()).text("challenge")))
  }

  /// - Parameters:
  ///   - person: of the mock's, from 0.
  ///   - shown: the key the presentation names, where it is another than the one to be registered.
  func enrolment(
    of person: Int, _ key: SigningKey, challenge: Digest, shown: PublicKey? = nil, extra: [JSON.Member] = []
  ) throws -> JSON {
    let now = SystemClock.nowMilliseconds() / 1000
    guard case .p256(let point) = key.publicKey else { preconditionFailure("credentials are for P-256 keys") }
    let held = try HeldCredential(mock.credential(of: person, holder: point, now: now))
    let text = try held.present(
      EnrolmentCredential.needed.map(\.rawValue), key: key,
      nonce: Registrar.nonce(challenge, key: shown ?? key.publicKey, network: node.genesis.network),
      audience: Self.audience, now: now)
    return .object(
      [
        .init(key: "challenge", value: .string(challenge.description)),
        .init(key: "key", value: .string(DIDKey(key.publicKey).description)),
        .init(key: "presentation", value: .string(text)),
      ] + extra)
  }

  func begin(_ person: Int, _ key: SigningKey) async throws -> Called {
    try await post("/v1/enrolments", try enrolment(of: person, key, challenge: try await challenge()))
  }

  func finish(_ begun: Called, _ key: SigningKey) async throws -> Called {
    let payload = try Base64.decodeURL(try #require(begun.text("payload"), "\(begun.json)"))
    let proof = key.signedMessage(payload: payload, aad: Possession.aad(network: node.genesis.network))
    return try await post(
      "/v1/enrolments/\(try #require(begun.text("enrolment")))/proof", ["proof": .string(Base64.encodeURL(proof))])
  }

  // MARK: The ledger

  /// What an enrolment changes, and a refusal does not.
  var people: [Int] { node.replica.read { [$0.accounts.count, $0.persons.count, $0.credentials.count] } }

  func credential(of account: AccountNumber) -> (key: PublicKey, tier: Tier)? {
    node.replica.read { state in
      state.credentialRow(account, 0).map { (state.liveKey(account, 0)!, state.credentials[$0].tier) }
    }
  }
}

/// An answer, read as JSON.
struct Called {
  let status: Int
  let json: JSON

  init(_ answer: OutboundAnswer) {
    status = answer.status
    json = (try? JSONReader.read(answer.body)) ?? .null
  }

  func text(_ name: String) -> String? {
    guard case .string(let text)? = json[name] else { return nil }
    return text
  }

  /// The last part of a problem's type.
  var problem: String? { text("type")?.split(separator: "/").last.map(String.init) }

  var account: AccountNumber? { text("account").flatMap { AccountName(parsing: $0)?.account } }
}
