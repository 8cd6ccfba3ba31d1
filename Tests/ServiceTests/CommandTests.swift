import Coding
import Engine
import EngineSupport
import Ledger
import Model
import Platform
import Presentation
import ServiceSupport
import Signing
import Testing
import Wallet

@Suite("Commands over HTTP", .timeLimit(.minutes(2)))
struct CommandTests {
  private let node: TestNode

  init() throws { node = try TestNode.paid() }

  @Test("the same bytes again get the first answer, done or refused, however often and from wherever")
  func retries() async throws {
    try await TestService.serving(node) { service async throws in
      for (payment, status) in [(node.payment(40_000), "accepted"), (node.payment(900_000), "rejected")] {
        let payment = status == "accepted" ? payment : node.payment(900_000)
        let first = try await service.submit(payment)
        #expect(first.status == 200 && first.json?["status"] == .string(status))
        let entries = node.replica.logSize
        for _ in 0..<3 {
          let again = try await service.submit(payment)
          for key in ["status", "command", "height", "entry", "rejection", "receipt"] {
            #expect(again.json?[key] == first.json?[key], "\(key)")
          }
        }
        // A lane's command once more is no block's business.
        #expect(node.vouchers(TestNode.families[0]) == 60_000)
        #expect(node.replica.logSize <= entries + 3)
      }
    }
  }

  @Test("retries that race each other take effect once")
  func races() async throws {
    let payment = node.payment(40_000)
    try await TestService.serving(node) { service async throws in
      let answers = try await withThrowingTaskGroup(of: WireAnswer.self) { group in
        for _ in 0..<8 { group.addTask { try await service.submit(payment) } }
        var answers: [WireAnswer] = []
        for try await answer in group { answers.append(answer) }
        return answers
      }
      #expect(Set(answers.map { $0.json?["entry"] }).count == 1)
      #expect(node.vouchers(TestNode.families[0]) == 60_000)
    }
  }

  @Test("whoever has seen more than this node has nothing done by it")
  func ahead() async throws {
    try await TestService.serving(node) { service async throws in
      let payment = node.payment(40_000)
      let size = node.replica.logSize
      let answer = try await service.submit(payment, to: "/v1/commands?from=\(size + 100)")
      #expect(answer.status == 409 && answer.problem == "behind" && answer.json?["retry"] == true)
      #expect(node.replica.logSize == size && node.vouchers(TestNode.families[0]) == 100_000)
      #expect(try await service.submit(payment, to: "/v1/commands?from=\(size)").json?["status"] == "accepted")
    }
  }

  @Test("a rejection says its code, its meaning in both languages, and whether trying again can help")
  func rejections() async throws {
    try await TestService.serving(node) { service async throws in
      let final = try await service.submit(node.payment(900_000)).json
      #expect(final?["status"] == "rejected" && final?["rejection"]?["name"] == "insufficientFunds")
      let ahead = try await service.submit(node.payment(1_000, ahead: 3))
      #expect(ahead.status == 409 && ahead.problem == "rejected")
      #expect(ahead.json?["rejection"]?["name"] == "sequenceAhead" && ahead.json?["retry"] == true)
      #expect(ahead.json?["title"] == .string(Rejection.sequenceAhead.english))
      #expect(ahead.json?["title_id"] == .string(Rejection.sequenceAhead.indonesian))
    }
  }

  @Test("a dry run gives the answer that submitting then gives, and leaves nothing behind")
  func dryRun() async throws {
    try await TestService.serving(node) { service async throws in
      let shop = node.sign(TestNode.shop, TestNode.shopKey, .requestSettlement(amount: 1))
      for make in [
        { node.payment(40_000) }, { node.payment(900_000) }, { node.payment(1_000, ahead: 2) }, { shop },
        { node.command(.bank, .issue(amount: 5, deposit: "x")) },
        { node.command(.ministry, .issue(amount: 5, deposit: "x")) },
      ] {
        let submission = make()
        let before = (node.replica.logSize, node.replica.newestBlock.height, node.stateRoot)
        let foreseen = try await service.submit(submission, to: "/v1/commands/dry-run")
        #expect(before == (node.replica.logSize, node.replica.newestBlock.height, node.stateRoot))
        let done = try await service.submit(submission)
        #expect(foreseen.status == done.status && foreseen.problem == done.problem)
        for key in ["status", "command", "rejection", "receipt"] {
          #expect(foreseen.json?[key] == done.json?[key], "\(key)")
        }
        if done.status == 200 { #expect(foreseen.json?["height"] == done.json?["height"]) }
        // What was decided is what it then says.
        let again = try await service.submit(submission, to: "/v1/commands/dry-run")
        #expect(again.json?["entry"] == done.json?["entry"])
      }
    }
  }

  @Test("a dry run needs a signature like the command itself")
  func unsigned() async throws {
    try await TestService.serving(node) { service async throws in
      let stranger = node.sign(
        TestNode.families[0], SigningKey(.p256, seed: SHA256.hash([1])), .transfer(to: TestNode.families[1], amount: 1))
      #expect(try await service.submit(stranger, to: "/v1/commands/dry-run").problem == "wrong-signature")
      let nobody = node.sign(AccountNumber(4711), TestNode.holder(0), .freeze)
      #expect(try await service.submit(nobody, to: "/v1/commands/dry-run").problem == "rejected")
    }
  }

  @Test("as CBOR the answer proves itself")
  func proved() async throws {
    try await TestService.serving(node) { service async throws in
      let payment = node.payment(40_000)
      let answer = try await service.call(
        "POST", "/v1/commands", headers: ["Content-Type": "application/cose", "Accept": "application/cbor"],
        body: payment.signed)
      var log = try TrustedLog(genesis: node.genesis)
      let id = try UnverifiedCommand(signed: payment.signed).id
      let outcome = try CommandAnswer(encoded: answer.body).verified(
        for: id, &log, now: 1_800_000_000, verified: SignatureVerifier.verify)
      #expect(outcome.rejection == nil && outcome.receipt?.amount == 40_000)
    }
  }
}
