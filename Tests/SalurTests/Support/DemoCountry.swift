import Foundation
import Testing

/// The demonstration's network with a node running, and wallets of four of its families.
struct DemoCountry {
  let folder = TemporaryFolder()
  let node: RunningSalur
  let url: String
  let network: String

  static let families: [UInt32] = [25, 45, 65, 85]
  static let secret = ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long secret"]

  init() throws {
    let data = folder.path("data")
    let demo = try Salur.run("demo", "--families", "5000", "--data", data)
    try #require(demo.status == 0, "\(demo.errors)")
    let shown = try Salur.run("node", "show", "--data", data, "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    node = try RunningSalur("node", "run", "--port", "0", "--data", data)
    try node.waitForErrors("http://127.0.0.1:")
    let text = node.errors
    let start = try #require(text.range(of: "http://127.0.0.1:"))
    url = "http://127.0.0.1:" + text[start.upperBound...].prefix { $0.isNumber }
    network = try #require(object["network"] as? String)
    for account in Self.families {
      let key = folder.file("\(account).key", Network.demoKey(of: account, seed: 2026)).path
      let made = try Self.run(
        "wallet", "create", "--wallet", folder.path("\(account)"), "--node", url, "--network", network, "--key", key,
        "--account", "\(account)", "--witnesses", "0")
      try #require(made.status == 0, "\(made.errors)")
    }
  }

  /// Runs a command with the wallets' passphrase.
  static func run(_ arguments: String...) throws -> Salur.Outcome { try run(arguments) }

  static func run(_ arguments: [String]) throws -> Salur.Outcome { try Salur.run(arguments, environment: secret) }
}
