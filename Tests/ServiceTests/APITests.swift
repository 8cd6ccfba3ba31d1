import Coding
import Engine
import EngineSupport
import Foundation
import Model
import Presentation
import PushSupport
import Service
import ServiceSupport
import Testing

@Suite("The API's document", .timeLimit(.minutes(2)))
struct APITests {
  private let node: TestNode

  init() throws { node = try TestNode.paid(auditor: .quake1) }

  private func surface() async throws -> APISurface {
    try await TestService.serving(node) { service async throws in service.service.surface }
  }

  private func routes(in document: JSON) throws -> Set<String> {
    guard case .object(let paths) = document["paths"] else { return [] }
    return Set(
      paths.flatMap { path in
        guard case .object(let members) = path.value else { return [String]() }
        return members.filter { $0.key != "parameters" }.map { "\($0.key.uppercased()) \(path.key)" }
      })
  }

  @Test("names every route there is, and no other")
  func everyRoute() async throws {
    let surface = try await surface()
    let documented = try routes(in: surface.document)
    #expect(documented == Set(surface.routes), "add routes through API, which documents them")
    #expect(documented.count > 15)
    try await TestService.serving(node) { service async throws in
      let served = try await service.call("/openapi.json")
      #expect(served.status == 200 && served.type == "application/json")
      #expect(try routes(in: #require(served.json)) == documented)
    }
  }

  @Test("is well formed: every reference leads somewhere, every captured part is described, names are unique")
  func structure() async throws {
    let document = try await surface().document
    #expect(document["openapi"] == "3.1.0")
    var identifiers: [JSON] = []
    guard case .object(let paths) = document["paths"], case .object(let schemas) = document["components"]?["schemas"]
    else { return #expect(Bool(false)) }
    let names = Set(schemas.map(\.key))
    for reference in references(document) {
      #expect(names.contains(String(reference.dropFirst("#/components/schemas/".count))), "\(reference)")
    }
    #expect(names == Set(references(document).map { String($0.dropFirst("#/components/schemas/".count)) }))
    for path in paths {
      guard case .object(let members) = path.value else { continue }
      let captures = path.key.split(separator: "/").filter { $0.hasPrefix("{") }
      var described: [JSON] = []
      if case .array(let parameters)? = path.value["parameters"] { described = parameters }
      #expect(described.compactMap { $0["name"] } == captures.map { .string(String($0.dropFirst().dropLast())) })
      #expect(
        described.allSatisfy { $0["description"] != "" && $0["in"] == "path" && $0["required"] == true }, "\(path.key)")
      for member in members where member.key != "parameters" {
        identifiers.append(try #require(member.value["operationId"]))
        #expect(member.value["responses"]?["200"]?["content"] != nil && member.value["responses"]?["429"] != nil)
        #expect((member.value["requestBody"] != nil) == ["post", "put", "delete"].contains(member.key))
      }
    }
    #expect(Set(identifiers).count == identifiers.count)
  }

  private func references(_ json: JSON) -> [String] {
    switch json {
    case .object(let members):
      members.flatMap { member in
        if member.key == "$ref", case .string(let reference) = member.value { return [reference] }
        return references(member.value)
      }
    case .array(let elements): elements.flatMap(references)
    default: []
    }
  }

  @Test("answers look as it says")
  func answers() async throws {
    try node.accept(node.payment(40_000))
    let family = TestNode.families[0]
    let calls: [(path: String, target: String, signer: Signer?)] = [
      ("/health", "/health", nil), ("/ready", "/ready", nil),
      ("/v1/accounts/{account}", "/v1/accounts/\(TestAgency.bank.account)", nil),
      ("/v1/accounts/{account}", "/v1/accounts/\(TestNode.shop)", nil),
      ("/v1/accounts/{account}", "/v1/accounts/\(family)", .family(0)),
      ("/v1/accounts/{account}/balance", "/v1/accounts/\(family)/balance", .family(0)),
      ("/v1/accounts/{account}/lane", "/v1/accounts/\(family)/lane", .family(0)),
      ("/v1/accounts/{account}/entitlements", "/v1/accounts/\(family)/entitlements", .family(0)),
      ("/v1/accounts/{account}/explanation", "/v1/accounts/\(family)/explanation", .family(0)),
      ("/v1/accounts/{account}/reads", "/v1/accounts/\(family)/reads", .family(0)),
      ("/v1/proofs/entry/{index}", "/v1/proofs/entry/3", nil),
      ("/v1/proofs/consistency", "/v1/proofs/consistency?from=2", nil),
      ("/v1/audit/openings", "/v1/audit/openings", .agency(.quake1)),
      ("/v1/audit/access-log", "/v1/audit/access-log", .agency(.quake1)),
      ("/v1/audit/access-log/head", "/v1/audit/access-log/head", nil),
    ]
    try await TestService.serving(node) { service async throws in
      let document = try await surface().document
      let shape = Shape(document)
      for call in calls {
        let answer =
          if let signer = call.signer { try await service.call(call.target, as: signer) } else {
            try await service.call(call.target)
          }
        #expect(answer.status == 200, "\(call.target)")
        let schema = document["paths"]?[call.path]?["get"]?["responses"]?["200"]?["content"]?["application/json"]?[
          "schema"]
        let faults = shape.faults(of: try #require(answer.json), try #require(schema), at: call.target)
        #expect(faults.isEmpty, "\(faults)")
      }
      let problem = try #require(document["components"]?["schemas"]?["Problem"])
      let refused = try await service.submit(node.payment(1, ahead: 5))
      #expect(shape.faults(of: try #require(refused.json), problem, at: "problem").isEmpty)
      let done = try await service.submit(node.payment(1_000))
      let answer = try #require(document["components"]?["schemas"]?["CommandAnswer"])
      #expect(shape.faults(of: try #require(done.json), answer, at: "answer") == [])
      for problem in try await surface().problems {
        #expect(
          shape.faults(of: problem.json, try #require(document["components"]?["schemas"]?["Problem"]), at: problem.name)
            .isEmpty)
      }
    }
  }

  @Test("every answer in JSON is described, but for the description itself")
  func described() async throws {
    guard case .object(let paths) = try await surface().document["paths"] else { return #expect(Bool(false)) }
    var bare: [String] = []
    for path in paths {
      guard case .object(let members) = path.value else { continue }
      for member in members {
        guard case .object(let contents)? = member.value["responses"]?["200"]?["content"] else { continue }
        bare += contents.filter { $0.value["schema"] == [:] }.map { "\(member.key) \(path.key) \($0.key)" }
      }
    }
    #expect(bare == ["get /openapi.json application/json"])
  }

  @Test("public answers look as it says, before a cycle is closed and after, and so do histories and subscriptions")
  func publicAnswers() async throws {
    try node.accept(node.payment(40_000))
    let family = TestNode.families[0]
    let (bank, network) = (TestAgency.bank.account, node.genesis.network)
    func did(_ account: AccountNumber) -> String { "/1.0/identifiers/did:salur:\(network):\(account)" }
    let calls: [Call] = [
      Call("/v1/programmes"), Call("/v1/programmes/{series}", "/v1/programmes/id.test"), Call("/v1/cycles"),
      Call("/v1/cycles", "/v1/cycles?limit=1"), Call("/v1/cycles/{series}/{cycle}", "/v1/cycles/id.test/2026-Q1"),
      Call("/v1/regions/{code}/coverage", "/v1/regions/53.15.06.2001/coverage"), Call("/v1/merchants"),
      Call("/v1/merchants", "/v1/merchants?region=53.15.06.2001&limit=1"), Call("/v1/witnesses"), Call("/v1/push/key"),
      Call("/1.0/identifiers/{did}", did(bank), type: "application/did-resolution"),
      Call("/1.0/identifiers/{did}", did(family), type: "application/did-resolution"),
      Call("/1.0/identifiers/{did}", did(bank), type: "application/did+ld+json"),
      Call("/v1/accounts/{account}/history", "/v1/accounts/\(family)/history", as: .family(0)),
      Call("/v1/accounts/{account}/history", "/v1/accounts/\(family)/history?limit=1", as: .family(0)),
      Call(
        "/v1/accounts/{account}/push", "/v1/accounts/\(family)/push", as: .family(0), method: "PUT",
        body: Phone().json("https://push.example.net/a")),
      Call("/v1/accounts/{account}/push", "/v1/accounts/\(family)/push", as: .family(0), method: "DELETE"),
    ]
    let witness = try WitnessAddress(key: TestHeads.witnesses[0].name, url: "http://127.0.0.1:1")
    func compare(_ calls: [Call]) async throws {
      try await TestService.serving(node, configure: { $0.witnesses = [witness] }) { service async throws in
        let document = service.service.surface.document
        for call in calls {
          let body = Array(call.body.utf8)
          let answer =
            if let signer = call.signer {
              try await service.call(call.method, call.target, as: signer, accept: call.type, body: body)
            } else { try await service.call(call.target, headers: ["Accept": call.type]) }
          #expect(answer.status == 200 && answer.type == call.type, "\(call.target): \(answer.text)")
          let schema = document["paths"]?[call.path]?[call.method.lowercased()]?["responses"]?["200"]?["content"]?[
            call.type]?["schema"]
          let faults = Shape(document).faults(
            of: try #require(answer.json), try #require(schema), at: "\(call.method) \(call.target)")
          #expect(faults.isEmpty, "\(faults)")
        }
      }
    }
    try await compare(calls)
    try node.advance(to: "2026-03-13")
    let regions = "/v1/cycles/{series}/{cycle}/regions"
    try await compare(Array(calls[0..<6]) + [Call(regions, "/v1/cycles/id.test/2026-Q1/regions")])
  }

  /// A call and where the document describes its answer.
  private struct Call {
    let path: String
    let target: String
    var type: String
    var signer: Signer?
    var method: String
    var body: String

    init(
      _ path: String, _ target: String? = nil, type: String = "application/json", as signer: Signer? = nil,
      method: String = "GET", body: String = ""
    ) {
      (self.path, self.target, self.type) = (path, target ?? path, type)
      (self.signer, self.method, self.body) = (signer, method, body)
    }
  }

  @Test("a parameter that no description has is refused by its name, and what every description has is not")
  func parameters() async throws {
    try await TestService.serving(node) { service async throws in
      let surface = try await surface()
      guard case .object(let paths) = surface.document["paths"] else { return #expect(Bool(false)) }
      var checked = 0
      for path in paths {
        guard case .object(let members) = path.value else { continue }
        let filled = path.key.replacing(/\{[a-z]+\}/, with: "1")
        for member in members where member.key != "parameters" {
          let method = member.key.uppercased()
          let unknown = try await service.call(method, filled + "?limitt=1")
          #expect(unknown.status == 400 && unknown.problem == "malformed", "\(method) \(filled)")
          guard case .string(let detail)? = unknown.json?["detail"] else { return #expect(Bool(false)) }
          #expect(detail.hasPrefix("'limitt' is not known"), "\(detail)")
          #expect(member.value["responses"]?["400"] != nil, "\(method) \(path.key)")
          checked += 1
          guard case .array(let parameters)? = member.value["parameters"] else { continue }
          for case .string(let name)? in parameters.map({ $0["name"] }) {
            #expect(detail.contains("'\(name)'"), "\(method) \(path.key): \(detail)")
            let known = try await service.call(method, "\(filled)?\(name)=1")
            let said = known.json?["detail"] ?? .null
            #expect(!said.text.contains("is not known"), "\(method) \(path.key): \(said.text)")
          }
        }
      }
      #expect(checked == surface.routes.count)
    }
  }

  @Test("problems have unique names, words in both languages, and are listed in docs/API.md with the operations")
  func problems() async throws {
    let surface = try await surface()
    #expect(Set(surface.problems.map(\.name)).count == surface.problems.count)
    for problem in surface.problems { #expect(!problem.title.indonesian.isEmpty && !problem.title.english.isEmpty) }
    let known = Set(surface.problems.map(\.name))
    for name in try Self.namesInCode() { #expect(known.contains(name), "add '\(name)' to Problem.catalogue") }
    try Self.check(
      "docs/API.md",
      [
        "problems": Self.table(
          ["type", "status", "again?", "Indonesian", "English"],
          surface.problems.map {
            ["`\($0.name)`", "\($0.status)", $0.canRetry ? "yes" : "no", $0.title.indonesian, $0.title.english]
          }),
        "operations": Self.table(
          ["call", "answers", "who", "as"],
          surface.operations.map { item in
            ["`\(item.route)`", item.summary, item.reader, item.types.map { "`\($0)`" }.joined(separator: ", ")]
          }),
      ])
  }

  // MARK: Pages and code as they are written

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every name that a problem is given in the code.
  private static func namesInCode() throws -> Set<String> {
    let folder = root.appending(path: "Sources/Node/Service")
    var names: Set<String> = []
    guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
    for case let file as URL in walk where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /status: [^\n]*, name: "([a-z-]+)"/) { names.insert(String(match.1)) }
    }
    return names
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    ([head, head.map { _ in "---" }] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// Compares a page's generated parts with what they should be, or rewrites them where `UPDATE_FORMATS=1` asks.
  private static func check(_ path: String, _ parts: [String: String]) throws {
    let url = root.appending(path: path)
    var text = try String(contentsOf: url, encoding: .utf8)
    for (part, content) in parts {
      let start = try #require(text.range(of: "<!-- generated:\(part) -->\n"))
      let end = try #require(text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex))
      let range = start.upperBound..<end.lowerBound
      if text[range] == content { continue }
      if ProcessInfo.processInfo.environment["UPDATE_FORMATS"] == "1" {
        text.replaceSubrange(range, with: content)
        try text.write(to: url, atomically: true, encoding: .utf8)
      } else {
        Issue.record(
          "\(path), part '\(part)', is not what the code says; run UPDATE_FORMATS=1 script/test --filter APITests")
      }
    }
  }
}
