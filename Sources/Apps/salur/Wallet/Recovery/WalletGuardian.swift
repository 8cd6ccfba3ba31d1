import ArgumentParser
import Coding
import Model
import Platform
import Presentation
import Signing
import Wallet

struct WalletGuardian: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guardian",
    abstract: "People you choose to help you back in, and what they do when you need them.",
    subcommands: [GuardianChoose.self, GuardianRecover.self, GuardianFreeze.self])
}

struct GuardianChoose: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "choose",
    abstract: "Chooses guardians: so many of them together can give the account a new key, after three days.",
    discussion: """
      Writes one invitation a guardian into the folder; give each its own and keep a copy. The log shows only that there \
      are guardians, not who. Without accounts, the account has no guardians any more.
      """)

  @Argument(help: ArgumentHelp("The guardians' accounts.", valueName: "ACCOUNT"))
  var guardians: [AccountNumber] = []

  @Option(help: ArgumentHelp("How many of them are needed.", valueName: "N"))
  var threshold: UInt8 = 2

  @Option(help: ArgumentHelp("Where the invitations are written.", valueName: "DIR"), completion: .directory)
  var out = "."

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard guardians.count <= GuardianProof.mostGuardians, Set(guardians).count == guardians.count,
      guardians.isEmpty || (1...guardians.count).contains(Int(threshold))
    else { throw UsageError(RecoveryPhrase.badGuardians) }
    var session = try WalletSession(wallet, console)
    let ward = try session.account()
    guard !guardians.contains(ward) else { throw UsageError(RecoveryPhrase.badGuardians) }
    guard !guardians.isEmpty else {
      return try console.show(
        try await session.act(.setGuardians(threshold: 0, count: 0, commitment: .zero)),
        hasWitnesses: session.hasWitnesses)
    }
    let blinds = guardians.map { _ in Salt(SecureRandom.bytes(16))! }
    let (commitment, invitations) = GuardianInvitation.all(of: guardians, blinds: blinds, ward: ward)
    // Written first: a commitment whose invitations are lost would be a door nobody can open.
    try Directory.create(out)
    for invitation in invitations {
      let file = "\(out)/\(invitation.guardian).guardian"
      try File.replace(file, with: Array((Base64.encodeURL(invitation.encoded) + "\n").utf8), permissions: 0o600)
    }
    let outcome = try await session.act(
      .setGuardians(threshold: threshold, count: UInt8(guardians.count), commitment: commitment))
    try console.show(outcome, hasWitnesses: session.hasWitnesses)
    console.note(RecoveryPhrase.invitations(guardians.count, out))
  }
}

/// A guardian's invitation.
struct InvitationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The invitation the owner gave you.", valueName: "FILE"), completion: .file())
  var invitation: String

  func read() throws -> GuardianInvitation {
    let text = String(decoding: try Input.bytes(of: invitation, limit: 1 << 12), as: UTF8.self)
    guard let bytes = try? Base64.decodeURL(String(text.prefix { !$0.isWhitespace })),
      let invitation = try? GuardianInvitation(encoded: bytes)
    else { throw UsageError(RecoveryPhrase.badInvitation(invitation)) }
    return invitation
  }
}

struct GuardianRecover: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Agrees that the account you guard gets a new key. Look the owner in the eye first.")

  @OptionGroup var proof: ProofOption
  @OptionGroup var invitation: InvitationOption
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let invitation = try invitation.read()
    var session = try WalletSession(wallet, console)
    let proof = try proof.checked(for: invitation.ward, network: session.network)
    try console.show(
      try await session.act(
        .recover(account: invitation.ward, key: proof.key, guardian: invitation.proof), proof: proof.signed),
      hasWitnesses: session.hasWitnesses)
  }
}

struct GuardianFreeze: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Stops all spending of the account you guard, for seven days; once a month.")

  @OptionGroup var invitation: InvitationOption
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let invitation = try invitation.read()
    var session = try WalletSession(wallet, console)
    try console.show(
      try await session.act(.freezeWard(account: invitation.ward, guardian: invitation.proof)),
      hasWitnesses: session.hasWitnesses)
  }
}
