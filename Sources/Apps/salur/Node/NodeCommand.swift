import ArgumentParser
import Engine

struct NodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "node",
    abstract: "Sets up and runs a node: the ledger on this machine's disk.",
    subcommands: [NodeInit.self, NodeRun.self, NodeConfig.self, NodeShow.self, NodeClock.self])
}

/// The directory of a node.
struct DataOption: ParsableArguments {
  @Option(help: ArgumentHelp("The node's data directory.", valueName: "DIR"), completion: .directory)
  var data: String

  @OptionGroup var vaultKey: VaultKeyOption

  var directory: DataDirectory { DataDirectory(data, vaultKeyFile: vaultKey.vaultKeyFile) }
}

/// Where the vault's master key is, for commands that open a vault without a node's settings.
struct VaultKeyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file of the vault's master key. (default: SALUR_VAULT_KEY_FILE, SALUR_VAULT_KEY, or vault.key in DIR)",
      valueName: "FILE"),
    completion: .file())
  var vaultKeyFile: String?
}

extension Replica {
  /// Opens a node's directory, with a progress bar for what has to be replayed.
  static func open(_ directory: DataDirectory, _ console: Console) throws -> (Replica, RecoveryReport) {
    var bar: ProgressBar?
    defer { bar?.finish() }
    return try open(directory) { done, total in
      if bar == nil { bar = ProgressBar(console, NodePhrase.replaying, total: Int(clamping: total)) }
      bar?.advance(to: Int(clamping: done))
    }
  }
}
