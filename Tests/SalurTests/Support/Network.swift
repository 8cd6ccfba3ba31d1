import Foundation
import Testing

/// A network of the example genesis document in a folder of its own, its officers' keys beside it.
struct Network {
  let folder = TemporaryFolder()
  var data: String { folder.path("data") }

  init() throws {
    let genesis = try #require(Salur.text(of: "Examples/genesis/nusantara.yaml"))
    folder.file("genesis.yaml", genesis.replacing("notice: P7D", with: "notice: PT0H"))
    let outcome = try Salur.run(
      "node", "init", "--data", data, "--genesis", folder.path("genesis.yaml"), "--keys", folder.path("keys"))
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// The key file of an agency's officer, from 1.
  func key(_ agency: String, _ officer: Int = 1) -> String { folder.path("keys/\(agency)-\(officer).key") }

  /// Runs a command as two of an agency's officers.
  func act(as agency: String, _ arguments: [String]) throws -> Salur.Outcome {
    try Salur.run(arguments + ["--data", data, "--key", key(agency, 1), "--key", key(agency, 2)])
  }
}
