import ArgumentParser
import Coding
import Model
import Platform
import Presentation
import Signing
import Wallet

struct WalletProve: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "On a new device: proves that it holds its key, for an account that is to take it.",
    discussion: """
      Give the line it prints to whoever may add the key: the account's owner (wallet credential add), its guardians \
      (wallet guardian recover) or the identity authority. It says nothing secret, and serves for this account alone.
      """)

  @Option(help: ArgumentHelp("The account the key is for.", valueName: "ACCOUNT"))
  var account: AccountNumber

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var folder = try WalletFolder(wallet.wallet)
    let key = try folder.key(passphrase: wallet.passphrase())
    let proof = key.possession(of: Possession.subject(account), network: try folder.memory.log().network)
    if folder.settings.account == nil {
      var settings = folder.settings
      settings.account = account
      try folder.set(settings)
    }
    let text = Base64.encodeURL(proof)
    if console.isJSON {
      return console.answer(["account": account.json, "did": .string(key.did), "proof": .string(text)])
    }
    console.say(text)
  }
}

/// A proof somebody was handed, as text or in a file.
struct ProofOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("What 'salur wallet prove' printed on the new device, or a file with it.", valueName: "PROOF"))
  var proof: String

  /// The key and its proof, checked as the ledger will.
  func checked(for account: AccountNumber, network: NetworkID) throws -> PossessionProof {
    try Self.checked(proof, for: account, network: network)
  }

  static func checked(_ proof: String, for account: AccountNumber, network: NetworkID) throws -> PossessionProof {
    var text = proof
    if Directory.exists(text) { text = String(decoding: try Input.bytes(of: text, limit: 1 << 12), as: UTF8.self) }
    let line = String(text.prefix { !$0.isWhitespace })
    do {
      let proof = try PossessionProof(signed: try Base64.decodeURL(line))
      guard proof.isFor(account) else { throw UsageError(CredentialPhrase.otherAccount(account)) }
      // A passkey's proof is for the node to check: only the network knows its relying party.
      if case .webAuthn = proof.key { return proof }
      let check = try proof.signatureCheck(
        network: network, relyingParty: WebAuthnRelyingParty(id: "", origins: []))
      guard SignatureVerifier.verify(check) else { throw UsageError(CredentialPhrase.wrongProof) }
      return proof
    } catch is SignatureError {
      throw UsageError(CredentialPhrase.badProof)
    } catch is CodingError {
      throw UsageError(CredentialPhrase.badProof)
    }
  }
}
