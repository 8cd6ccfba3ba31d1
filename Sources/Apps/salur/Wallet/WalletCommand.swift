import ArgumentParser
import Coding
import Model
import Platform
import Presentation
import Signing
import Transparency
import Wallet

struct WalletCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wallet",
    abstract: "A wallet that believes only what it has proved: works with any node, knowing the network's id alone.",
    subcommands: [
      WalletCreate.self, WalletShow.self, WalletHistory.self, WalletExplain.self, WalletWatch.self, WalletPay.self,
      WalletTransfer.self, WalletProve.self, WalletCredential.self, WalletFreeze.self, WalletUnfreeze.self,
      WalletGuardian.self, WalletRecover.self, WalletEnrol.self,
    ])
}

/// Where a wallet is kept, and how it is opened.
struct WalletOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The wallet's folder.", valueName: "DIR"), completion: .directory)
  var wallet: String

  @Option(help: ArgumentHelp("Ask this node instead of the wallet's usual one.", valueName: "URL"))
  var node: String?

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the passphrase. (default: SALUR_PASSPHRASE, else asked for)", valueName: "FILE"),
    completion: .file())
  var passphraseFile: String?

  func passphrase(confirming: Bool = false) throws -> String {
    try Passphrase.read(file: passphraseFile, confirming: confirming)
  }
}

/// Which network every node is held to.
struct TrustOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The network's id, 64 hexadecimal digits.", valueName: "ID"))
  var network: String

  @Option(
    help: ArgumentHelp("How many witnesses must have cosigned. (default: all that genesis names)", valueName: "N"))
  var witnesses: Int?

  /// The network's log, by its own document, which any node can show.
  func log(_ node: NodeConnection) async throws -> TrustedLog {
    guard let id = try? Digest(hex: network) else { throw UsageError(WalletPhrase.noNetwork(network)) }
    let genesis = try await node.genesis(NetworkID(genesis: id))
    do throws(NoteError) {
      return try TrustedLog(genesis: genesis, quorum: witnesses)
    } catch {
      throw UsageError(error.phrase)
    }
  }
}

struct WalletCreate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Makes a wallet: a key in a file sealed under a passphrase, and a network it will hold every node to.",
    discussion: """
      The network's id is the digest of its genesis document: get it from somebody you trust, not from the node. The \
      wallet's public key goes to the identity authority, which opens or claims your account with it.
      """)

  @OptionGroup var trust: TrustOptions

  @Option(help: "The kind of key to make: p256 or ed25519. (default: p256)")
  var kind: SigningKey.Kind?

  @Option(
    help: ArgumentHelp("Take the key from this key file instead of making one.", valueName: "FILE"),
    completion: .file())
  var key: String?

  @Option(help: ArgumentHelp("The account, where the key may act for it already.", valueName: "ACCOUNT"))
  var account: AccountNumber?

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    if key != nil, kind != nil { throw UsageError(WalletPhrase.keyHasKind) }
    guard let node = wallet.node else { throw UsageError(WalletPhrase.noNode) }
    let log = try await trust.log(NodeConnection(node))
    let signing = try key.map { try KeyFile($0).key } ?? .generate(kind ?? .p256)
    let folder = try WalletFolder(
      creating: wallet.wallet, WalletFolder.Settings(node: node, account: account, credential: 0), log: log,
      key: signing,
      passphrase: wallet.passphrase(confirming: true))
    if console.isJSON {
      return console.answer(["wallet": .string(folder.path), "did": .string(signing.did)])
    }
    console.say(WalletPhrase.made(folder.path, signing.did, log.policy))
  }
}
