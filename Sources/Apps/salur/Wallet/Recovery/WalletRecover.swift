import ArgumentParser
import Coding
import Model
import Presentation
import Records
import Wallet

struct WalletRecover: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Ways back to a lost wallet: how they stand, and how to stop one you did not ask for.",
    subcommands: [RecoverStart.self, RecoverStatus.self, RecoverVeto.self, RecoverFinish.self])
}

struct RecoverStart: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "With a card or an old device: asks for a new key, which comes after three days unless you object.")

  @OptionGroup var proof: ProofOption
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let proof = try proof.checked(for: account, network: session.network)
    try console.show(
      try await session.act(.recover(account: account, key: proof.key, guardian: nil), proof: proof.signed),
      hasWitnesses: session.hasWitnesses)
  }
}

struct RecoverStatus: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Who asks for a new key for this account, and when it would come.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let (state, _, _) = try await session.state()
    guard let recoveries = state.recoveries(of: account), let head = state.account(account) else {
      throw Failure(TrustError.leftOut.phrase)
    }
    if console.isJSON {
      return recoveries.forEach { recovery in
        console.answer([
          "recovery": JSON(recovery.entry), "kind": .string(RecoveryPhrase.kindName(recovery)),
          "status": .string(RecoveryPhrase.statusName(recovery)), "due": recovery.due.json,
          "guardians": JSON(recovery.guardians), "needed": JSON(head.guardianThreshold),
          "agencies": .array([recovery.first, recovery.second].compactMap { $0?.json }),
        ])
      }
    }
    guard !recoveries.isEmpty else { return console.say(RecoveryPhrase.none) }
    for recovery in recoveries { console.say(RecoveryPhrase.status(recovery, head)) }
  }
}

struct RecoverVeto: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "veto", abstract: "Objects to a new key you did not ask for. It counts up to the last moment.")

  @Argument(help: ArgumentHelp("The recovery's entry, as 'status' shows it.", valueName: "ENTRY"))
  var recovery: UInt64

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(try await session.act(.vetoRecovery(recovery: recovery)), hasWitnesses: session.hasWitnesses)
  }
}

struct RecoverFinish: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish", abstract: "On the new device: looks whether its key may act for the account by now.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let credential: CredentialLeaf
    do {
      credential = try await session.state().credential
    } catch is Stranger {
      throw Failure(RecoveryPhrase.notYet(account))
    }
    if console.isJSON { return console.answer(["account": account.json, "credential": JSON(credential.number)]) }
    console.say(RecoveryPhrase.finished(account, credential.number))
  }
}
