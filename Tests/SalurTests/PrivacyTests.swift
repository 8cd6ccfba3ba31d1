import Foundation
import Model
import Records
import Testing

@Suite("salur privacy, and the vault's key")
struct PrivacyTests {
  /// The demonstration's directory, to change.
  private let folder = TemporaryFolder()
  private var data: String { folder.path("data") }
  private static let seed: UInt64 = 7

  init() throws {
    try FileManager.default.copyItem(atPath: try AuditTests.honest.get().path("data"), toPath: data)
  }

  private func objects(_ outcome: Salur.Outcome) throws -> [[String: Any]] {
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Salur.Outcome {
    try Salur.run(
      arguments + ["--data", data], environment: ["LANG": "en_US.UTF-8"].merging(environment) { $1 })
  }

  private func audit() throws -> [String: Any] { try #require(try objects(run("audit", "verify", "--json")).first) }

  /// A family that was paid, whose facts are there, and its owner's key file.
  private func family() throws -> (account: String, key: String) {
    for line in try run("account", "list", "--kind", "family", "--json").lines {
      guard let account = Account(line), account.hasKey, !account.isFrozen, !account.vouchers.isEmpty else { continue }
      let told = try objects(run("privacy", "export", "--account", account.name))
      guard told.contains(where: { $0["about"] as? String == "fact" }) else { continue }
      let key = folder.file("owner.key", Network.demoKey(of: account.number, seed: Self.seed))
      return (account.name, key.path)
    }
    throw CocoaError(.fileNoSuchFile)
  }

  @Test("A family's copy has its facts; after its erasure nothing has, and the audit says what it cannot recompute")
  func exportAndErase() throws {
    let (account, key) = try family()
    let before = try objects(run("privacy", "export", "--account", account))
    #expect(before.first?["about"] as? String == "account" && before.first?["erased"] as? Bool == false)
    let facts = before.filter { $0["about"] as? String == "fact" }
    let values = try facts.compactMap { try #require($0["fact"] as? [String: Any])["values"] as? [String: Any] }
    #expect(!facts.isEmpty && values.count == facts.count && values.allSatisfy { !$0.isEmpty })
    let entries = before.count { $0["about"] as? String == "entry" }
    let audited = try audit()

    let erased = try run("privacy", "erase", "--account", account, "--key", key)
    #expect(erased.status == 0, "\(erased.errors)")
    let after = try objects(run("privacy", "export", "--account", account))
    #expect(after.first?["erased"] as? Bool == true)
    #expect(!after.contains { $0["about"] as? String == "fact" })
    #expect(after.count { $0["about"] as? String == "entry" } == entries + 1)
    let again = try run("privacy", "erase", "--account", account, "--key", key)
    #expect(again.status == 1 && again.errors.contains("alreadyErased"), "\(again.errors)")

    let found = try audit()
    #expect(found["clean"] as? Bool == true)
    #expect(try number(found, "erasedRecords") == number(audited, "erasedRecords") + facts.count)
    #expect(try number(found, "adoptedDecisions") > number(audited, "adoptedDecisions"))
    let words = try run("audit", "verify")
    #expect(words.lines.last == "No findings." && words.output.contains("Recorded decisions adopted"))
  }

  private func number(_ object: [String: Any], _ key: String) throws -> Int { try #require(object[key] as? Int) }

  // MARK: The key

  @Test("Without the key a node does not open, and an audit says what it left closed")
  func withoutKey() throws {
    let whole = try audit()
    try FileManager.default.moveItem(atPath: data + "/vault.key", toPath: folder.path("kept.key"))
    let refused = try run("account", "list")
    #expect(refused.status == 1 && refused.errors.contains("--vault-key-file"), "\(refused.errors)")
    let closed = try audit()
    #expect(closed["clean"] as? Bool == true)
    #expect(try number(closed, "closedRecords") + number(closed, "erasedRecords") == number(whole, "sealedRecords"))
    #expect(try number(closed, "unreplayedBlocks") > 0)
    #expect(closed["logRoot"] as? String == whole["logRoot"] as? String)
    let words = try run("audit", "verify")
    #expect(words.status == 0 && words.output.contains("were not opened"), "\(words.output)")
    #expect(try run("audit", "report").errors.contains("--vault-key-file"))
    // Named, it is as before.
    let named = try objects(run("audit", "verify", "--json", "--vault-key-file", folder.path("kept.key")))
    #expect(named.first?["stateRoot"] as? String == whole["stateRoot"] as? String)
    #expect(try run("account", "list", environment: ["SALUR_VAULT_KEY_FILE": folder.path("kept.key")]).status == 0)
    let digits = try String(contentsOfFile: folder.path("kept.key"), encoding: .utf8)
    #expect(try run("account", "list", environment: ["SALUR_VAULT_KEY": digits]).status == 0)
  }

  @Test("Another key, and a key others may read, are refused in words that say what to do")
  func wrongKeys() throws {
    let other = folder.path("other.key")
    #expect(try Salur.run("vault", "new-key", other).status == 0)
    #expect(try Salur.run("vault", "new-key", other).status == 1, "a key is never replaced")
    for command in [["account", "list"], ["audit", "verify"]] {
      let outcome = try Salur.run(command + ["--data", data, "--vault-key-file", other])
      #expect(outcome.status == 1 && outcome.errors.contains("is not the one of the vault's"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("restore"))
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: data + "/vault.key")
    let open = try run("account", "list")
    #expect(open.status == 1 && open.errors.contains("chmod 600"), "\(open.errors)")
  }

  @Test("A vault's master key is changed, and only the new one opens it")
  func rekey() throws {
    let whole = try audit()
    let new = folder.path("new.key")
    #expect(try Salur.run("vault", "new-key", new).status == 0)
    let outcome = try run("vault", "rekey", "--new-key-file", new)
    #expect(outcome.status == 0 && outcome.output.contains("vault.key_file"), "\(outcome.errors)")
    #expect(try run("audit", "verify").errors.contains("is not the one of the vault's"))
    let found = try objects(run("audit", "verify", "--json", "--vault-key-file", new))
    #expect(found.first?["clean"] as? Bool == true)
    #expect(found.first?["stateRoot"] as? String == whole["stateRoot"] as? String)
    let node = try Salur.run(
      ["node", "run", "--stdin", "--data", data, "--set", "vault.key_file=\(new)"], input: "")
    #expect(node.status == 0, "\(node.errors)")
  }

  @Test("A new network has a key of its own, unless one was chosen")
  func initialise() throws {
    let network = try Network()
    let attributes = try FileManager.default.attributesOfItem(atPath: network.data + "/vault.key")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try Salur.run("vault", "new-key", folder.path("chosen.key")).status == 0)
    let genesis = try #require(Salur.text(of: "Examples/genesis/nusantara.yaml"))
    folder.file("genesis.yaml", genesis)
    func begin(_ name: String, _ key: String) throws -> Salur.Outcome {
      try Salur.run(
        "node", "init", "--data", folder.path(name), "--genesis", folder.path("genesis.yaml"), "--keys",
        folder.path("keys"), "--vault-key-file", key)
    }
    #expect(try begin("chosen", folder.path("chosen.key")).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("chosen") + "/vault.key"))
    #expect(try begin("missing", folder.path("missing.key")).status == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.path("missing") + "/genesis.cbor"))
  }

  @Test("A key file is shown without its keys")
  func inspect() throws {
    let object = try #require(try objects(Salur.run("inspect", "--json", data + "/vault/keys")).first)
    #expect(object["kind"] as? String == "vault keys" && (object["damaged"] as? [Any])?.isEmpty == true)
    #expect(try number(object, "kept") > 5_000 && number(object, "gone") > 0)
  }
}
