import Coding
import Foundation
import Model
import Platform
import Signing
import Testing

@Suite("salur node, key, money, account, pay")
struct NodeTests {
  // MARK: Keys

  @Test("A key file is made once, for its owner alone", arguments: ["ed25519", "p256"])
  func keys(kind: String) throws {
    let folder = TemporaryFolder()
    let path = folder.path("my.key")
    let made = try Salur.run("key", "new", "--out", path, "--kind", kind)
    #expect(made.status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let shown = try Salur.run("key", "show", "--json", path)
    #expect(shown.output.hasPrefix(#"{"did":"did:key:z"#) && shown.output.contains(#""kind":"\#(kind)""#))
    #expect(!shown.output.contains("private"))
    let again = try Salur.run("key", "new", "--out", path)
    #expect(again.status == 1)
    #expect(
      again.errors == "Error: cannot create \(path): File exists; choose another path, or move the old one away\n")
    let other = try Salur.run("key", "show", "Examples/programmes/pkh.yaml")
    #expect(other.status == 1)
    let noKey = try Salur.run("key", "show", "-", input: "{}")
    #expect(noKey.errors == "Error: - is no key file of Salur's; make one with 'salur key new --out FILE'\n")
  }

  // MARK: Starting

  @Test("A directory is initialised once, and only from a document whose keys are known")
  func initialise() throws {
    let network = try Network()
    let again = try Salur.run(
      "node", "init", "--data", network.data, "--genesis", network.folder.path("genesis.yaml"))
    #expect(again.status == 1)
    #expect(
      again.errors
        == "Error: \(network.data) already holds a node: choose an empty directory, or run the one that is there\n")
    let counted = try Salur.run(
      "node", "init", "--data", network.folder.path("other"), "--genesis", "Examples/genesis/nusantara.yaml")
    #expect(counted.status == 1)
    #expect(counted.errors.contains("only counts officers; name a folder for their keys with --keys DIR"))
    let nothing = try Salur.run("node", "run", "--data", network.folder.path("nothing"))
    #expect(nothing.status == 1)
    #expect(nothing.errors.contains("holds no node: initialise one with `salur node init"))
  }

  @Test("A node reports its head, answers lines, and stops at the input's end")
  func run() throws {
    let network = try Network()
    let outcome = try Salur.run(
      "node", "run", "--json", "--stdin", "--data", network.data,
      input: "00ff\n\nnot a command\n{\"signed\": 1}\n")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.lines
    try #require(lines.count == 4)
    #expect(lines[0].contains(#""event":"ready""#) && lines[0].contains(#""origin":"salur.example/nusantara""#))
    let answers = lines.dropFirst().sorted()
    #expect(answers.allSatisfy { $0.contains(#""status":"refused""#) })
    #expect(answers.contains { $0.contains(#""line":1"#) && $0.contains("malformed") })
    #expect(answers.contains { $0.contains(#""line":3"#) && $0.contains("this line is no signed command") })
  }

  @Test("Signed commands are decided in every form a line may have; the same one again gets its first answer")
  func commands() throws {
    let network = try Network()
    let genesis = try Genesis(
      encoded: [UInt8](Data(contentsOf: network.folder.url.appendingPathComponent("data/genesis.cbor"))))
    let officer = try network.signingKey("bank-indonesia")
    let lines = (0..<3).map { sequence in
      let command = Command(
        network: genesis.network, account: AccountNumber(0), credential: 0, sequence: UInt64(sequence),
        validUntil: BlockTime(milliseconds: SystemClock.nowMilliseconds() + BlockTime.hour),
        nonce: Salt(high: 1, low: UInt64(sequence)), action: .propose(.issue(amount: 5, deposit: "BI-1")))
      return officer.signedMessage(payload: command.encoded, aad: ExternalAAD("command", network: genesis.network))
    }
    let input = [Hex.encode(lines[0]), Base64.encode(lines[1]), #"{"signed": "\#(Hex.encode(lines[2]))"}"#]
    let outcome = try Salur.run(
      "node", "run", "--json", "--stdin", "--data", network.data, input: input.joined(separator: "\n") + "\n")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let answers = outcome.lines.dropFirst()
    #expect(answers.count == 3 && answers.allSatisfy { $0.contains(#""status":"accepted""#) }, "\(outcome.output)")
    let again = try Salur.run("node", "run", "--json", "--stdin", "--data", network.data, input: input[2])
    let entry = try #require(answers.last?.firstMatch(of: /"entry":\d+/)?.output)
    #expect(again.lines.last?.contains(entry) ?? false, "\(again.output)")
    let old = try Salur.run("node", "run", "--json", "--stdin", "--data", network.data, input: input[0])
    #expect(old.lines.last?.contains(#""name":"sequenceUsed""#) ?? false, "\(old.output)")
  }

  @Test("A second node on the same directory is refused; SIGTERM stops the first one cleanly")
  func lock() throws {
    let network = try Network()
    let first = try RunningSalur("node", "run", "--port", "0", "--data", network.data)
    try first.waitForOutput("state root")
    let second = try Salur.run("node", "run", "--port", "0", "--data", network.data)
    #expect(second.status == 1)
    #expect(second.errors.contains("process \(first.id) is using it; stop the other process first"), "\(second.errors)")
    #expect(first.stop() == 0)
  }

  @Test("A directory of another network is refused")
  func otherNetwork() throws {
    let one = try Network()
    let other = try Network()
    let id = String(repeating: "0", count: 64)
    let named = try Salur.run("node", "run", "--data", one.data, "--network", id)
    #expect(named.status == 1)
    #expect(named.errors.contains("not \(id); choose the data directory or genesis document that fits"))
    // The first run writes the journal; then the genesis document is another's.
    _ = try Salur.run("node", "run", "--stdin", "--data", one.data)
    for file in ["genesis.cbor", "log.key"] {
      let target = one.folder.url.appendingPathComponent("data/\(file)")
      try FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: other.folder.url.appendingPathComponent("data/\(file)"), to: target)
    }
    let swapped = try Salur.run("node", "run", "--stdin", "--data", one.data)
    #expect(swapped.status == 1)
    #expect(swapped.errors.contains("network"), "\(swapped.errors)")
  }

  // MARK: Acting

  @Test("Officers issue, allocate, register, activate and fund; everything is there after a restart")
  func money() throws {
    let network = try Network()
    let issue = ["money", "issue", "--amount", "Rp 1.000.000.000", "--deposit", "BI-1"]
    let alone = try Salur.run(issue + ["--data", network.data, "--key", network.key("bank-indonesia")])
    #expect(alone.status == 1)
    #expect(alone.errors == "Error: bank-indonesia needs 2 officers to agree, and 1 keys were given; repeat --key\n")
    #expect(try network.act(as: "bank-indonesia", issue).status == 0)
    let typo = try network.act(as: "bank-indonesia", ["money", "allocate", "--to", "treasury", "--amount", "5"])
    #expect(typo.errors.hasPrefix("Error: there is no agency 'treasury'; there are: bank-indonesia, perbendaharaan, "))
    let allocate = ["money", "allocate", "--to", "perbendaharaan", "--amount", "900000000", "--json"]
    let allocated = try network.act(as: "bank-indonesia", allocate)
    #expect(allocated.output.contains(#""rejection":null,"status":"accepted"}"#), "\(allocated.errors)")
    let treasury = try Salur.run("account", "show", "1", "--data", network.data)
    #expect(treasury.output.contains("name         perbendaharaan\n"))
    #expect(treasury.output.contains("free rupiah  Rp 900,000,000\n"))
    let activate = ["programme", "activate", "Examples/programmes/pkh.yaml"]
    let early = try network.act(as: "kemensos", activate)
    #expect(early.status == 1)
    #expect(early.errors.contains("there is no schema 'dtsen.family/1'; register the schema first"))
    let schema = try Salur.run(
      "schema", "register", "Examples/schemas/dtsen.family.1.yaml", "--data", network.data, "--key",
      network.key("dtsen"))
    #expect(schema.status == 0, "\(schema.errors)")
    let active = try network.act(as: "kemensos", activate)
    #expect(active.output.hasPrefix("id.kemensos.pkh 2026.1 starts at "), "\(active.errors)")
    let fund = ["money", "fund", "--series", "id.kemensos.pkh", "--amount", "500000000"]
    #expect(try network.act(as: "perbendaharaan", fund).status == 0)
    let again = try network.act(as: "kemensos", activate)
    #expect(again.status == 1)
    #expect(again.errors.hasPrefix("Error: rejected (604 alreadyActive, entry "), "\(again.errors)")
    let run = try Salur.run("node", "run", "--stdin", "--data", network.data)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("Keys that may not act, accounts that are none and amounts that are none are refused")
  func badActs() throws {
    let network = try Network()
    let stranger = network.folder.path("stranger.key")
    _ = try Salur.run("key", "new", "--out", stranger)
    let pay = ["pay", "--to", "3", "--amount", "5", "--data", network.data, "--key"]
    let strange = try Salur.run(pay + [stranger])
    #expect(strange.status == 1)
    #expect(
      strange.errors
        == "Error: the key in \(stranger) may act for no account on this ledger; check the file and --data\n")
    let agency = try Salur.run(pay + [network.key("bpk")])
    #expect(agency.status == 1)
    #expect(agency.errors.hasPrefix("Error: rejected (303 notAFamily, entry "), "\(agency.errors)")
    let mixed = try Salur.run(pay + [network.key("bpk"), "--key", network.key("dtsen")])
    #expect(mixed.errors.contains("are not of one agency"))
    let bank = ["--data", network.data, "--key", network.key("bank-indonesia"), "--key"]
    let twice = try Salur.run(
      ["money", "issue", "--amount", "5", "--deposit", "x"] + bank + [network.key("bank-indonesia")])
    #expect(twice.errors.contains("are the same key"), "\(twice.errors)")
    let nameless = try Salur.run(
      ["money", "issue", "--amount", "5", "--deposit", ""] + bank + [network.key("bank-indonesia", 2)])
    #expect(nameless.status == 2 && nameless.errors == "Error: '--deposit' is empty; write something\n")
    let shop = try Salur.run(
      ["money", "allocate", "--to", "9999", "--amount", "5"] + bank + [network.key("bank-indonesia", 2)])
    #expect(shop.errors.contains("is no agency; rupiah are allocated to agencies only"), "\(shop.errors)")
    for amount in ["0", "-5", "1.5", "5,000", "lima"] {
      let outcome = try Salur.run("pay", "--to", "3", "--amount=\(amount)", "--data", network.data, "--key", stranger)
      #expect(outcome.status == 2, "\(amount): \(outcome.errors)")
    }
    let account = try Salur.run("account", "show", "SLR-00000012", "--data", network.data)
    #expect(account.status == 2, "a wrong check character is caught before anything is opened")
    let unknown = try Salur.run("account", "show", "9999", "--data", network.data)
    #expect(unknown.status == 1)
    #expect(unknown.errors.hasPrefix("Error: there is no SLR-"), "\(unknown.errors)")
  }

  @Test("A registry enters the ledger; a family claims its account and is told why it cannot pay")
  func registry() throws {
    let network = try Network()
    let registry = network.folder.path("registry.csv")
    #expect(try Salur.run("registry", "generate", "--families", "1500", "--out", registry).status == 0)
    let schema = try Salur.run(
      "schema", "register", "Examples/schemas/dtsen.family.1.yaml", "--data", network.data, "--key",
      network.key("dtsen"))
    #expect(schema.status == 0, "\(schema.errors)")
    let arguments = [
      "registry", "import", registry, "--data", network.data, "--key", network.key("dukcapil"), "--source-key",
      network.key("dtsen"),
    ]
    for (wrong, message) in [
      (network.key("kemensos"), "Error: kemensos is no source of facts dtsen.family; give the key of an officer"),
      (network.key("dukcapil"), "Error: dukcapil is no source of facts dtsen.family; give the key of an officer"),
    ] {
      let outcome = try Salur.run(arguments.dropLast() + [wrong])
      #expect(outcome.status == 1 && outcome.errors.hasPrefix(message), "\(outcome.errors)")
    }
    let nobody = try Salur.run(arguments.map { $0 == network.key("dukcapil") ? network.key("kemensos") : $0 })
    #expect(nobody.errors.hasPrefix("Error: kemensos is no identity authority"), "\(nobody.errors)")
    let none = try Salur.run("account", "list", "--kind", "family", "--data", network.data)
    #expect(none.lines.count <= 1, "keys are checked before anything is registered: \(none.output)")

    // An import that was cut short: the first thousand are there, then all are brought.
    let text = network.folder.text(of: "registry.csv")
    var cards: Set<Substring> = []
    let part = text.split(separator: "\n").prefix { line in
      cards.insert(line.prefix { $0 != "," })
      return cards.count <= 1_001
    }
    network.folder.file("part.csv", part.joined(separator: "\n") + "\n")
    let cut = try Salur.run(arguments.map { $0 == registry ? network.folder.path("part.csv") : $0 })
    #expect(cut.status == 0, "\(cut.errors)")
    let entered = try Salur.run(arguments)
    #expect(entered.status == 0, "\(entered.errors)")
    #expect(
      entered.lines.contains(
        "500 families registered and 500 facts attested; of the file's 1,500 families 1,000 were registered before, and 1,000 had facts from that day already."
      ),
      "\(entered.output)")
    let families = try Salur.run(
      "account", "list", "--json", "--kind", "family", "--limit", "9999", "--data", network.data)
    #expect(families.lines.count == 1_500)
    let twice = try Salur.run(arguments + ["--json"])
    #expect(twice.status == 0, "\(twice.errors)")
    #expect(
      twice.output.contains(
        #""alreadyAttested":1500,"alreadyRegistered":1500,"batches":[],"facts":0,"families":1500}"#),
      "\(twice.output)")
    let torn = text.split(separator: "\n").enumerated().filter { $0.offset != 1 }.map(\.element)
    network.folder.file("torn.csv", torn.joined(separator: "\n") + "\n")
    let other = try Salur.run(arguments.map { $0 == registry ? network.folder.path("torn.csv") : $0 })
    #expect(other.status == 1)
    #expect(other.errors.contains("has people who are registered in another family, SLR-"), "\(other.errors)")

    let holder = network.folder.path("holder.key")
    _ = try Salur.run("key", "new", "--kind", "p256", "--out", holder)
    let claim = ["account", "claim", "18", "--holder", holder, "--data", network.data, "--key"]
    let wrong = try Salur.run(claim + [network.key("dtsen")])
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("rejected ("), "\(wrong.errors)")
    let claimed = try Salur.run(claim + [network.key("dukcapil")])
    #expect(claimed.status == 0, "\(claimed.errors)")
    let family = try Salur.run("account", "show", "18", "--data", network.data)
    #expect(family.output.contains("kind         family\n") && family.output.contains("key 0        did:key:zDn"))

    let shopKey = network.folder.path("shop.key")
    _ = try Salur.run("key", "new", "--out", shopKey)
    let shop = try Salur.run(
      "merchant", "register", "--name", "Warung Bu Tini", "--region", "53.71.04.1001", "--mcc", "5411", "--holder",
      shopKey, "--data", network.data, "--key", network.key("perizinan"))
    for (region, message) in [("99.99.99.9999", "there is no village 99.99.99.9999"), ("53", "53 is no village")] {
      let nowhere = try Salur.run(
        "merchant", "register", "--name", "Toko", "--region", region, "--mcc", "5411", "--holder", shopKey, "--data",
        network.data, "--key", network.key("perizinan"))
      #expect(nowhere.status == 2 && nowhere.errors.contains(message), "\(nowhere.errors)")
    }
    let hidden = try Salur.run(
      "merchant", "register", "--name", "Toko\u{202E}", "--region", "53.71.04.1001", "--mcc", "5411", "--holder",
      shopKey, "--data", network.data, "--key", network.key("perizinan"))
    #expect(hidden.status == 2 && hidden.errors.contains("does not show (U+202E)"), "\(hidden.errors)")
    #expect(shop.status == 0, "\(shop.errors)")
    #expect(shop.lines.first?.hasPrefix("Warung Bu Tini is licensed; its account is SLR-") ?? false)
    let shops = try Salur.run("account", "list", "--kind", "shop", "--data", network.data)
    #expect(shops.lines.count == 2 && shops.output.contains("Warung Bu Tini"))
    let poor = try Salur.run(
      "pay", "--to", "1518", "--amount", "5000", "--data", network.data, "--key", holder)
    #expect(poor.status == 1)
    #expect(poor.errors.contains("insufficientFunds"), "\(poor.errors)")
    let machine = try Salur.run(
      "pay", "--to", "1518", "--amount", "5000", "--data", network.data, "--key", holder, "--json")
    #expect(machine.output.hasPrefix(#"{"error":{"code":401,"entry":"#), "\(machine.output)")
    #expect(machine.output.contains(#""name":"insufficientFunds""#), "\(machine.output)")
  }

  @Test("A family pays at a shop from the vouchers it holds")
  func pay() throws {
    let folder = TemporaryFolder()
    let data = folder.path("demo")
    let demo = try Salur.run("demo", "--families", "5000", "--seed", "5", "--data", data)
    try #require(demo.status == 0, "\(demo.errors)")
    let shops = try Salur.run("account", "list", "--json", "--kind", "shop", "--data", data)
    let shop = try #require(shops.lines.compactMap(Account.init).first)
    let families = try Salur.run("account", "list", "--json", "--kind", "family", "--data", data)
    let payer = try #require(
      families.lines.compactMap(Account.init).first { $0.hasKey && !$0.vouchers.isEmpty && !$0.isFrozen })
    let key = folder.file("holder.key", Network.demoKey(of: payer.number, seed: 5)).path
    let paid = try Salur.run(
      "pay", "--json", "--to", shop.name, "--amount", "1.000", "--data", data, "--key", key)
    #expect(paid.status == 0, "\(paid.errors)")
    #expect(paid.output.contains(#""status":"accepted""#))
    let after = try Salur.run("account", "show", "--json", payer.name, "--data", data)
    let left = try #require(after.lines.first.flatMap(Account.init))
    #expect(left.vouchers.reduce(0, +) + left.free == payer.vouchers.reduce(0, +) + payer.free - 1_000)
    let much = try Salur.run(
      "pay", "--to", shop.name, "--amount", "900000000", "--data", data, "--key", key)
    #expect(much.status == 1)
    #expect(much.errors.hasPrefix("Error: rejected (4"), "\(much.errors)")
  }

  @Test("An agency's name that would lead files elsewhere is refused")
  func agencyName() throws {
    let folder = TemporaryFolder()
    let genesis = try #require(Salur.text(of: "Examples/genesis/nusantara.yaml"))
    folder.file("genesis.yaml", genesis.replacing("name: kemensos", with: "name: ../evil"))
    let outcome = try Salur.run(
      "node", "init", "--data", folder.path("data"), "--genesis", folder.path("genesis.yaml"), "--keys",
      folder.path("keys"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("'../evil' is no name of an agency; write small letters"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("evil-1.key")))
  }

  @Test("The log's key and its newest checkpoint can be taken away, and the audit holds the log against it")
  func show() throws {
    let network = try Network()
    let kept = network.folder.path("kept.note")
    let early = try Salur.run("node", "show", "--data", network.data, "--checkpoint-out", kept)
    #expect(early.status == 1 && early.errors.contains("no checkpoint has been published yet"), "\(early.errors)")
    let schema = try Salur.run(
      "schema", "register", "Examples/schemas/dtsen.family.1.yaml", "--data", network.data, "--key",
      network.key("dtsen"))
    #expect(schema.status == 0, "\(schema.errors)")
    _ = try Salur.run("node", "run", "--stdin", "--data", network.data)
    let shown = try Salur.run("node", "show", "--data", network.data)
    #expect(shown.output.contains("log's verifier key  salur.example/nusantara+"), "\(shown.output)")
    #expect(try Salur.run("node", "show", "--data", network.data, "--checkpoint-out", kept).status == 0)
    let audit = try Salur.run("audit", "verify", "--data", network.data, "--checkpoint", kept)
    #expect(audit.status == 0 && audit.output.contains("Checkpoints compared"), "\(audit.output)")
  }

  @Test("A node's own files can be inspected")
  func inspect() throws {
    let network = try Network()
    _ = try Salur.run("node", "run", "--stdin", "--data", network.data)
    let genesis = try Salur.run("inspect", "--json", network.folder.path("data/genesis.cbor"))
    #expect(genesis.output.contains(#""kind":"genesis""#))
    let journal = try Salur.run("inspect", "--json", network.folder.path("data/journal/00000001.segment"))
    #expect(journal.output.contains(#""damage":null"#) && journal.output.contains(#""kind":"journal segment""#))
    let acknowledged = try Salur.run("inspect", "--json", network.folder.path("data/journal/acknowledged"))
    #expect(acknowledged.output.contains(#""kind":"acknowledgement""#), "\(acknowledged.output)")
  }
}
