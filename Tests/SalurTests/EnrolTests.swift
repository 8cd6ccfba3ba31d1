import Foundation
import Testing

/// Node, two agencies, mock issuer and registration service as processes, and wallets that enrol.
@Suite("salur wallet enrol")
struct EnrolTests {
  private static let secret = ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long secret"]
  private let network: Network
  private var folder: TemporaryFolder { network.folder }

  init() throws { network = try Network() }

  /// A process that serves, and where.
  private func serve(_ arguments: [String]) throws -> (process: RunningSalur, url: String) {
    let running = try RunningSalur(arguments, environment: Self.secret)
    try running.waitForErrors("; stop it with")
    let line = try #require(running.errors.split(separator: "\n").first { $0.contains("; stop it with") })
    let start = try #require(line.range(of: "http://"))
    return (running, String(line[start.lowerBound...].prefix { $0 != ";" }))
  }

  private func run(_ arguments: [String]) throws -> Salur.Outcome { try Salur.run(arguments, environment: Self.secret) }

  private func object(_ outcome: Salur.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// A port nobody has: the mock's is a part of its name.
  private static func freePort() -> Int {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(socket, $0, length)
        _ = getsockname(socket, $0, &length)
      }
    }
    return Int(in_port_t(bigEndian: address.sin_port))
  }

  @Test("A mock's person comes to have an account with their wallet's key; the same person again is refused")
  func enrol() throws {
    let officer = try #require(
      try object(Salur.run("key", "show", network.key("dukcapil"), "--json"))["did"] as? String)
    var processes: [RunningSalur] = []
    var (urls, keys): ([String], [String]) = ([], [])
    for agency in ["one", "two"] {
      let made = try run(["identity", "evaluator", "new", "--data", folder.path(agency), "--officer", officer])
      keys.append(try #require(made.lines.first, "\(made.errors)"))
      let (process, url) = try serve(["identity", "evaluator", "run", "--data", folder.path(agency), "--port", "0"])
      processes.append(process)
      urls.append(url)
    }
    // Before it runs: one process at a time has the directory.
    let id = try #require(
      try object(Salur.run("node", "show", "--data", network.data, "--json"))["network"] as? String)
    let (node, nodeURL) = try serve(["node", "run", "--data", network.data, "--port", "0"])
    let port = Self.freePort()
    let (mock, _) = try serve(["identity", "mock", "--port", "\(port)"])
    let mockURL = "http://localhost:\(port)"
    let made = try run([
      "identity", "service", "new", "--data", folder.path("daftar"), "--node", nodeURL, "--network", id, "--audience",
      "https://daftar.example", "--issuer", "did:web:localhost%3A\(port)", "--registry", mockURL, "--officer",
      network.key("dukcapil"), "--first", urls[0], "--first-key", keys[0], "--second", urls[1], "--second-key", keys[1],
    ])
    try #require(made.status == 0, "\(made.errors)")
    let (service, serviceURL) = try serve([
      "identity", "service", "run", "--data", folder.path("daftar"), "--port", "0",
    ])
    func enrol(_ wallet: String, _ more: String...) throws -> Salur.Outcome {
      if !FileManager.default.fileExists(atPath: folder.path(wallet)) {
        let made = try run([
          "wallet", "create", "--wallet", folder.path(wallet), "--node", nodeURL, "--network", id,
        ])
        try #require(made.status == 0, "\(made.errors)")
      }
      return try run(["wallet", "enrol", "--wallet", folder.path(wallet), "--service", serviceURL] + more)
    }
    let done = try enrol("siti", "--mock", mockURL, "--person", "3", "--json")
    #expect(done.status == 0, "\(done.errors)")
    let account = try #require(try object(done)["account"] as? String)
    #expect(try object(done)["tier"] as? String == "software")
    let shown = try run(["wallet", "show", "--wallet", folder.path("siti"), "--json"])
    #expect(shown.status == 0 && shown.output.contains(account), "\(shown.errors)")
    let twice = try enrol("siti", "--mock", mockURL, "--person", "3")
    #expect(twice.status == 1 && twice.errors.contains("has the account \(account) already"))
    // The same person, another wallet.
    let again = try enrol("other", "--mock", mockURL, "--person", "3")
    #expect(
      again.status == 1 && again.errors.contains("Somebody in it is registered already. (422)"), "\(again.errors)")
    #expect(!again.errors.contains(account))
    // The service knows the mock's credentials by the key its DID document publishes, and no other issuer's.
    let stranger = try run(["key", "new", "--kind", "p256", "--out", folder.path("stranger.key")])
    try #require(stranger.status == 0)
    folder.file("claims", #"{"over_6": true, "region_code": "53.71.04.1001", "family_size": 1}"#)
    let wallet = try Data(contentsOf: URL(fileURLWithPath: folder.path("other/wallet.json")))
    let holder = try #require((try JSONSerialization.jsonObject(with: wallet) as? [String: Any])?["did"] as? String)
    let issued = try run([
      "identity", "issue", "--key", folder.path("stranger.key"), "--issuer", "did:web:localhost%3A\(port)", "--holder",
      holder, "--claims", folder.path("claims"), "--out", folder.path("forged"),
    ])
    try #require(issued.status == 0, "\(issued.errors)")
    let forged = try enrol("other", "--credential", folder.path("forged"))
    #expect(forged.status == 1 && forged.errors.contains("(422)"), "\(forged.errors)")
    for process in [service, mock, node] + processes { #expect(process.stop() == 0, "\(process.errors)") }
    // What was logged tells nothing about anybody.
    for line in [service.errors, processes[0].errors] {
      #expect(!line.contains(account) && !line.contains("5371") && !line.contains("did:key"))
    }
    let audited = try Salur.run("audit", "verify", "--data", network.data)
    #expect(audited.status == 0, "\(audited.errors)")
  }
}
