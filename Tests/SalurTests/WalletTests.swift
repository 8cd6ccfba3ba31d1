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

  /// The demonstration's two witnesses, running, and how a node is told of them.
  private func witnesses(_ data: String) throws -> (running: [RunningSalur], options: [String]) {
    var (running, options): ([RunningSalur], [String]) = ([], [])
    for number in 1...2 {
      let folder = "\(data)/witnesses/\(number)"
      let key = try Salur.run("witness", "show", "--data", folder).output.trimmingCharacters(
        in: .whitespacesAndNewlines)
      let witness = try RunningSalur(
        "witness", "run", "--data", folder, "--genesis", data + "/genesis.cbor", "--port", "0")
      options += ["--witness", "\(key)=\(try address(witness))"]
      running.append(witness)
    }
    return (running, options)
  }

  /// The shop of the demonstration that every family can pay at: behind 18 agencies and the families.
  private static let shop = UInt32(5_018)

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
      "create", "--wallet", mine, "--node", url, "--network", network, "--key", key, "--account", "25", "--witnesses",
      "0")
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
    let second = try wallet(
      "create", "--wallet", other, "--node", url, "--network", network, "--key", otherKey, "--account", "25",
      "--witnesses", "0")
    #expect(second.status == 0, "\(second.errors)")
    for amount in 1...3 {
      #expect(try wallet("pay", "--wallet", other, "--to", "SLR-00004WTQ", "--amount", "\(amount)00").status == 0)
    }
    let lied = try wallet("show", "--wallet", mine, "--node", url)
    #expect(lied.status == 1 && lied.errors.contains("a different past"), "\(lied.errors)")
    let evidence = try FileManager.default.contentsOfDirectory(atPath: mine).filter { $0.hasPrefix("evidence-") }
    #expect(evidence.count == 1)
    #expect(honest.stop() == 0)
  }

  @Test("a key that is taken over has its kind: --kind beside --key is refused before any node is asked")
  func contradictory() throws {
    let folder = TemporaryFolder()
    let key = folder.file("family.key", Network.demoKey(of: 25, seed: 2026)).path
    let both = try wallet(
      "create", "--wallet", folder.path("wallet"), "--node", "http://127.0.0.1:1", "--network",
      String(repeating: "0", count: 64), "--key", key, "--kind", "p256")
    #expect(both.status == 2 && both.errors.contains("a key taken with --key has its kind already"), "\(both.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("wallet")))
    for (language, words) in [("id", "bukan alamat http atau https"), ("en", "is no http or https address")] {
      let nowhere = try wallet(
        "create", "--wallet", folder.path("wallet"), "--node", "ftp://x", "--network",
        String(repeating: "0", count: 64),
        "--lang", language)
      #expect(nowhere.status == 1 && nowhere.errors.contains(words), "\(nowhere.errors)")
      #expect(language == "en" || !nowhere.errors.contains("address"), "\(nowhere.errors)")
    }
  }

  @Test("explains what was paid by proof, and calls the node's word by its name")
  func explains() throws {
    let folder = TemporaryFolder()
    let (data, network) = try country(folder)
    let (running, options) = try witnesses(data)
    let node = try RunningSalur(["node", "run", "--port", "0", "--data", data] + options)
    let url = try address(node)
    let mine = folder.path("wallet")
    let key = folder.file("family.key", Network.demoKey(of: 25, seed: 2026)).path
    let made = try wallet(
      "create", "--wallet", mine, "--node", url, "--network", network, "--key", key, "--account", "25")
    #expect(made.output.contains("Witnesses asked for: 2 of 2."), "\(made.errors)")
    for _ in 0..<100 where try wallet("show", "--wallet", mine).status != 0 { usleep(100_000) }
    let shown = try wallet("show", "--wallet", mine)
    #expect(shown.output.contains(", cosigned by the witnesses."), "\(shown.output)\(shown.errors)")

    let all = try wallet("explain", "--wallet", mine)
    #expect(all.status == 0, "\(all.errors)")
    #expect(
      all.output.contains("Its receipt commits to a decision of Rp 2,250,000, the programme's document and the facts"))
    #expect(all.output.contains("The node's word, not proved: yes, Rp 2,250,000"))
    #expect(
      all.output.contains("Proved: this programme has never paid this account; its history adds up to the balance."))
    #expect(all.output.contains("The node's word, not proved: no, for not meeting: Lives in a region the sources name"))
    let indonesian = try wallet("explain", "--wallet", mine, "--lang", "id", "--series", "id.bnpb.gempa-ntt")
    #expect(indonesian.output.contains("Kata node, tidak terbukti: tidak, karena tidak memenuhi:"))
    #expect(indonesian.output.contains("seharusnya di wilayah 53") && !indonesian.output.contains("id.kemensos"))

    let old = try wallet(
      "explain", "--wallet", mine, "--series", "id.kemensos.pkh", "--cycle", "2026-Q1", "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(old.output.utf8)) as? [String: Any])
    let decisions = try #require(object["decisions"] as? [[String: Any]])
    let proved = try #require(decisions.first?["proved"] as? [String: Any])
    #expect(proved["paid"] as? Int == 2_250_000 && proved["committed"] as? Bool == false, "the cycle is closed")
    #expect(proved["paidByProgramme"] as? Int == 9_000_000)
    let wrong = try wallet("explain", "--wallet", mine, "--series", "no such&cycle=2026-Q1")
    #expect(
      wrong.status == 1 && wrong.errors.contains("the node says that there is no such decision"), "\(wrong.errors)")
    #expect(try wallet("explain", "--wallet", mine, "--person", "0").status == 2)
    let nobody = try wallet("explain", "--wallet", mine, "--person", "99")
    #expect(
      nobody.status == 1 && nobody.errors.contains("check the programme, the cycle and the person"), "\(nobody.errors)")
    #expect(try wallet("explain", "--wallet", mine, "--person", "1").status == 0)
    #expect(node.stop() == 0)
    for witness in running { #expect(witness.stop() == 0) }
  }

  @Test("watches: tells what is proved, goes on where it stopped, and never takes a node's word for money")
  func watches() throws {
    let folder = TemporaryFolder()
    let (data, network) = try country(folder)
    var node = try RunningSalur("node", "run", "--port", "0", "--data", data)
    let url = try address(node)
    let port = try #require(url.split(separator: ":").last)
    func make(_ name: String, _ account: UInt32) throws -> String {
      let key = folder.file("\(name).key", Network.demoKey(of: account, seed: 2026)).path
      let made = try wallet(
        "create", "--wallet", folder.path(name), "--node", url, "--network", network, "--key", key, "--account",
        "\(account)", "--witnesses", "0")
      #expect(made.status == 0, "\(made.errors)")
      return folder.path(name)
    }
    let (family, shop) = (try make("family", 25), try make("shop", Self.shop))
    func pay(_ amount: String) throws {
      let paid = try wallet("pay", "--wallet", family, "--to", "\(Self.shop)", "--amount", amount)
      #expect(paid.status == 0, "\(paid.errors)")
    }
    func watch(_ more: String...) throws -> RunningSalur {
      try RunningSalur(["wallet", "watch", "--wallet", shop] + more, environment: Self.secret)
    }
    var watching = try watch()
    try watching.waitForErrors("Listening for what happens to SLR-")
    try pay("1000")
    try watching.waitForOutput("paid by SLR-000000SS  Rp 1,000")
    #expect(watching.output.contains("– proved, entry ") && watching.output.contains("; balance Rp 1,000"))
    let old = String(try #require(watching.output.firstMatch(of: /entry (\d+);/)).1)
    #expect(watching.interrupt() == 0)
    #expect(watching.errors.hasSuffix("Listening has stopped; the next time goes on from here.\n"))

    // What happened meanwhile is told once, also across a node that goes and comes back.
    try pay("2000")
    watching = try watch("--json")
    try watching.waitForOutput(#""amount":2000"#)
    #expect(node.stop() == 0)
    try watching.waitForErrors("It will be tried again: ")
    node = try RunningSalur("node", "run", "--port", String(port), "--data", data)
    _ = try address(node)
    try pay("3000")
    try watching.waitForOutput(#""amount":3000"#)
    #expect(watching.interrupt() == 0)
    let lines = watching.output.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.contains(#""proved":true"#) }, "\(watching.output)")

    // Money that never came; then an old payment again, with an id beyond the log.
    let liar = try LyingNode(before: try #require(Int(port))) { number in
      let entry = number == 0 ? "99999990" : old
      let event = #"{"kind":"payment-arrived","detail":"sale","entry":\#(entry),"amount":5000000}"#
      return "retry: 100\n\nevent: payment-arrived\ndata: \(event)\nid: 99999999\n\n"
    }
    let before = try String(contentsOfFile: shop + "/heard", encoding: .utf8)
    watching = try watch("--node", "http://127.0.0.1:\(liar.port)")
    try watching.waitForErrors("entry 99999990, and does not prove it; do not take it for done.")
    try watching.waitForErrors("Listening for what happens to SLR-")
    #expect(watching.interrupt() == 0)
    #expect(watching.output.isEmpty, "\(watching.output)")
    #expect(try String(contentsOfFile: shop + "/heard", encoding: .utf8) == before)

    // A node that keeps the event back: with the next beat the state says that something happened.
    let silent = try LyingNode(before: try #require(Int(port))) { _ in "event: beat\ndata: {}\nid: 1\n\n" }
    try pay("4000")
    watching = try watch("--node", "http://127.0.0.1:\(silent.port)")
    try watching.waitForOutput("Rp 4,000")
    #expect(watching.interrupt() == 0)
    #expect(node.stop() == 0)
  }

  @Test("watching ends with a sentence where no further try would help")
  func watchRefusals() throws {
    let folder = TemporaryFolder()
    #expect(try wallet("watch", "--wallet", folder.path("none")).errors.contains("make one with"))
    let (data, network) = try country(folder)
    let node = try RunningSalur("node", "run", "--port", "0", "--data", data)
    let url = try address(node)
    // The key of another family.
    let key = folder.file("key", Network.demoKey(of: 45, seed: 2026)).path
    let made = try wallet(
      "create", "--wallet", folder.path("w"), "--node", url, "--network", network, "--key", key, "--account", "25",
      "--witnesses", "0")
    #expect(made.status == 0, "\(made.errors)")
    let refused = try wallet("watch", "--wallet", folder.path("w"))
    #expect(refused.status == 1 && refused.errors.contains("(401)"), "\(refused.errors)")
    folder.file("w/heard", "soon\n")
    let damaged = try wallet("watch", "--wallet", folder.path("w"))
    #expect(damaged.status == 1 && damaged.errors.contains("has no entry's number"), "\(damaged.errors)")
    #expect(node.stop() == 0)
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
