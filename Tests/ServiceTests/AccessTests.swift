import Coding
import EngineSupport
import Model
import Platform
import ServiceSupport
import Signing
import Testing

@Suite("A person's account is read by the person alone", .timeLimit(.minutes(2)))
struct AccessTests {
  private let node: TestNode
  private let owner = Signer.family(0)
  private let balance = "/v1/accounts/\(TestNode.families[0])/balance"

  init() throws { node = try TestNode.paid(auditor: .quake1) }

  @Test("when the call is signed for this network, call and minute, and once")
  func signed() async throws {
    try await TestService.serving(node) { service async throws in
      #expect(try await service.call(balance, as: owner).status == 200)
      #expect(try await service.call(balance).problem == "unsigned")
      for header in ["", "Salur", "Salur !", "Bearer abc", "Salur AAAA"] {
        let answer = try await service.call(balance, headers: ["Authorization": header])
        #expect(answer.problem == "unsigned" && answer.status == 401, "\(header)")
      }
      let other = NetworkID(genesis: SHA256.hash([1]))
      #expect(try await service.call(balance, as: owner) { $0.network = other }.problem == "unsigned")
      #expect(try await service.call(balance, as: owner) { $0.method = "POST" }.problem == "unsigned")
      #expect(try await service.call(balance, as: owner) { $0.target += "?x=1" }.problem == "unsigned")
      #expect(try await service.call(balance, as: owner) { $0.age = 61_000 }.problem == "unsigned")
      #expect(try await service.call(balance, as: owner) { $0.age = -61_000 }.problem == "unsigned")
      #expect(try await service.call(balance, as: owner) { $0.age = 55_000 }.status == 200)
      #expect(try await service.call(balance, as: owner) { $0.age = -55_000 }.status == 200)
    }
  }

  @Test("not when the call is sent again")
  func replayed() async throws {
    try await TestService.serving(node) { service async throws in
      let header = service.authorization(owner, .init(network: node.genesis.network, target: balance))
      #expect(try await service.call(balance, headers: ["Authorization": header]).status == 200)
      for _ in 0..<3 {
        #expect(try await service.call(balance, headers: ["Authorization": header]).problem == "replayed")
      }
    }
  }

  @Test("not by another family, a shop, an agency that is no auditor, or a stranger's key")
  func others() async throws {
    try await TestService.serving(node) { service async throws in
      let shop = Signer(TestNode.shop, TestNode.shopKey)
      for (signer, problem) in [
        (Signer.family(1), "forbidden"), (shop, "forbidden"), (.agency(.ministry), "forbidden"),
        (Signer(TestNode.families[0], TestNode.holder(1)), "unsigned"),
        (Signer(TestNode.families[0], TestNode.holder(0), credential: 7), "unsigned"),
        (Signer(AccountNumber(4711), TestNode.holder(0)), "unsigned"),
      ] {
        for path in ["", "/balance", "/lane", "/state", "/entitlements", "/reads"] {
          let answer = try await service.call("/v1/accounts/\(TestNode.families[0])\(path)", as: signer)
          #expect(answer.problem == problem, "\(signer.account) \(path)")
        }
      }
      // Whether there is such an account is not told either.
      #expect(try await service.call("/v1/accounts/\(AccountNumber(4711))", as: .family(1)).problem == "forbidden")
      #expect(try await service.call("/v1/accounts/\(AccountNumber(4711))").problem == "unsigned")
    }
  }

  @Test("not by a credential that has been removed")
  func removed() async throws {
    let second = SigningKey(.ed25519, seed: SHA256.hash(Array("second".utf8)))
    let account = TestNode.families[0]
    try node.accept(
      node.sign(
        account, TestNode.holder(0), .addCredential(key: second.publicKey), proof: node.possession(second, of: account))
    )
    try await TestService.serving(node) { service async throws in
      #expect(try await service.call(balance, as: Signer(account, second, credential: 1)).status == 200)
      try node.accept(node.sign(account, TestNode.holder(0), .removeCredential(number: 1)))
      #expect(try await service.call(balance, as: Signer(account, second, credential: 1)).problem == "unsigned")
    }
  }

  @Test("agencies and shops are public")
  func publicAccounts() async throws {
    try await TestService.serving(node) { service async throws in
      let agency = try await service.call("/v1/accounts/\(TestAgency.treasury.account)").json
      #expect(agency?["agency"]?["threshold"] == 2 && agency?["agency"]?["roles"] == ["treasury", "recovery"])
      #expect(agency?["keys"].map { if case .array(let keys) = $0 { keys.count } else { 0 } } == 3)
      let shop = try await service.call("/v1/accounts/\(TestNode.shop)").json
      #expect(shop?["shop"]?["name"] == "Toko Uji" && shop?["shop"]?["licensed"] == true)
      let own = try await service.call("/v1/accounts/\(TestNode.families[0])", as: owner).json
      #expect(own?["family"]?["members"] == 1 && own?["shop"] == nil)
    }
  }

  @Test("balance, lane and entitlements are what the ledger has")
  func figures() async throws {
    try node.accept(node.payment(40_000))
    try await TestService.serving(node) { service async throws in
      let holdings = try await service.call(balance, as: owner).json
      guard case .array(let vouchers) = holdings?["vouchers"] else { return #expect(Bool(false)) }
      #expect(vouchers.count == 1 && vouchers[0]["amount"] == 60_000 && vouchers[0]["series"] == "id.test")
      #expect(holdings?["free"] == 0)
      let lanes = try await service.call("/v1/accounts/\(TestNode.families[0])/lane", as: owner).json?["lanes"]
      guard case .array(let list) = lanes else { return #expect(Bool(false)) }
      #expect(list.count == 1 && list[0]["next"] == 1)
      let entitled = try await service.call("/v1/accounts/\(TestNode.families[0])/entitlements", as: owner).json
      guard case .array(let decisions) = entitled?["decisions"] else { return #expect(Bool(false)) }
      #expect(decisions.count == 1 && decisions[0]["verdict"] == "yes" && decisions[0]["paid"] == 100_000)
    }
  }

  @Test("an explanation shows facts to the owner, the source and an auditor, and to nobody else")
  func explanation() async throws {
    let family = TestNode.families[1]
    try await TestService.serving(node) { service async throws in
      let target = "/v1/accounts/\(family)/explanation?series=id.test"
      for signer in [Signer.family(1), .agency(.registry), .agency(.quake1)] {
        let answer = try await service.call(target, as: signer)
        guard case .array(let decisions) = answer.json?["decisions"],
          case .array(let rules) = decisions.first?["rules"],
          case .array(let reads) = rules.first?["reads"]
        else {
          Issue.record("no explanation for \(signer.account): \(answer.status)")
          continue
        }
        #expect(decisions.count == 1 && reads.first?["value"] == "2" && reads.first?["sealed"] == false)
      }
      // Sources of other facts, and everybody else.
      #expect(try await service.call(target, as: .agency(.quake2)).status == 404)
      #expect(try await service.call(target, as: .agency(.ministry)).problem == "forbidden")
      #expect(try await service.call(target, as: .family(0)).problem == "forbidden")
      #expect(try await service.call(target + "&cycle=2031-Q1", as: .family(1)).problem == "not-found")
      #expect(try await service.call(target + "&person=x", as: .family(1)).problem == "malformed")
    }
  }
}
