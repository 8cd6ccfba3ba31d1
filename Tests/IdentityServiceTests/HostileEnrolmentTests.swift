import Coding
import Crypto
import EngineSupport
import Identity
import IdentityService
import IdentitySupport
import Ledger
import Model
import Outbound
import Platform
import Presentation
import Signing
import Testing

@Suite("What the registration service refuses")
struct HostileEnrolmentTests {
  private let siti = EnrolmentWorld.holder("siti")

  @Test("Bodies cut off anywhere, added to, or too large")
  func bodies() async throws {
    try await EnrolmentWorld.with { world in
      let body = Array(try world.enrolment(of: 0, siti, challenge: try await world.challenge()).text.utf8)
      // Whole presentations are tried byte by byte where they are parsed; here the first and last bytes of the body.
      for end in Array(0..<40) + Array((body.count - 40)..<body.count) {
        let cut = try await world.post("/v1/enrolments", Array(body[..<end]))
        #expect(cut.status == 400 && cut.problem == "malformed", "\(end) bytes")
      }
      #expect(try await world.post("/v1/enrolments", body + [0x20, 0x7d]).status == 400)
      #expect(try await world.post("/v1/enrolments", ["challenge": "00", "more": 1] as JSON).status == 400)
      #expect(try await world.post("/v1/enrolments", ["challenge": 1] as JSON).status == 400)
      #expect(try await world.post("/v1/enrolments/00/proof", ["proof": ""] as JSON).status == 404)
      let proof = "/v1/enrolments/\(Digest.zero)/proof"
      for (path, count) in [
        ("/v1/enrolments", EnrolmentRoutes.maximumBytes + 1), (proof, 5 << 10), ("/v1/challenges", 1),
      ] {
        let refused = try await world.service.announce(count, to: path)
        #expect(refused.status == 413 && refused.problem == "too-large", "\(path)")
      }
      #expect(try await world.post("/v1/nothing", [UInt8]()).problem == "not-found")
      // The question is still there for the whole body.
      #expect(try await world.post("/v1/enrolments", body).status == 200)
    }
  }

  @Test("An attestation counts up to a root in genesis, and no other; without one the key is kept by software")
  func attestation() async throws {
    let now = SystemClock.nowMilliseconds() / 1000
    let maker = try TestAuthority(now: now)
    let device = Crypto.P256.Signing.PrivateKey()
    let key = try SigningKey(.p256, privateBytes: Array(device.rawRepresentation))
    func begin(_ world: EnrolmentWorld, by maker: TestAuthority, question: [UInt8]? = nil) async throws -> Called {
      let challenge = try await world.challenge()
      var statement = AndroidStatement()
      statement.challenge = question ?? challenge.bytes
      let chain = try maker.chain(device.publicKey, statement.bytes, AndroidStatement.identifier)
      let extra = JSON.Member(key: "android", value: .array(chain.map { .string(Base64.encodeURL($0)) }))
      return try await world.post(
        "/v1/enrolments", try world.enrolment(of: 0, key, challenge: challenge, extra: [extra]))
    }
    try await EnrolmentWorld.with(roots: [try maker.rootDigest]) { world in
      let root = world.node.stateRoot
      let unknown = try await begin(world, by: try TestAuthority(now: now))
      #expect(unknown.status == 422 && unknown.problem == "attestation", "\(unknown.json)")
      #expect(unknown.text("title") == AttestationError.unknownRoot.phrase.english)
      let other = try await begin(world, by: maker, question: Array("question".utf8))
      #expect(other.text("title") == AttestationError.challenge.phrase.english)
      let apple = JSON.Member(key: "apple", value: "AAAA")
      let none = try await world.post(
        "/v1/enrolments", try world.enrolment(of: 0, key, challenge: try await world.challenge(), extra: [apple]))
      #expect(none.text("title") == AttestationError.application.phrase.english)
      #expect(world.node.stateRoot == root)
      let done = try await world.finish(try await begin(world, by: maker), key)
      #expect(done.status == 200 && done.text("tier") == "hardware", "\(done.json)")
      #expect(world.credential(of: try #require(done.account))?.tier == .hardware)
    }
    // A network that knows no roots believes no maker.
    try await EnrolmentWorld.with { world in
      let unknown = try await begin(world, by: maker)
      #expect(unknown.status == 422 && unknown.text("title") == AttestationError.unknownRoot.phrase.english)
    }
  }

  @Test("Nobody alone uses up what the agencies allow: five tries an hour, and others go on")
  func attempts() async throws {
    try await EnrolmentWorld.with { world in
      for _ in 0..<5 { #expect(try await world.begin(0, siti).status == 200) }
      let sixth = try await world.begin(0, EnrolmentWorld.holder("another key"))
      #expect(sixth.status == 429 && sixth.problem == "too-often", "\(sixth.json)")
      #expect(try await world.begin(1, siti).status == 200)
    }
  }

  @Test("An evaluator answers registered officers, each request once, over HTTP as between files")
  func evaluator() async throws {
    try await EnrolmentWorld.with { world in
      let url = world.evaluators[0].url + "/v1/evaluations"
      let client = OutboundClient()
      let blinded = try BlindedNumbers(
        world.mock[0].card.everyone, domain: NullifierDomain(world.node.genesis.network),
        keys: EvaluatorKeys(version: 1, first: world.keys[0].publicKey, second: world.keys[1].publicKey)!)
      let request = EvaluationRequest(
        keyVersion: 1, time: SystemClock.nowMilliseconds(), elements: blinded.elements(for: .first))
      func signed(by key: SigningKey) -> [UInt8] {
        key.signedMessage(payload: request.encoded, aad: EvaluationRequest.aad)
      }
      func post(_ body: [UInt8]) async throws -> (Called, [UInt8]) {
        let answer = try await client.post(body, type: "application/cose", to: url)
        return (Called(answer), answer.body)
      }
      let stranger = try await post(signed(by: siti)).0
      #expect(stranger.status == 403 && stranger.problem == "unknown-officer")
      let whole = signed(by: TestAgency.identity.key())
      for end in whole.indices { #expect(try await post(Array(whole[..<end])).0.status == 400, "\(end) bytes") }
      #expect(try await world.evaluators[0].announce(5_000, to: "/v1/evaluations").status == 413)
      let (answered, bytes) = try await post(whole)
      #expect(answered.status == 200)
      #expect(try Evaluation(encoded: bytes).answers.count == 1)
      let again = try await post(whole).0
      #expect(again.status == 409 && again.problem == "replayed")
      let key = Called(try await client.get(world.evaluators[0].url + "/v1/key"))
      #expect(key.text("publicKey") == world.keys[0].publicKey.description)
    }
  }
}
