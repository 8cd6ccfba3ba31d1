import ArgumentParser
import Documents
import Foundation
import RecordEncryption

/// What the command line says about a running node: the strongest of the three places to say it.
struct NodeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A YAML file of settings; SALUR_CONFIG names one too.", valueName: "FILE"),
    completion: .file())
  var config: String?

  @Option(help: ArgumentHelp("The node's data directory.", valueName: "DIR"), completion: .directory)
  var data: String?

  @OptionGroup var vaultKey: VaultKeyOption

  @Option(help: ArgumentHelp("The address to listen on. Default 127.0.0.1.", valueName: "ADDRESS"))
  var host: String?

  @Option(help: ArgumentHelp("The port to listen on; 0 for any free one. Default 8080.", valueName: "PORT"))
  var port: String?

  @Option(
    name: .customLong("witness"),
    help: ArgumentHelp("A witness to ask for cosignatures, may be repeated.", valueName: "KEY=URL"))
  var witnesses: [String] = []

  @Option(
    name: .customLong("witness-quorum"),
    help: ArgumentHelp(
      "How many of the witnesses that genesis names must cosign before a head is shown as cosigned. Default all.",
      valueName: "N"))
  var witnessQuorum: String?

  @Option(
    name: .customLong("log-level"),
    help: ArgumentHelp("trace, debug (every call), info, notice, warning, error, critical.", valueName: "LEVEL"))
  var logLevel: String?

  @Option(name: .customLong("log-format"), help: ArgumentHelp("auto, text or json.", valueName: "FORMAT"))
  var logFormat: String?

  @Option(help: ArgumentHelp("Any setting, may be repeated: block.commands=5000.", valueName: "NAME=VALUE"))
  var set: [String] = []

  /// All settings, from wherever they were chosen.
  ///
  /// - Throws: everything that is wrong with them at once.
  func settings() throws -> Settings {
    let environment = ProcessInfo.processInfo.environment
    let file = try (config ?? environment["SALUR_CONFIG"]).map { path in
      (name: Input.name(of: path), bytes: try Input.bytes(of: path, limit: Document.maximumBytes + 1))
    }
    return try Settings(
      NodeSetting.all.map(\.setting), file: file,
      // The key itself is no setting: it is shown nowhere.
      environment: environment.filter { $0.key != "SALUR_CONFIG" && $0.key != MasterKey.variable }, flags: try flags())
  }

  /// The configuration, once there is enough of it to run a node.
  func configuration() throws -> NodeConfiguration {
    let configuration = NodeConfiguration(try settings())
    guard !configuration.data.isEmpty else { throw UsageError(ConfigurationPhrase.noData) }
    return configuration
  }

  private func flags() throws -> [Settings.Flag] {
    var flags: [Settings.Flag] = []
    for text in set {
      guard let equals = text.firstIndex(of: "=") else { throw UsageError(ConfigurationPhrase.noEquals(text)) }
      let name = String(text[..<equals])
      flags.append(.init("--set \(name)", name, String(text[text.index(after: equals)...])))
    }
    // The flags made for one setting have the last word.
    let own = [
      ("--data", "data", data), ("--vault-key-file", "vault.key_file", vaultKey.vaultKeyFile),
      ("--host", "listen.host", host), ("--port", "listen.port", port),
      ("--witness", "witnesses", witnesses.isEmpty ? nil : witnesses.joined(separator: ",")),
      ("--witness-quorum", "witness_quorum", witnessQuorum),
      ("--log-level", "log.level", logLevel), ("--log-format", "log.format", logFormat),
    ]
    return flags + own.compactMap { flag, name, value in value.map { .init(flag, name, $0) } }
  }
}
