import Coding
import EngineSupport
import Foundation
import Model
import Presentation
import Records
import ServiceSupport
import Testing
import Transparency
import Wallet

@Suite("Auditors read what is private, on the record", .timeLimit(.minutes(2)))
struct AuditTests {
  private let node: TestNode
  private let auditor = Signer.agency(.quake1)

  init() throws {
    node = try TestNode.paid(auditor: .quake1)
    try node.accept(node.payment(40_000))
  }

  @Test("openings open the log's entries, page by page")
  func openings() async throws {
    let size = node.replica.logSize
    try await TestService.serving(node) { service async throws in
      var next: UInt64 = 0
      var opened = 0
      while next < size {
        let answer = try await service.call(
          "/v1/audit/openings?from=\(next)&limit=7", as: auditor, accept: "application/cbor")
        let page = try OpeningsAnswer(encoded: answer.body)
        #expect(page.first == next && !page.openings.isEmpty)
        for (place, opening) in page.openings.enumerated() {
          guard let opening else { continue }
          opened += 1
          let leaf = MerkleTree.leafHash(Entry.sealed(commitment: opening.commitment).encoded)
          let proof = try InclusionProof(
            encoded: await service.call(
              "/v1/proofs/entry/\(next + UInt64(place))?size=\(size)", headers: ["Accept": "application/cbor"]
            ).body)
          let root = node.replica.read { _, log, _ in log.root(size: size) }
          #expect(proof.root(leafHash: leaf) == root)
        }
        next = page.next
      }
      // Two claims, the shop's registration and licence, two disbursements and the payment.
      #expect(opened == 7)
      let json = try await service.call("/v1/audit/openings?from=0&limit=1000", as: auditor).json
      guard case .array(let listed) = json?["openings"] else { return #expect(Bool(false)) }
      #expect(listed.count == opened && json?["next"] == JSON(size))
    }
  }

  @Test("nobody else does")
  func others() async throws {
    try await TestService.serving(node) { service async throws in
      for path in ["/v1/audit/openings", "/v1/audit/access-log"] {
        #expect(try await service.call(path).problem == "unsigned")
        #expect(try await service.call(path, as: .family(0)).problem == "forbidden")
        #expect(try await service.call(path, as: .agency(.treasury)).problem == "forbidden")
        #expect(try await service.call(path + "?limit=0", as: auditor).problem == "malformed")
        #expect(try await service.call(path + "?limit=1001", as: auditor).problem == "malformed")
        #expect(try await service.call(path + "?from=-1", as: auditor).problem == "malformed")
        #expect(try await service.call(path + "?from=18446744073709551615", as: auditor).problem == "malformed")
      }
      #expect(try await service.call("/v1/audit/access-log/head").json?["count"] == 0)
    }
  }

  @Test("a page far beyond the end is empty")
  func beyond() async throws {
    try await TestService.serving(node) { service async throws in
      for path in ["/v1/audit/openings", "/v1/audit/access-log"] {
        for from in [UInt64(Int64.max), UInt64(Int64.max) - 1, .max - 1_001] {
          let answer = try await service.call("\(path)?from=\(from)&limit=1000", as: auditor)
          #expect(answer.status == 200, "\(path) \(from)")
        }
      }
    }
  }

  @Test("no way of writing the target keeps a reading from whom it is about")
  func hidden() async throws {
    let account = TestNode.families[0]
    try await TestService.serving(node) { service async throws in
      let name = "\(account)"
      let targets = [
        "http://accounts/v1/accounts/\(name)/balance", "//v1//accounts/\(name)//balance",
        "/v1/accounts/\(name.lowercased())/balance", "/v1/accounts/\(name)/balance?accounts/SLR-0",
        "/v1/accounts/\(name)/balance#x", "/v1/accounts/\(name)#/balance", "/v1/%61ccounts/\(name)/balance",
        "http://x/v1/accounts/\(name)", "http://accounts:80/v1/accounts/\(name)",
        "http://accounts/v1/accounts/\(name)/explanation",
      ]
      var answers: [String] = []
      for target in targets {
        let answer = try await service.call(target, as: auditor) {
          // What is signed of an absolute address is its path.
          if target.hasPrefix("http"), let path = target.range(of: "/v1") {
            $0.target = String(target[path.lowerBound...])
          }
        }
        answers.append(answer.problem ?? "\(answer.status)")
      }
      let shown = answers.count { $0 == "200" }
      let own = try await service.call("/v1/accounts/\(account)/reads", as: .family(0)).json
      guard case .array(let mine) = own?["reads"] else { return #expect(Bool(false)) }
      #expect(shown > 0 && mine.count == shown, "\(answers)")
    }
  }

  @Test("every reading is on a chain that survives a restart, and who was read about sees it")
  func recorded() async throws {
    let account = TestNode.families[0]
    let targets = [
      "/v1/audit/openings?from=0&limit=5", "/v1/accounts/\(account)/balance", "/v1/accounts/\(account)/entitlements",
    ]
    try await TestService.serving(node) { service async throws in
      for target in targets { #expect(try await service.call(target, as: auditor).status == 200) }
    }
    try await TestService.serving(node) { service async throws in
      let log = try await service.call("/v1/audit/access-log", as: auditor).json
      guard case .array(let reads) = log?["reads"] else { return #expect(Bool(false)) }
      #expect(reads.map { $0["target"] } == (targets + ["/v1/audit/access-log"]).map { .string($0) })
      #expect(reads.first?["previous"] == .string(node.genesis.network.description))
      for (before, after) in zip(reads, reads.dropFirst()) { #expect(after["previous"] == before["hash"]) }
      let head = try await service.call("/v1/audit/access-log/head").json
      #expect(head?["hash"] == reads.last?["hash"] && head?["count"] == 4)
      let own = try await service.call("/v1/accounts/\(account)/reads", as: .family(0)).json
      guard case .array(let mine) = own?["reads"] else { return #expect(Bool(false)) }
      // Its claim is among the first five entries of the log.
      #expect(mine.map { $0["target"] } == targets.reversed().map { .string($0) })
      #expect(mine.first?["agency"]?["english"] == "quake1" && mine.first?["entries"] == .null)
      guard
        case .array(let none) = try await service.call("/v1/accounts/\(TestNode.families[1])/reads", as: .family(1))
          .json?["reads"]
      else { return #expect(Bool(false)) }
      #expect(none.isEmpty)
      // One's own reading is nobody's business.
      _ = try await service.call("/v1/accounts/\(account)/balance", as: .family(0))
      #expect(try await service.call("/v1/audit/access-log/head").json?["count"] == 4)
    }
    node.close()
    let result = try node.audit()
    #expect(result.isClean && result.readings == 4)
  }

  @Test("who opens a stretch of the log is named to everybody who has an entry there, and to nobody else")
  func stretches() async throws {
    let size = node.replica.logSize
    let payment = size - 2
    try await TestService.serving(node) { service async throws in
      func reads(_ family: Int, _ query: String = "") async throws -> [JSON] {
        let path = "/v1/accounts/\(TestNode.families[family])/reads\(query)"
        guard case .array(let reads)? = try await service.call(path, as: .family(family)).json?["reads"] else {
          return []
        }
        return reads
      }
      _ = try await service.call("/v1/audit/openings?from=\(payment)&limit=1", as: auditor)
      _ = try await service.call("/v1/audit/openings?from=0&limit=1000", as: auditor)
      _ = try await service.call("/v1/audit/openings?from=\(size)", as: auditor)
      let first = try await reads(0)
      #expect(first.map { $0["number"] } == [1, 0])
      #expect(first.map { $0["entries"]?["first"] } == [0, JSON(payment)])
      #expect(first.map { $0["entries"]?["end"] } == [JSON(size), JSON(payment + 1)])
      #expect(try await reads(0, "?before=1").map { $0["number"] } == [0])
      #expect(try await reads(0, "?limit=1").map { $0["number"] } == [1])
      #expect(try await reads(1).map { $0["number"] } == [1])
      // Entries that come later were not shown.
      try node.accept(node.payment(1_000, family: 1))
      #expect(try await reads(1).map { $0["number"] } == [1])
    }
  }
}
