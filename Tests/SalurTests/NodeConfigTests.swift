import Foundation
import Testing

@Suite("salur node config")
struct NodeConfigTests {
  private func settings(_ arguments: String..., environment: [String: String] = [:]) throws -> [String: [String: Any]] {
    let outcome = try Salur.run(
      ["node", "config", "--json"] + arguments, environment: ["LANG": "en_US.UTF-8"].merging(environment) { $1 })
    try #require(outcome.status == 0, "\(outcome.errors)")
    let objects = try outcome.lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    return Dictionary(uniqueKeysWithValues: objects.map { ($0["setting"] as? String ?? "", $0) })
  }

  private func text(_ item: [String: Any]?) -> String { "\(item?["value"] ?? "nothing")" }

  /// Settings that have no default: the example shows them in comments.
  private static let unset: Set = ["push.contact", "vault.key_file", "witness_quorum"]

  @Test("The example has every setting with its default")
  func example() throws {
    let (defaults, example) = (try settings(), try settings("--config", "Examples/node.yaml"))
    let yaml = try #require(Salur.text(of: "Examples/node.yaml"))
    for (name, item) in example {
      let source = (item["source"] as? [String: Any])?["kind"] as? String
      let key = name.split(separator: ".").last.map(String.init) ?? ""
      if Self.unset.contains(name) {
        #expect(source == "default" && yaml.contains(" \(key): "), "\(name)")
      } else {
        #expect(source == "file", "\(name)")
        #expect(name == "data" || text(item) == text(defaults[name]), "\(name)")
      }
    }
  }

  @Test("Witnesses, proxies, contact and streams may be chosen in all three places")
  func places() throws {
    let folder = TemporaryFolder()
    let file = folder.file(
      "node.yaml",
      """
      listen: {proxies: [10.0.0.1, "0:0::1"]}
      events: {streams: 5, beat_seconds: 3, replayed_entries: 0}
      push: {contact: "https://example.go.id"}
      witness_quorum: 1
      """
    ).path
    let read = try settings("--config", file)
    #expect(read["listen.proxies"]?["value"] as? [String] == ["10.0.0.1", "::1"], "as sockets spell them")
    #expect(text(read["events.streams"]) == "5" && text(read["events.beat_seconds"]) == "3")
    #expect(text(read["events.replayed_entries"]) == "0" && text(read["push.contact"]) == "https://example.go.id")
    #expect(text(read["witness_quorum"]) == "1")
    let chosen = try settings(
      "--config", file, "--witness-quorum", "2", "--set", "push.contact=mailto:a@example.go.id",
      environment: ["SALUR_LISTEN_PROXIES": "127.0.0.1", "SALUR_EVENTS_STREAMS": "6"])
    #expect(chosen["listen.proxies"]?["value"] as? [String] == ["127.0.0.1"])
    #expect(text(chosen["events.streams"]) == "6" && text(chosen["witness_quorum"]) == "2")
    #expect(text(chosen["push.contact"]) == "mailto:a@example.go.id")
  }

  @Test("Flags for witnesses take the whole list's place, and are named as its source")
  func witnesses() throws {
    let folder = TemporaryFolder()
    let keys = try (1...3).map { number in
      let made = try Salur.run(
        "witness", "new", "--data", folder.path("w\(number)"), "--name", "witness.test/\(number)")
      return "\(made.output.trimmingCharacters(in: .whitespacesAndNewlines))=http://127.0.0.1:\(number)"
    }
    let file = folder.file("node.yaml", "witnesses: [\"\(keys[0])\"]\n").path
    #expect(try settings("--config", file)["witnesses"]?["value"] as? [String] == [keys[0]])
    let chosen = try settings("--config", file, "--witness", keys[1], "--witness", keys[2])["witnesses"]
    #expect(chosen?["value"] as? [String] == [keys[1], keys[2]])
    #expect((chosen?["source"] as? [String: Any])?["flag"] as? String == "--witness")
  }

  @Test("A node does not start with more witnesses asked for than genesis names")
  func quorum() throws {
    let network = try Network()
    let named = try Salur.run("node", "show", "--data", network.data, "--json").output
    #expect(named.contains(#""witnesses":[]"#), "\(named)")
    let refused = try Salur.run("node", "run", "--data", network.data, "--port", "0", "--witness-quorum", "1")
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains(
        "'witness_quorum' asks for 1 witnesses, but the genesis document names 0; write 0 at most, or leave it out"),
      "\(refused.errors)")
  }

  @Test("What cannot be is refused with its place and what to write, all at once")
  func refusals() throws {
    let folder = TemporaryFolder()
    let file = folder.file(
      "node.yaml",
      """
      listen: {proxies: [proxy.example]}
      push: {contact: operator@example.go.id}
      witnesses: [somebody]
      witness_quorum: 33
      events: {beat_seconds: 0}
      """
    ).path
    let outcome = try Salur.run("node", "config", "--config", file, "--set", "listen.proxies=10.0.0.0/8")
    #expect(outcome.status == 1)
    for sentence in [
      ":1:20: 'proxy.example' is no IP address; write the proxy's address, such as 127.0.0.1 or ::1",
      ":2:17: 'operator@example.go.id' is no contact address; write mailto:NAME@PLACE or https://…",
      ":3:13: 'somebody' is no witness: ", ":4:17: 33 is outside 0 to 32", ":5:24: 0 is outside 1 to 600",
      "--set listen.proxies:1:1: '10.0.0.0/8' is no IP address",
    ] {
      #expect(outcome.errors.contains(sentence), "\(sentence) in \(outcome.errors)")
    }
  }
}
