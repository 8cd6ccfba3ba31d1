import Foundation
import Testing

@Suite("salur wallet")
struct WalletTests {
  private static let secret = ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long secret"]

  /// A directory with a paid family, made by the demonstration; its network's id.
  private func country(_ folder: TemporaryFolder) throws -> (data: String, network: String) {
    let data = folder.path("data")
    let demo = try Salur.run("demo", "--families", "5000", "--data", data)
    try #require(demo.status == 0, "\(demo.errors)")
    let shown = try Salur.run("node", "show", "--data", data, "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    return (data, try #require(object["network"] as? String))
  }

  private func address(_ node: RunningSalur) throws -> String {
    try node.waitForErrors("http://")
    let text = node.errors
    let start = try #require(text.range(of: "http://127.0.0.1:"))
    return "http://127.0.0.1:" + text[start.upperBound...].prefix { $0.isNumber }
  }

  private func wallet(_ arguments: String...) throws -> Salur.Outcome {
    try Salur.run(["wallet"] + arguments, environment: Self.secret)
  }

  @Test("pays and proves it; a node that goes back, or tells another past, is caught and the evidence kept")
  func honestAndLying() throws {
    let folder = TemporaryFolder()
    let (data, network) = try country(folder)
    let key = folder.file("family.key", Network.demoKey(of: 25, seed: 2026)).path
    let fork = folder.path("fork")
    try FileManager.default.copyItem(atPath: data, toPath: fork)
    let mine = folder.path("wallet")
    var honest = try RunningSalur("node", "run", "--port", "0", "--data", data)
    var url = try address(honest)
    let wrong = try wallet("create", "--wallet", mine, "--node", url, "--network", String(network.reversed()))
    #expect(wrong.status == 1 && wrong.errors.contains("is no node of that network"), "\(wrong.errors)")
    let made = try wallet(
      "create", "--wallet", mine, "--node", url, "--network", network, "--key", key, "--account", "25")
    #expect(made.status == 0, "\(made.errors)")
    let sealed = try String(contentsOfFile: mine + "/wallet.json", encoding: .utf8)
    let digits = try #require(Network.demoKey(of: 25, seed: 2026).split(separator: "\"").dropLast().last)
    #expect(!sealed.contains(digits), "the key lies open")
    let guess = try Salur.run(
      ["wallet", "show", "--wallet", mine], environment: ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long guess"])
    #expect(guess.status == 1 && guess.errors.contains("passphrase is wrong"))

    let before = try wallet("show", "--wallet", mine, "--json")
    #expect(before.output.contains(#""amount":2250000"#), "\(before.output)\(before.errors)")
    let paid = try wallet("pay", "--wallet", mine, "--to", "SLR-00004WTQ", "--amount", "1000")
    #expect(paid.status == 0 && paid.output.hasPrefix("Done and proved: entry "), "\(paid.errors)")
    #expect(try wallet("show", "--wallet", mine, "--json").output.contains(#""amount":2249000"#))
    let history = try wallet("history", "--wallet", mine)
    #expect(history.output.contains("all proved; they add up to the balance."), "\(history.errors)")
    let poor = try wallet("transfer", "--wallet", mine, "--to", "26", "--amount", "5000")
    #expect(poor.status == 1 && poor.errors.contains("insufficientFunds"), "\(poor.errors)")
    #expect(honest.stop() == 0)

    // A copy of the node from before: behind what was seen.
    honest = try RunningSalur("node", "run", "--port", "0", "--data", fork)
    url = try address(honest)
    let behind = try wallet("show", "--wallet", mine, "--node", url)
    #expect(behind.status == 1 && behind.errors.contains("behind"), "\(behind.errors)")
    // The same copy, grown past it: another past.
    let other = folder.path("other")
    let otherKey = folder.file("other.key", Network.demoKey(of: 25, seed: 2026)).path
    #expect(try wallet("create", "--wallet", other, "--node", url, "--network", network, "--key", otherKey, "--account", "25").status == 0)
    for amount in 1...3 {
      #expect(try wallet("pay", "--wallet", other, "--to", "SLR-00004WTQ", "--amount", "\(amount)00").status == 0)
    }
    let lied = try wallet("show", "--wallet", mine, "--node", url)
    #expect(lied.status == 1 && lied.errors.contains("a different past"), "\(lied.errors)")
    let evidence = try FileManager.default.contentsOfDirectory(atPath: mine).filter { $0.hasPrefix("evidence-") }
    #expect(evidence.count == 1)
    #expect(honest.stop() == 0)
  }

  @Test("says what is missing")
  func refusals() throws {
    let folder = TemporaryFolder()
    let none = try wallet("show", "--wallet", folder.path("none"))
    #expect(none.status == 1 && none.errors.contains("make one with 'salur wallet create'"))
    let noNode = try wallet("create", "--wallet", folder.path("w"), "--network", String(repeating: "0", count: 64))
    #expect(noNode.status != 0 && noNode.errors.contains("--node URL"))
    let noSecret = try Salur.run("wallet", "show", "--wallet", folder.path("none"))
    #expect(noSecret.status == 1)
    let nobody = try wallet(
      "create", "--wallet", folder.path("w"), "--node", "http://127.0.0.1:1", "--network",
      String(repeating: "0", count: 64))
    #expect(nobody.status == 1 && nobody.errors.contains("cannot be reached"), "\(nobody.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("w/wallet.json")))
  }
}
