import ArgumentParser
import Identity
import Platform
import Presentation
import Signing

struct IdentityPresent: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "present",
    abstract: "Shows chosen claims of a credential to one verifier, signed by the holder's key.",
    discussion: """
      For registration give --challenge and --network: the question signed then names the key that is to be registered, \
      so that nobody who passes the presentation on can register another.
      """)

  @Option(help: ArgumentHelp("The credential, as it was issued.", valueName: "FILE"), completion: .file())
  var credential: String

  @Option(help: ArgumentHelp("The holder's key file.", valueName: "FILE"), completion: .file())
  var key: String?

  @Option(help: ArgumentHelp("The holder's wallet, in place of a key file.", valueName: "DIR"), completion: .directory)
  var wallet: String?

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the wallet's passphrase. (default: SALUR_PASSPHRASE, else asked for)",
      valueName: "FILE"), completion: .file())
  var passphraseFile: String?

  @Option(help: ArgumentHelp("A claim to show; repeat it. (default: those that registration needs)", valueName: "NAME"))
  var show: [String] = []

  @Option(help: ArgumentHelp("Whom it is for, as the verifier calls itself.", valueName: "URL"))
  var audience: String

  @OptionGroup var question: NonceOptions

  @Option(help: ArgumentHelp("The file to write; - for the standard output.", valueName: "FILE"), completion: .file())
  var out: String = "-"

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let held = try HeldCredential(IdentityFile.text(of: credential))
    let signing = try holderKey()
    let names = show.isEmpty ? EnrolmentCredential.needed.map(\.rawValue) : show
    let text = try held.present(
      names, key: signing, nonce: try question.nonce(for: signing.publicKey), audience: audience, now: nowSeconds())
    try IdentityFile.write(text, to: out)
    guard out != "-" else { return }
    if console.isJSON {
      return console.answer(["presentation": .string(out), "shown": .array(names.map { .string($0) })])
    }
    console.say(IdentityPhrase.presented(out, names, hidden: held.claims.filter { !names.contains($0) }))
  }

  private func holderKey() throws -> SigningKey {
    switch (key, wallet) {
    case (let key?, nil): return try KeyFile(key).key
    case (nil, let wallet?):
      return try WalletFolder(wallet).key(passphrase: Passphrase.read(file: passphraseFile, confirming: false))
    default: throw UsageError(IdentityPhrase.whichKey)
    }
  }
}
