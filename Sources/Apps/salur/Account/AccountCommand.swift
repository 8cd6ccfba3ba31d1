import ArgumentParser
import Engine
import Model
import Platform
import Signing

struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Lists and shows accounts, and hands them to their holders.",
    subcommands: [AccountList.self, AccountShow.self, AccountClaim.self])
}

struct AccountClaim: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim",
    abstract: "Hands an account that has no key yet to its holder. The identity authority signs.")

  @Argument(help: ArgumentHelp("The account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var claimed: AccountNumber

  @Option(help: ArgumentHelp("The holder's key file.", valueName: "FILE"), completion: .file())
  var holder: String?

  @Option(
    help: ArgumentHelp(
      "What 'salur wallet prove' printed on the holder's device, or a file with it.", valueName: "PROOF"))
  var proof: String?

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard (holder == nil) != (proof == nil) else { throw UsageError(AccountPhrase.holderOrProof) }
    var authority = try Operator(acting, console)
    let network = authority.replica.genesis.network
    if let proof {
      let proof = try ProofOption.checked(proof, for: claimed, network: network)
      return console.show(try authority.act(.claim(account: claimed, key: proof.key), proof: proof.signed))
    }
    let holder = try KeyFile(holder!).key
    let proof = holder.possession(of: Possession.subject(claimed), network: network)
    console.show(try authority.act(.claim(account: claimed, key: holder.publicKey), proof: proof))
  }
}
