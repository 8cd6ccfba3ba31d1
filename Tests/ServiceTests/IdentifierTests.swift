import Coding
import EngineSupport
import Model
import Platform
import Presentation
import ServiceSupport
import Signing
import Testing
import Wallet

@Suite("Decentralized identifiers", .timeLimit(.minutes(2)))
struct IdentifierTests {
  private let node: TestNode

  init() throws { node = try TestNode.paid() }

  private func path(_ account: AccountNumber) -> String {
    "/1.0/identifiers/\(AccountDID(network: node.genesis.network, account: account))"
  }

  @Test("resolve to the account's live keys")
  func resolved() async throws {
    let account = TestNode.families[0]
    let second = SigningKey(.ed25519, seed: SHA256.hash(Array("second".utf8)))
    try node.accept(
      node.sign(
        account, TestNode.holder(0), .addCredential(key: second.publicKey), proof: node.possession(second, of: account))
    )
    try node.accept(node.sign(account, TestNode.holder(0), .removeCredential(number: 1)))
    try await TestService.serving(node) { service async throws in
      let answer = try await service.call(path(account))
      #expect(answer.status == 200 && answer.type == "application/did-resolution")
      let did = "did:salur:\(node.genesis.network):\(account)"
      let document = answer.json?["didDocument"]
      #expect(document?["id"] == .string(did))
      let key = DIDKey(TestNode.holder(0).publicKey).description.dropFirst("did:key:".count)
      #expect(
        document?["verificationMethod"] == [
          [
            "id": .string(did + "#key-0"), "type": "Multikey", "controller": .string(did),
            "publicKeyMultibase": .string(String(key)),
          ]
        ])
      #expect(document?["authentication"] == [.string(did + "#key-0")] && document?["assertionMethod"] == nil)
      let agency = try await service.call(path(TestAgency.treasury.account)).json?["didDocument"]
      guard case .array(let methods) = agency?["assertionMethod"] else { return #expect(Bool(false)) }
      #expect(methods.count == 3)
    }
  }

  @Test("an agency's proof, which is for everybody, tells of no payment")
  func silent() async throws {
    try await TestService.serving(node) { service async throws in
      /// The registry's parts from the parameters on: before them stand height and time.
      func registry() async throws -> [[UInt8]] {
        let proof = try await service.call(path(TestAgency.bank.account), headers: ["Accept": "application/cbor"])
        let record = try #require(try StateAnswer(encoded: proof.body).state.registry).encoded
        var outer = CBORReader(record)
        try outer.array(exactly: 2)
        var r = CBORReader(try outer.bytes(max: 1 << 20))
        try r.array(exactly: 16)
        return try (0..<16).map { _ in Array(try r.item()) }.suffix(8)
      }
      let before = try await registry()
      try node.accept(node.payment(40_000))
      try node.accept(node.sign(TestNode.shop, TestNode.shopKey, .requestSettlement(amount: 10_000)))
      #expect(try await registry() == before)
    }
  }

  @Test("a phone derives the very same document from the state's proof, which opens nobody's entries to others")
  func proved() async throws {
    try await TestService.serving(node) { service async throws in
      for (account, signer) in [
        (TestAgency.bank.account, nil), (TestNode.families[0], Signer.family(0)),
        (TestNode.shop, Signer(TestNode.shop, TestNode.shopKey)),
      ] {
        let text = try await service.call(path(account), headers: ["Accept": "application/did+ld+json"])
        #expect(text.type == "application/did+ld+json")
        let proof: WireAnswer
        if let signer {
          let refused = try await service.call(path(account), headers: ["Accept": "application/cbor"])
          #expect(refused.problem == "unsigned")
          #expect(
            try await service.call(path(account), as: .family(1), accept: "application/cbor").problem == "forbidden")
          proof = try await service.call(path(account), as: signer, accept: "application/cbor")
        } else {
          proof = try await service.call(path(account), headers: ["Accept": "application/cbor"])
        }
        var log = try TrustedLog(genesis: node.genesis)
        let state = try StateAnswer(encoded: proof.body).verified(
          &log, now: 1_800_000_000, verified: SignatureVerifier.verify
        ).state
        let document = try #require(DIDDocument(account: account, in: state))
        #expect(document.json + "\n" == String(decoding: text.body, as: UTF8.self) || document.json == text.json?.text)
        #expect(!document.methods.isEmpty && document.identifier.account == account)
      }
    }
  }

  @Test("one without a holder has no keys yet; an erased one is deactivated")
  func deactivated() async throws {
    try node.accept(node.command(.identity, .erase(account: TestNode.families[1])))
    try await TestService.serving(node) { service async throws in
      let waiting = try await service.call(path(TestNode.families[2]))
      #expect(waiting.status == 200 && waiting.json?["didDocument"]?["verificationMethod"] == nil)
      #expect(waiting.json?["didDocumentMetadata"]?["deactivated"] == nil)
      let erased = try await service.call(path(TestNode.families[1]))
      #expect(erased.status == 410 && erased.json?["didDocumentMetadata"]?["deactivated"] == true)
      #expect(erased.json?["didDocument"]?["verificationMethod"] == nil)
    }
  }

  @Test("what is none, another network's, or nobody's")
  func failures() async throws {
    try await TestService.serving(node) { service async throws in
      let network = node.genesis.network.description
      let other = NetworkID(genesis: SHA256.hash([1])).description
      for (did, status, error) in [
        ("nonsense", 400, "invalidDid"), ("did:salur:\(network)", 400, "invalidDid"),
        ("did:salur:\(network):SLR-0000000", 400, "invalidDid"),
        ("did:salur:\(network.uppercased()):\(TestNode.shop)", 400, "invalidDid"),
        ("did:salur:\(network):\(TestNode.shop.description.lowercased())", 400, "invalidDid"),
        ("did:web:example.org", 501, "methodNotSupported"), ("did:salur:\(other):\(TestNode.shop)", 404, "notFound"),
        ("did:salur:\(network):\(AccountNumber(4711))", 404, "notFound"),
      ] {
        let answer = try await service.call("/1.0/identifiers/\(did)")
        #expect(answer.status == status && answer.json?["didResolutionMetadata"]?["error"] == .string(error), "\(did)")
      }
      let escaped = path(TestNode.shop).replacing(":", with: "%3A")
      #expect(try await service.call(escaped).status == 200)
      #expect(
        try await service.call(path(TestNode.shop), headers: ["Accept": "text/html"]).problem == "no-representation")
    }
  }
}
