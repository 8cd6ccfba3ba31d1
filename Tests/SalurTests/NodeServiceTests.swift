import Foundation
import Testing

@Suite("A node over HTTP")
struct NodeServiceTests {
  /// A node on a port of its own.
  private struct Serving {
    let network: Network
    let node: RunningSalur
    let port: Int

    init(_ arguments: String..., environment: [String: String] = [:]) throws {
      network = try Network()
      node = try RunningSalur(
        ["node", "run", "--json", "--port", "0", "--data", network.data] + arguments, environment: environment)
      try node.waitForOutput(#""event":"listening""#)
      let line = try #require(node.output.split(separator: "\n").first { $0.contains("listening") })
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      port = try #require(object?["port"] as? Int)
    }
  }

  @Test("lives, is ready, and stops in log lines of JSON that name nobody")
  func life() throws {
    let serving = try Serving("--log-level", "debug")
    #expect(try HTTPCall("/health", port: serving.port).status == 200)
    let ready = try HTTPCall("/ready", port: serving.port)
    #expect(ready.status == 200 && ready.body.contains(#""status":"ready""#), "\(ready.body)")
    #expect(try HTTPCall("/v1/accounts/SLR-000000JJ/state", port: serving.port).status == 401)
    #expect(try HTTPCall("/nothing/SLR-000000JJ", port: serving.port).status == 404)
    #expect(serving.node.stop() == 0)
    let lines = serving.node.errors.split(separator: "\n")
    #expect(lines.count >= 6, "\(serving.node.errors)")
    for line in lines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String], "\(line)")
      #expect(object["time"] != nil && object["level"] != nil && object["message"] != nil)
    }
    #expect(lines.contains { $0.contains(#""route":"/v1/accounts/{account}/state""#) || $0.contains(":account") })
    #expect(!serving.node.errors.contains("SLR-"))
    #expect(lines.last?.contains("The node has stopped") == true)
  }

  @Test("shows what it measures as Prometheus text")
  func metrics() throws {
    let serving = try Serving()
    for _ in 0..<3 { _ = try HTTPCall("/health", port: serving.port) }
    _ = try HTTPCall("/health", method: "PROPFIND", port: serving.port)
    let metrics = try HTTPCall("/metrics", port: serving.port)
    #expect(metrics.status == 200)
    var (families, values) = (Set<Substring>(), [Substring: Double]())
    let sample = /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (\S+)/
    for line in metrics.body.split(separator: "\n") {
      if line.hasPrefix("# TYPE ") {
        let words = line.split(separator: " ")
        #expect(words.count == 4 && families.insert(words[2]).inserted, "\(line)")
        #expect(["counter", "gauge", "histogram"].contains(words[3]))
      } else if !line.hasPrefix("# HELP ") {
        let match = try #require(try sample.wholeMatch(in: line), "\(line)")
        let name = String(match.1)
        let family = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }.map { name.dropLast($0.count) }
        #expect(families.contains(match.1) || family.map { families.contains($0) } == true, "\(line)")
        values[match.1 + (match.2 ?? "")] = try #require(Double(match.4), "\(line)")
      }
    }
    #expect(values[#"salur_http_requests_total{method="GET",route="/health",status="200"}"#] == 3, "\(metrics.body)")
    #expect(metrics.body.contains(#"method="other""#) && !metrics.body.contains("PROPFIND"))
    for name in ["salur_block_height", "salur_queue_commands", "salur_log_entries", "process_resident_memory_bytes"] {
      #expect(values[name[...]] != nil, "\(name)")
    }
    #expect(families.isSuperset(of: ["salur_commands_total", "salur_block_seconds", "salur_sync_seconds"]))
  }

  @Test("takes its settings from a file, the environment and flags, and says from where")
  func configuration() throws {
    let folder = TemporaryFolder()
    folder.file("node.yaml", "data: /somewhere\nlisten:\n  port: 1\n  host: 0.0.0.0\nblock: {commands: 500}\n")
    let outcome = try Salur.run(
      ["node", "config", "--json", "--config", folder.path("node.yaml"), "--port", "3", "--set", "block.queue=70"],
      environment: ["LANG": "en_US.UTF-8", "SALUR_LISTEN_PORT": "2", "SALUR_BLOCK_COMMANDS": "600"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    var found: [String: (value: String, source: [String: Any])] = [:]
    for line in outcome.lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      found[try #require(object?["setting"] as? String)] =
        ("\(try #require(object?["value"]))", try #require(object?["source"] as? [String: Any]))
    }
    #expect(found["listen.port"]?.value == "3" && found["listen.port"]?.source["flag"] as? String == "--port")
    #expect(found["block.commands"]?.value == "600")
    #expect(found["block.commands"]?.source["variable"] as? String == "SALUR_BLOCK_COMMANDS")
    #expect(found["listen.host"]?.value == "0.0.0.0" && found["listen.host"]?.source["line"] as? Int == 4)
    #expect(found["block.queue"]?.value == "70" && found["log.level"]?.source["kind"] as? String == "default")
    let table = try Salur.run("node", "config", "--data", "d")
    #expect(table.lines.contains { $0.hasPrefix("listen.port") && $0.contains("8080") && $0.hasSuffix("default") })
  }

  @Test("is refused with a place and a remedy where a setting is wrong, before anything is opened")
  func badConfiguration() throws {
    let folder = TemporaryFolder()
    folder.file("node.yaml", "listen:\n  prot: 80\n")
    let outcome = try Salur.run("node", "run", "--config", folder.path("node.yaml"), "--data", folder.path("d"))
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("node.yaml:2:3: 'prot' is no field of the section 'listen'; did you mean 'port'?"),
      "\(outcome.errors)")
    let nowhere = try Salur.run("node", "run")
    #expect(nowhere.status == 2 && nowhere.errors.contains("no data directory is chosen"), "\(nowhere.errors)")
  }

  @Test("loses and doubles nothing it acknowledged, killed or stopped under load")
  func underLoad() throws {
    let folder = TemporaryFolder()
    let outcome = try Salur.run(
      "bench", "http", "--json", "--keep", "--scratch", folder.url.path, "--seconds", "1", "--saturation", "1",
      "--connections", "32", "--payers", "4", "--rate", "400")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any], "\(outcome.output)")
    #expect(object["lost"] as? Int == 0 && object["doubled"] as? Int == 0 && object["failures"] as? Int == 0)
    #expect(try #require(object["acknowledged"] as? Int) > 1_000)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    let data = folder.path(try #require(names.first { $0.hasPrefix(".salur-bench-") }))
    let audit = try Salur.run("audit", "verify", "--data", data)
    #expect(audit.status == 0, "\(audit.output)\(audit.errors)")
  }

  @Test("answers nobody once it is stopped")
  func stopped() throws {
    let serving = try Serving()
    #expect(serving.node.stop() == 0)
    #expect(throws: HTTPCall.NoAnswer.self) { try HTTPCall("/health", port: serving.port) }
  }
}
