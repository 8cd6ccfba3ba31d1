import Foundation
import Outbound
import Testing

@Suite("salur witness")
struct WitnessCommandTests {
  /// The address a process says it listens on.
  private func address(_ running: RunningSalur) throws -> String {
    for _ in 0..<600 {
      if let start = running.errors.range(of: "running at "), let end = running.errors.range(of: "; stop it") {
        return String(running.errors[start.upperBound..<end.lowerBound])
      }
      usleep(50_000)
    }
    throw RunningSalur.TookTooLong(output: "", errors: running.errors)
  }

  @Test("makes a key once, cosigns a node's heads, and goes on after it was killed")
  func cosigns() async throws {
    let network = try Network()
    let data = network.folder.path("witness")
    let made = try Salur.run("witness", "new", "--data", data, "--name", "witness.test/cli")
    #expect(made.status == 0, "\(made.errors)")
    let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(key.hasPrefix("witness.test/cli+"))
    #expect(try Salur.run("witness", "show", "--data", data).output == made.output)
    #expect(try Salur.run("witness", "new", "--data", data, "--name", "other").status == 1)

    var witness = try RunningSalur(
      "witness", "run", "--data", data, "--genesis", network.data + "/genesis.cbor", "--port", "0")
    let first = try address(witness)
    let port = try #require(first.split(separator: ":").last)
    let node = try RunningSalur("node", "run", "--data", network.data, "--port", "0", "--witness", "\(key)=\(first)")
    let url = try address(node)
    let client = OutboundClient()
    func isCosigned() async throws -> Bool {
      String(decoding: try await client.get(url + "/checkpoint").body, as: UTF8.self).contains("— witness.test/cli ")
    }
    for _ in 0..<200 where try await !isCosigned() { usleep(50_000) }
    #expect(try await isCosigned())
    kill(witness.id, SIGKILL)
    witness = try RunningSalur(
      "witness", "run", "--data", data, "--genesis", network.data + "/genesis.cbor", "--port", String(port), "--json")
    try witness.waitForOutput(#""size":2"#)
    #expect(node.stop() == 0)
    #expect(witness.stop() == 0)
  }

  @Test("refuses what it cannot serve")
  func refusals() throws {
    let folder = TemporaryFolder()
    let none = try Salur.run("witness", "run", "--data", folder.path("none"), "--log", "x+00000000+AA")
    #expect(none.status == 1)
    #expect(try Salur.run("witness", "run", "--data", folder.path("none")).status == 2)
    let node = try Salur.run("node", "run", "--data", folder.path("none"), "--witness", "nonsense")
    #expect(node.status == 1 && node.errors.contains("--witness:1:1: 'nonsense' is no witness: "), "\(node.errors)")
  }
}
