import Foundation
import Testing

@Suite("A running node")
struct NodeLifeTests {
  /// A network with a block of its own.
  private func network() throws -> Network {
    let network = try Network()
    let schema = try Salur.run(
      "schema", "register", "Examples/schemas/dtsen.family.1.yaml", "--data", network.data, "--key",
      network.key("dtsen"))
    try #require(schema.status == 0, "\(schema.errors)")
    return network
  }

  private func names(_ folder: String, of network: Network) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: network.data + "/" + folder)) ?? []).sorted()
  }

  /// Entries under the newest checkpoint that was published.
  private func publishedSize(_ network: Network) throws -> Int {
    let inspected = try Salur.run("inspect", "--json", network.data + "/journal/acknowledged").output
    let object = try JSONSerialization.jsonObject(with: Data(inspected.utf8)) as? [String: Any]
    let content = (object?["value"] as? [String: Any])?["content"] as? [String: Any]
    return try #require(content?["checkpointSize"] as? Int, "\(inspected)")
  }

  @Test("leaves a snapshot and a published checkpoint when it is stopped, and starts from them")
  func stop() throws {
    let network = try network()
    #expect(names("snapshots", of: network).isEmpty)
    #expect(try publishedSize(network) == 0)
    let node = try RunningSalur("node", "run", "--json", "--port", "0", "--data", network.data)
    try node.waitForOutput(#""event":"ready""#)
    #expect(node.stop() == 0)
    #expect(names("snapshots", of: network).count == 1)
    #expect(try publishedSize(network) > 0)
    let again = try Salur.run("node", "run", "--json", "--stdin", "--data", network.data)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains(#""replayedBlocks":0"#) && again.output.contains(#""passedOver":[]"#))
  }

  @Test("publishes a checkpoint as soon as it runs: killed at once, it is there")
  func kill() throws {
    let network = try network()
    let node = try RunningSalur("node", "run", "--json", "--port", "0", "--data", network.data)
    try node.waitForOutput(#""event":"ready""#)
    for _ in 0..<600 where try publishedSize(network) == 0 { usleep(50_000) }
    #expect(try publishedSize(network) > 0)
    Foundation.kill(node.id, SIGKILL)
  }

  @Test("cuts no block while nothing happens")
  func quiet() throws {
    let network = try network()
    let node = try RunningSalur("node", "run", "--json", "--port", "0", "--data", network.data)
    try node.waitForOutput(#""event":"ready""#)
    usleep(2_500_000)
    #expect(node.stop() == 0)
    let before = try Salur.run("node", "run", "--json", "--stdin", "--data", network.data)
    #expect(before.output.contains(#""height":1,"#), "\(before.output)")
  }

  @Test("of another network than it was told is refused before anything is written")
  func otherNetwork() throws {
    let network = try Network()
    let other = String(repeating: "0", count: 64)
    let outcome = try Salur.run("node", "run", "--stdin", "--network", other, "--data", network.data)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: \(network.data) belongs to network "), "\(outcome.errors)")
    #expect(names("", of: network) == ["genesis.cbor", "log.key", "vault.key"])
  }
}
