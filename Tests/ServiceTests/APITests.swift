import Coding
import Engine
import EngineSupport
import Foundation
import Model
import Presentation
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
