import Coding
import EngineSupport
import Identity
import IdentityService
import Ledger
import Model
import Presentation
import ServiceSupport
import Signing
import Testing
import Wallet

@Suite("The registration service over HTTP")
struct EnrolmentServiceTests {
  private let siti = EnrolmentWorld.holder("siti")

  @Test("Somebody with a credential comes to have an account with their key, once")
  func enrol() async throws {
    try await EnrolmentWorld.with { world in
      let before = world.people
      let done = try await world.finish(try await world.begin(2, siti), siti)
      #expect(done.status == 200, "\(done.json)")
      let account = try #require(done.account)
      let credential = try #require(world.credential(of: account))
      #expect(credential.key == siti.publicKey && credential.tier == .software && done.text("tier") == "software")
      // The third of the mock's families has three people.
      #expect(world.people == [before[0] + 1, before[1] + 3, before[2] + 1])
      #expect(done.json["receipt"]?["kind"] == "registered")
      #expect(await world.desk.pendingCount == 0)
      // The same person with another key, and another of the family would fare alike: the ledger says no, and not whose.
      let (people, size) = (world.people, world.node.replica.logSize)
      let other = EnrolmentWorld.holder("other")
      let again = try await world.finish(try await world.begin(2, other), other)
      #expect(again.status == 422 && again.problem == "rejected", "\(again.json)")
      #expect(again.json["rejection"]?["name"] == "personAlreadyRegistered")
      #expect(again.json["rejection"]?["code"] == .int(Int64(Rejection.personAlreadyRegistered.rawValue)))
      #expect(!again.json.text.contains("SLR-"))
      // The refusal's own entry and its block's.
      #expect(world.people == people && world.node.replica.logSize == size + 2)
      #expect(again.json["entry"] == JSON(size))
      // Somebody else goes on unhindered, with the lane where it is.
      let budi = EnrolmentWorld.holder("budi")
      #expect(try await world.finish(try await world.begin(3, budi), budi).status == 200)
    }
  }

  @Test("Two at once both come through, each with an account of their own")
  func concurrent() async throws {
    try await EnrolmentWorld.with { world in
      let keys = (0..<4).map { EnrolmentWorld.holder("person \($0)") }
      var begun: [Called] = []
      for (person, key) in keys.enumerated() { begun.append(try await world.begin(person, key)) }
      let network = world.node.genesis.network
      let proofs = try zip(begun, keys).map { begun, key in
        let payload = try Base64.decodeURL(try #require(begun.text("payload")))
        let proof = key.signedMessage(payload: payload, aad: Possession.aad(network: network))
        return (path: "/v1/enrolments/\(try #require(begun.text("enrolment")))/proof", proof: proof)
      }
      let desk = world.desk
      let accounts = try await withThrowingTaskGroup(of: AccountNumber.self) { group in
        for proof in proofs {
          let id = try Digest(hex: String(proof.path.split(separator: "/")[2]))
          group.addTask { try await desk.finish(id, proof: proof.proof).account }
        }
        return try await group.reduce(into: Set<AccountNumber>()) { $0.insert($1) }
      }
      #expect(accounts.count == 4)
    }
  }

  @Test("A question is answered once, by the key it was answered for, which proves itself")
  func keys() async throws {
    try await EnrolmentWorld.with { world in
      let root = world.node.stateRoot
      let thief = EnrolmentWorld.holder("thief")
      let challenge = try await world.challenge()
      let body = try world.enrolment(of: 0, siti, challenge: challenge)
      let begun = try await world.post("/v1/enrolments", body)
      #expect(begun.status == 200, "\(begun.json)")
      let reused = try await world.post("/v1/enrolments", body)
      #expect(reused.status == 409 && reused.problem == "challenge")
      let never = try await world.post("/v1/enrolments", try world.enrolment(of: 0, siti, challenge: .zero))
      #expect(never.status == 409 && never.problem == "challenge")
      // The presentation names another key than the one that is to be registered.
      let other = try await world.post(
        "/v1/enrolments",
        try world.enrolment(of: 0, siti, challenge: try await world.challenge(), shown: thief.publicKey))
      #expect(other.status == 422 && other.problem == "credential")
      // Somebody else's proof leaves the enrolment to whom it belongs.
      let forged = try await world.finish(begun, thief)
      #expect(forged.status == 422 && forged.problem == "possession", "\(forged.json)")
      #expect(world.node.stateRoot == root)
      #expect(try await world.finish(begun, siti).status == 200)
      let twice = try await world.finish(begun, siti)
      #expect(twice.status == 404 && twice.problem == "unknown-enrolment")
    }
  }

  @Test("Without both agencies' own answers nobody is registered")
  func evaluators() async throws {
    let strange = [EvaluationKey.generate(version: 1), EvaluationKey.generate(version: 1)]
    try await EnrolmentWorld.with(answering: strange) { world in
      let root = world.node.stateRoot
      let forged = try await world.begin(1, siti)
      #expect(forged.status == 502 && forged.problem == "evaluation", "\(forged.json)")
      #expect(world.node.stateRoot == root)
    }
    try await EnrolmentWorld.with { world in
      let root = world.node.stateRoot
      await world.evaluators[1].stop()
      let missing = try await world.begin(1, siti)
      #expect(missing.status == 503 && missing.problem == "evaluator", "\(missing.json)")
      #expect(missing.text("title")?.contains("second") == true && missing.json["retry"] == true)
      #expect(world.node.stateRoot == root)
      #expect(await world.desk.pendingCount == 0)
    }
  }

  @Test("An answer the node spoils on its way is asked for again: the person is registered once")
  func unknown() async throws {
    try await EnrolmentWorld.with { world in
      let before = world.people
      let begun = try await world.begin(1, siti)
      world.proxy.tell { target, answer in target.hasPrefix("/v1/commands") ? Array(answer.dropLast()) : answer }
      let lost = try await world.finish(begun, siti)
      #expect(lost.status == 503 && lost.problem == "unknown", "\(lost.json)")
      #expect(world.people[0] == before[0] + 1)
      world.proxy.tell { $1 }
      let found = try await world.finish(begun, siti)
      #expect(found.status == 200, "\(found.json)")
      #expect(world.people[0] == before[0] + 1)
      #expect(world.credential(of: try #require(found.account))?.key == siti.publicKey)
    }
  }

  @Test("A family the authority registered before takes its account over; nobody else's account can be named")
  func claim() async throws {
    let registry = TestRegistry()
    let mock = MockNationalIdentity(seed: 7, families: 12)
    let account = AccountNumber(UInt32(TestAgency.allCases.count))
    try await EnrolmentWorld.with(
      registry: registry,
      prepare: { node, keys in
        let members = try Self.nullifiers(of: mock[1].card, keys, node.genesis.network)
        let family = node.seal(Registration(region: mock[1].region, members: members).encoded)
        try node.accept(
          node.command(.identity, .registerBatch(count: 1, root: TestNode.root([family])), sealed: [family]))
      }
    ) { world in
      let numbers = mock[1].card.everyone.map { "\"\(String(decoding: $0.digits, as: UTF8.self))\"" }
      func tell(_ nullifiers: [Digest]) {
        let names = nullifiers.map { "\"\($0)\"" }.joined(separator: ",")
        registry.tell(
          #"{"numbers":[\#(numbers.joined(separator: ","))],"registered":{"account":"\#(account)","nullifiers":[\#(names)]}}"#
        )
      }
      let root = world.node.stateRoot
      // The account's people are others than those the agencies' answers name.
      tell([SHA256.hash([1])])
      let stranger = try await world.begin(1, siti)
      #expect(stranger.status == 422 && stranger.problem == "other-family", "\(stranger.json)")
      // Where the registry does not say whose account it is, the ledger still knows the people.
      registry.tell(#"{"numbers":[\#(numbers.joined(separator: ","))]}"#)
      let begun = try await world.begin(1, siti)
      #expect(begun.status == 200 && world.node.stateRoot == root)
      let known = try await world.finish(begun, siti)
      #expect(known.status == 422 && known.json["rejection"]?["name"] == "personAlreadyRegistered", "\(known.json)")
      tell(try Self.nullifiers(of: mock[1].card, world.keys, world.node.genesis.network).map(\.value))
      let done = try await world.finish(try await world.begin(1, siti), siti)
      #expect(done.status == 200 && done.account == account, "\(done.json)")
      #expect(world.credential(of: account)?.key == siti.publicKey)
      let other = EnrolmentWorld.holder("other")
      let taken = try await world.finish(try await world.begin(1, other), other)
      #expect(taken.status == 422 && taken.json["rejection"]?["name"] == "alreadyClaimed", "\(taken.json)")
    }
  }

  private static func nullifiers(
    of card: FamilyCard, _ keys: [EvaluationKey], _ network: NetworkID
  ) throws -> [Nullifier] {
    let blinded = try BlindedNumbers(
      card.everyone, domain: NullifierDomain(network),
      keys: EvaluatorKeys(version: 1, first: keys[0].publicKey, second: keys[1].publicKey)!)
    func answer(_ role: EvaluatorRole) throws -> Evaluation {
      let key = keys[Int(role.rawValue) - 1]
      return Evaluation(
        keyVersion: 1, answers: try blinded.elements(for: role).map { try #require(key.evaluate(element: $0)) })
    }
    return try blinded.nullifiers(first: answer(.first), second: answer(.second))
  }

  @Test("A registry that is away, or knows nobody of that name, registers nobody")
  func registry() async throws {
    let registry = TestRegistry()
    try await EnrolmentWorld.with(registry: registry) { world in
      let root = world.node.stateRoot
      let nobody = try await world.begin(1, siti)
      #expect(nobody.status == 422 && nobody.problem == "family-card")
      for body in ["", "{}", #"{"numbers": []}"#, #"{"numbers": ["1234"]}"#, #"{"numbers": [5371040101600001]}"#] {
        registry.tell(body)
        let bad = try await world.begin(1, siti)
        #expect(bad.status == 503 && bad.problem == "registry", "\(body)")
      }
      #expect(world.node.stateRoot == root)
    }
  }
}
