import Coding
import Foundation
import Model
import Platform
import Signing
import Testing
import Wallet

/// How a family comes by its account without any key file changing hands.
@Suite("salur account claim --proof")
struct AccountClaimTests {
  private static let secret = ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long secret"]
  private let network: Network
  private let id: NetworkID

  init() throws {
    network = try Network()
    let (folder, data) = (network.folder, network.data)
    let families = folder.file(
      "families.csv",
      """
      family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability
      1,53.71.04.1001,3,10,1985-05-06,farmer,none,0,,0,none
      2,53.71.04.1001,3,11,1986-05-06,trader,none,0,,0,none

      """
    ).path
    for arguments in [
      ["schema", "register", "Examples/schemas/dtsen.family.1.yaml", "--key", network.key("dtsen")],
      ["registry", "import", families, "--key", network.key("dukcapil"), "--source-key", network.key("dtsen")],
    ] {
      let outcome = try Salur.run(arguments + ["--data", data])
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let shown = try Salur.run("node", "show", "--data", data, "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    id = NetworkID(genesis: try Digest(hex: try #require(object["network"] as? String)))
  }

  private var mine: String { network.folder.path("wallet") }

  private func wallet(_ arguments: String...) throws -> Salur.Outcome {
    try Salur.run(["wallet"] + arguments + ["--wallet", mine], environment: Self.secret)
  }

  /// Runs the node for as long as `body` runs, which is told its address.
  private func serving<Result>(_ body: (String) throws -> Result) throws -> Result {
    let node = try RunningSalur("node", "run", "--port", "0", "--data", network.data)
    try node.waitForErrors("http://127.0.0.1:")
    let text = node.errors
    let start = try #require(text.range(of: "http://127.0.0.1:"))
    let result = try body("http://127.0.0.1:" + text[start.upperBound...].prefix { $0.isNumber })
    #expect(node.stop() == 0)
    return result
  }

  private func claim(_ account: String, _ proof: String, key: String? = nil) throws -> Salur.Outcome {
    try Salur.run(
      "account", "claim", account, "--proof", proof, "--data", network.data, "--key", key ?? network.key("dukcapil"))
  }

  /// The ledger's state root and the log's length, replayed.
  private func state() throws -> [String] {
    let verified = try Salur.run("audit", "verify", "--data", network.data, "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [String: Any])
    return [try #require(object["stateRoot"] as? String), "\(try #require(object["entries"] as? Int))"]
  }

  @Test("what a wallet proves is taken for its account, and nothing else is")
  func claims() throws {
    let proof = try serving { url in
      let made = try wallet("create", "--node", url, "--network", id.description, "--witnesses", "0")
      try #require(made.status == 0, "\(made.errors)")
      return try wallet("prove", "--account", "18").output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let before = try state()
    let holder = try SigningKey(.ed25519, privateBytes: Array(repeating: 7, count: 32))
    let elsewhere = NetworkID(genesis: SHA256.hash(Array("another network".utf8)))
    let foreign = holder.signedMessage(
      payload: Possession.payload(key: holder.publicKey, subject: Possession.subject(AccountNumber(18))),
      aad: Possession.aad(network: elsewhere))
    // Within the signature.
    let altered = proof.dropLast(20) + (proof.suffix(20).first == "A" ? "B" : "A") + proof.suffix(19)
    for (account, line, message) in [
      ("19", proof, "Error: that proof was made for another account; make it again with --account SLR-"),
      ("18", String(altered), "Error: that proof does not fit"),
      (
        "18", Base64.encodeURL(foreign),
        "Error: that proof does not fit: it was altered, or made for another network; make it again on the new device"
      ),
      ("18", String(proof.dropLast(9)), "Error: that proof cannot be read"),
      ("18", "", "Error: that proof cannot be read"),
    ] as [(String, String, String)] {
      let refused = try claim(account, line)
      #expect(refused.status == 2 && refused.errors.hasPrefix(message), "\(refused.errors)")
    }
    let both = try Salur.run(
      "account", "claim", "18", "--proof", proof, "--holder", network.key("dukcapil"), "--data", network.data, "--key",
      network.key("dukcapil"))
    #expect(both.status == 2 && both.errors.contains("name the --proof from the holder's device"), "\(both.errors)")
    #expect(try state() == before)

    let stranger = try claim("18", proof, key: network.key("dtsen"))
    #expect(stranger.status == 1 && stranger.errors.contains("notPermitted"), "\(stranger.errors)")
    let taken = try claim("18", network.folder.file("proof.txt", proof + "\n").path)
    #expect(taken.status == 0, "\(taken.errors)")
    #expect(try state() != before)
    let twice = try claim("18", proof)
    #expect(twice.status == 1 && twice.errors.contains("alreadyClaimed"), "\(twice.errors)")
    let shown = try Salur.run("account", "show", "18", "--data", network.data)
    #expect(shown.output.contains("key 0        did:key:zDn"), "\(shown.output)")
    let unclaimed = try Salur.run("account", "show", "19", "--data", network.data)
    #expect(unclaimed.output.contains("not claimed yet"), "\(unclaimed.output)")
    try serving { url in
      let own = try wallet("show", "--node", url)
      #expect(own.status == 0, "\(own.errors)")
    }
  }
}
