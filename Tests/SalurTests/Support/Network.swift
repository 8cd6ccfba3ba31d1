import Coding
import Foundation
import Model
import Platform
import Signing
import Testing

/// A network of the example genesis document in a folder of its own, its officers' keys beside it.
struct Network {
  let folder = TemporaryFolder()
  var data: String { folder.path("data") }

  /// - Parameter changes: lines of the genesis document, and what stands in their place; programmes start at once.
  init(changing changes: [String: String] = [:]) throws {
    var genesis = try #require(Salur.text(of: "Examples/genesis/nusantara.yaml"))
    for (old, new) in changes.merging(["notice: P7D": "notice: PT0H"], uniquingKeysWith: { $1 }) {
      genesis.replace(old, with: new)
    }
    folder.file("genesis.yaml", genesis)
    let outcome = try Salur.run(
      "node", "init", "--data", data, "--genesis", folder.path("genesis.yaml"), "--keys", folder.path("keys"))
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// The key file of an agency's officer, from 1.
  func key(_ agency: String, _ officer: Int = 1) -> String { folder.path("keys/\(agency)-\(officer).key") }

  /// The key in an officer's key file.
  func signingKey(_ agency: String, _ officer: Int = 1) throws -> SigningKey {
    let file = try Data(contentsOf: URL(fileURLWithPath: key(agency, officer)))
    let object = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
    return try SigningKey(.ed25519, privateBytes: Hex.decode(try #require(object["private"] as? String)))
  }

  /// The key file of a holder in the demonstration, whose keys follow from its seed.
  static func demoKey(of account: UInt32, seed: UInt64) -> String {
    let key = SHA256.hash(Array("salur/demo-key/\(seed)/holder/\(account)".utf8))
    return #"{"salur-key": 1, "kind": "p256", "private": "\#(key)"}"#
  }

  /// Runs a command as two of an agency's officers.
  func act(as agency: String, _ arguments: [String]) throws -> Salur.Outcome {
    try Salur.run(arguments + ["--data", data, "--key", key(agency, 1), "--key", key(agency, 2)])
  }
}

/// An account as `account list --json` and `account show --json` tell it.
struct Account {
  let name: String
  let number: UInt32
  let hasKey: Bool
  let isFrozen: Bool
  let free: Int
  let vouchers: [Int]

  init?(_ json: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any],
      let name = object["account"] as? String, let number = AccountName(parsing: name)?.account.raw,
      let keys = object["keys"] as? [Any], let free = object["free"] as? Int,
      let vouchers = object["vouchers"] as? [[String: Any]]
    else { return nil }
    self.name = name
    self.number = number
    hasKey = !keys.isEmpty
    isFrozen = object["frozenUntil"] is String
    self.free = free
    self.vouchers = vouchers.compactMap { $0["amount"] as? Int }
  }
}
