import ArgumentParser
import Model
import Presentation
import RecordEncryption
import Vault

struct VaultCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vault",
    abstract: "The master key that keeps sealed personal data closed: makes one, and changes it.",
    subcommands: [VaultNewKey.self, VaultRekey.self])
}

struct VaultNewKey: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-key",
    abstract: "Makes a master key: a new file that its owner alone may read.",
    discussion: "Without the key nobody opens what the vault holds: keep a copy where the vault's copies are not.")

  @Argument(help: ArgumentHelp("The new file.", valueName: "FILE"), completion: .file())
  var file: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try MasterKey.generate().write(to: file)
    if console.isJSON { return console.answer(["file": .string(file)]) }
    console.say(VaultPhrase.made(file))
  }
}

struct VaultRekey: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "rekey",
    abstract: "Changes a vault's master key. Records stay as they are; only their keys are wrapped anew.",
    discussion: """
      Only where no node runs in the directory. However it is interrupted, the vault opens with the old key or with the \
      new one. Afterwards tell the node of the new file (vault.key_file), and destroy the old key once no copy of the \
      vault's keys from before is to be opened again.
      """)

  @OptionGroup var data: DataOption

  @Option(
    name: .customLong("new-key-file"),
    help: ArgumentHelp("The file of the new master key, as 'salur vault new-key' makes it.", valueName: "FILE"),
    completion: .file())
  var newKeyFile: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let directory = data.directory
    let (network, new) = (try directory.network(), try MasterKey(file: newKeyFile))
    let vault = try Vault(directory.vault, network: network, master: try directory.vaultKey())
    try vault.rekey(to: new)
    if console.isJSON { return console.answer(["records": JSON(vault.count), "file": .string(newKeyFile)]) }
    console.say(VaultPhrase.rekeyed(vault.count, newKeyFile, console.language))
  }
}
