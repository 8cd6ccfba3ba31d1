import ArgumentParser
import Coding
import Ledger
import Model
import Presentation
import Signing

struct AgencyReissue: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "reissue",
    abstract: "Asks for a new key for somebody who has lost every one. The person stands before you.",
    discussion: """
      A second agency must confirm it; then it takes fourteen days, in which any key the person still has can stop it. \
      The new key is made on the person's own device: 'salur wallet prove' there prints the proof.
      """)

  @Option(help: ArgumentHelp("Whose wallet it is.", valueName: "ACCOUNT")) var account: AccountNumber
  @OptionGroup var proof: ProofOption
  @Option(help: ArgumentHelp("Digest of the fresh identity credential you were shown.", valueName: "SHA256"))
  var evidence: String
  @Option(help: ArgumentHelp("A credential the person says is lost; repeat it.", valueName: "NUMBER"))
  var lost: [UInt16] = []
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let evidence = try digest(evidence)
    var office = try Operator(acting, console)
    let proof = try proof.checked(for: account, network: office.replica.genesis.network)
    try console.show(
      office.proposing(
        .reissue(account: account, key: proof.key, attestation: .none, evidence: evidence, lost: lost),
        proof: proof.signed))
  }
}

struct AgencyConfirm: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "A second agency has seen the same identity credential.")

  @Argument(help: ArgumentHelp("The recovery's entry, as 'pending' shows it.", valueName: "ENTRY")) var recovery: UInt64
  @Option(help: ArgumentHelp("Digest of the identity credential you were shown.", valueName: "SHA256"))
  var evidence: String
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let evidence = try digest(evidence)
    var office = try Operator(acting, console)
    try console.show(office.proposing(.confirmReissue(recovery: recovery, evidence: evidence)))
  }
}

struct AgencyDecide: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "A third agency decides a disputed re-issue, with the owner present.")

  @Argument(help: ArgumentHelp("The recovery's entry, as 'pending' shows it.", valueName: "ENTRY")) var recovery: UInt64
  @Flag(inversion: .prefixedNo, help: "Whether it goes on.") var proceed: Bool
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var office = try Operator(acting, console)
    try console.show(office.proposing(.decideReissue(recovery: recovery, proceeds: proceed)))
  }
}

struct AgencyAttest: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest",
    abstract: "Raises the tier of a key, whose certificates the registration service has checked.")

  @Option(help: ArgumentHelp("Whose key it is.", valueName: "ACCOUNT")) var account: AccountNumber
  @Option(help: ArgumentHelp("The credential's number.", valueName: "NUMBER")) var credential: UInt16
  @Option(help: "Its tier: platform or hardware.") var tier: Tier
  @Option(help: ArgumentHelp("Digest of the certificate chain.", valueName: "SHA256")) var chain: String
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let attestation = Attestation(tier: tier, chain: try digest(chain))
    var officer = try Operator(acting, console)
    console.show(
      try officer.act(.attestCredential(account: account, credential: credential, attestation: attestation)))
  }
}

private func digest(_ text: String) throws -> Digest {
  guard let digest = try? Digest(hex: text) else { throw UsageError(AgencyPhrase.badDigest(text)) }
  return digest
}

extension Tier: ExpressibleByArgument {
  public init?(argument: String) {
    guard let tier = Tier.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = tier
  }

  public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}
