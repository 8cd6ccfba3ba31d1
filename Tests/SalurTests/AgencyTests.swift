import Coding
import Foundation
import Model
import Platform
import Signing
import Testing

/// Officers at their desks: key ceremonies, proposals and voices, colleagues stopped, wallets given back.
@Suite("salur agency")
struct AgencyTests {
  private let network: Network
  private var data: [String] { ["--data", network.data] }

  init() throws { network = try Network() }

  @discardableResult
  private func accepted(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Salur.Outcome {
    let outcome = try Salur.run(arguments + data)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  private func refused(
    _ arguments: [String], _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Salur.run(arguments + data)
    #expect(outcome.status != 0, "\(arguments)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(sentence), "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
  }

  private func pending(_ more: String...) throws -> [[String: Any]] {
    try accepted(["agency", "pending", "--json"] + more).lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func did(_ agency: String, _ officer: Int) throws -> String {
    DIDKey(try network.signingKey(agency, officer).publicKey).description
  }

  @Test("A key ceremony writes an agency that a network can start with")
  func ceremony() throws {
    let officers = try (1...3).map { number in
      let file = network.folder.path("officer-\(number).key")
      _ = try Salur.run("key", "new", "--out", file)
      let shown = try Salur.run("key", "show", file, "--json").output
      return try #require(shown.firstMatch(of: /"(did:key:[^"]+)"/)).1
    }
    func make(_ officers: [Substring], threshold: Int) throws -> Salur.Outcome {
      try Salur.run(
        [
          "agency", "init", "--name", "dinsos", "--title-id", "Dinas Sosial", "--title-en", "Social office", "--role",
          "recovery", "--threshold", "\(threshold)",
        ] + officers.flatMap { ["--officer", String($0)] })
    }
    let made = try make(officers, threshold: 2)
    #expect(made.status == 0, "\(made.errors)")
    let genesis = try #require(Salur.text(of: "Examples/genesis/nusantara.yaml"))
    // The new agency stands last in its list.
    let place = try #require(genesis.range(of: "- name: penilai-kerusakan"))
    let with = genesis.replacingCharacters(in: place, with: made.output + "- name: penilai-kerusakan")
    network.folder.file("with.yaml", with)
    let started = try Salur.run(
      "node", "init", "--data", network.folder.path("other"), "--genesis", network.folder.path("with.yaml"), "--keys",
      network.folder.path("other-keys"))
    #expect(started.status == 0, "\(started.errors)")
    #expect(try make([officers[0], officers[0]], threshold: 2).errors.contains("each with a key of their own"))
    #expect(try make(officers, threshold: 1).errors.contains("--threshold is between 2 and 3"))
    #expect(try make(officers, threshold: 4).errors.contains("--threshold is between 2 and 3"))
    #expect(try make(["did:key:z"], threshold: 1).errors.contains("is no public key"))
  }

  @Test("One officer proposes, another agrees; nobody agrees twice, and a new threshold waits for its notice")
  func rotation() throws {
    let officers = try (1...3).flatMap { ["--officer", try did("kemensos", $0)] }
    let rotate = ["agency", "rotate", "--threshold", "3"] + officers
    let proposed = try accepted(rotate + ["--key", network.key("kemensos", 1)])
    #expect(proposed.output.contains("1 more officers are needed"), "\(proposed.output)")
    let waiting = try #require(try pending().first)
    #expect(waiting["waits"] as? String == "approval" && waiting["action"] as? String == "rotateAgency")
    #expect(waiting["approved"] as? [Int] == [0] && waiting["needed"] as? Int == 2)
    let id = String(try #require(waiting["proposal"] as? String).prefix(16))
    let approve = ["agency", "approve", id, "--key"]
    try refused(approve + [network.key("kemensos", 1)], "alreadyApproved")
    try refused(approve + [network.key("dukcapil", 1)], "there is not one open proposal that begins with")
    try refused(["agency", "approve", "ffff", "--key", network.key("kemensos", 2)], "there is not one open proposal")
    try accepted(approve + [network.key("kemensos", 2)])
    #expect(try pending().allSatisfy { $0["waits"] as? String != "approval" })
  }

  @Test("An officer's key is stopped by one colleague at once, and comes back by two")
  func suspension() throws {
    let (first, second, third) = (
      network.key("dukcapil", 1), network.key("dukcapil", 2), network.key("dukcapil", 3)
    )
    try accepted(["agency", "suspend", "1", "--key", first])
    try refused(["agency", "suspend", "0", "--key", second], "may act for no account on this ledger")
    try refused(["agency", "suspend", "9", "--key", first], "unknownCredential")
    // Two must be left, or nobody could undo it.
    try refused(["agency", "suspend", "2", "--key", first], "tooFewOfficers")
    let proposed = try accepted(["agency", "reinstate", "1", "--key", first])
    #expect(proposed.output.contains("1 more officers are needed"))
    let id = String(try #require(try pending().first?["proposal"] as? String).prefix(16))
    try accepted(["agency", "approve", id, "--key", third])
    try accepted(["agency", "suspend", "0", "--key", second])
  }

  @Test("A lost wallet's new key takes two agencies; one alone, or twice the same, gets nowhere")
  func reissue() throws {
    let account = try family()
    let key = SigningKey(.p256, seed: SHA256.hash(Array("new".utf8)))
    let genesis = try Genesis(encoded: [UInt8](Data(contentsOf: URL(fileURLWithPath: network.data + "/genesis.cbor"))))
    func proof(_ account: AccountNumber) -> String {
      let payload = Possession.payload(key: key.publicKey, subject: Possession.subject(account))
      return Base64.encodeURL(key.signedMessage(payload: payload, aad: Possession.aad(network: genesis.network)))
    }
    let evidence = SHA256.hash(Array("credential".utf8)).description
    let ask = ["agency", "reissue", "--account", "\(account)", "--evidence", evidence, "--lost", "0"]
    func keys(_ agency: String) -> [String] { ["--key", network.key(agency, 1), "--key", network.key(agency, 2)] }
    try refused(ask + ["--proof", proof(AccountNumber(19))] + keys("dukcapil"), "made for another account")
    try refused(ask + ["--proof", String(proof(account).dropLast(8))] + keys("dukcapil"), "cannot be read")
    try refused(ask + ["--proof", proof(account)] + keys("bnpb"), "notPermitted")
    try accepted(ask + ["--proof", proof(account)] + keys("dukcapil"))
    let waiting = try #require(try pending().first { $0["waits"] as? String == "second-agency" })
    let entry = "\(try #require(waiting["recovery"] as? Int))"
    let confirm = ["agency", "confirm", entry, "--evidence", evidence]
    try refused(confirm + keys("dukcapil"), "sameAgency")
    let other = ["agency", "confirm", entry, "--evidence", String(evidence.reversed())]
    try refused(other + keys("kemensos"), "evidenceMismatch")
    try refused(["agency", "confirm", entry, "--evidence", "12"] + keys("kemensos"), "is no SHA-256")
    try accepted(confirm + keys("kemensos"))
    #expect(try pending().allSatisfy { $0["waits"] as? String == "approval" })
    try refused(["agency", "decide", entry, "--proceed"] + keys("kemendikdasmen"), "notDisputed")
  }

  /// A family that holds a key.
  private func family() throws -> AccountNumber {
    try accepted(["schema", "register", "Examples/schemas/dtsen.family.1.yaml", "--key", network.key("dtsen")])
    let families = network.folder.file(
      "families.csv",
      """
      family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability
      1,53.71.04.1001,3,10,1985-05-06,farmer,none,0,,0,none

      """
    ).path
    try accepted([
      "registry", "import", families, "--key", network.key("dukcapil"), "--source-key", network.key("dtsen"),
    ])
    let holder = network.folder.path("holder.key")
    _ = try Salur.run("key", "new", "--kind", "p256", "--out", holder)
    try accepted(["account", "claim", "18", "--holder", holder, "--key", network.key("dukcapil")])
    return AccountNumber(18)
  }
}
