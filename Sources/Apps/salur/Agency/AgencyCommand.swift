import ArgumentParser
import Coding
import Engine
import Ledger
import Model
import Platform
import Presentation
import Signing

struct AgencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agency",
    abstract: "Agencies and their officers: keys, approvals, and what waits for whom.",
    subcommands: [
      AgencyInit.self, AgencyPending.self, AgencyApprove.self, AgencyRotate.self, AgencySuspend.self,
      AgencyReinstate.self, AgencyReissue.self, AgencyConfirm.self, AgencyDecide.self, AgencyAttest.self,
    ])
}

struct AgencyInit: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes an agency for a genesis document, from public keys its officers made each for themselves.",
    discussion: """
      A key ceremony: every officer runs 'salur key new' on a machine of their own and reads out the public key. No \
      secret leaves an officer's hands. Put what this prints under 'agencies:' of the genesis document.
      """)

  @Option(help: ArgumentHelp("The agency's short name.", valueName: "NAME")) var name: String
  @Option(help: ArgumentHelp("Its title in Indonesian.", valueName: "TEXT")) var titleId: String
  @Option(help: ArgumentHelp("Its title in English.", valueName: "TEXT")) var titleEn: String
  @Option(help: ArgumentHelp("What it may do, such as identity; repeat it.", valueName: "ROLE")) var role: [String]
  @Option(help: ArgumentHelp("An officer's public key, did:key:…; repeat it.", valueName: "DID")) var officer: [String]
  @Option(help: ArgumentHelp("How many officers must agree.", valueName: "N")) var threshold: Int

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let keys = try officer.map { text in
      guard let key = try? PublicKey(did: text) else { throw UsageError(AgencyPhrase.badOfficer(text)) }
      return key
    }
    guard !keys.isEmpty, keys.indices.allSatisfy({ !keys[..<$0].contains(where: keys[$0].isSameKey) }) else {
      throw UsageError(AgencyPhrase.sameOfficers)
    }
    // No officer of several acts alone.
    guard (min(2, keys.count)...keys.count).contains(threshold) else {
      throw UsageError(AgencyPhrase.badThreshold(keys.count))
    }
    console.say(
      """
      - name: \(name)
        title: {id: \(titleId), en: \(titleEn)}
        roles: [\(role.joined(separator: ", "))]
        threshold: \(threshold)
        officers: [\(officer.map { "\"\($0)\"" }.joined(separator: ", "))]
      """)
  }
}

struct AgencyPending: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "pending", abstract: "What waits for whom: proposals, new thresholds, and wallets on their way back.")

  @Option(help: ArgumentHelp("Only what this agency can do something about.", valueName: "ACCOUNT"))
  var agency: AccountNumber?

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let replica = try Replica.open(data.directory, console).0
    let waiting = replica.read { Waiting(for: agency, in: $0) }
    if console.isJSON { return waiting.json.forEach(console.answer) }
    guard !waiting.isEmpty else { return console.say(AgencyPhrase.nothing) }
    waiting.phrases.forEach(console.say)
  }
}

struct AgencyApprove: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Agrees to a proposal of your agency. The last voice needed carries it out.")

  @Argument(help: ArgumentHelp("The proposal, as 'pending' shows it.", valueName: "ID"))
  var proposal: String

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var officer = try Operator(acting, console)
    let found = officer.replica.read { state in
      state.proposals.filter { $0.agency == officer.account && $0.id.digest.description.hasPrefix(proposal) }
    }
    guard let proposal = found.first, found.count == 1 else { throw UsageError(AgencyPhrase.noProposal(proposal)) }
    console.show(try officer.act(.approve(proposal: proposal.id, epoch: proposal.epoch)))
  }
}

struct AgencyRotate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Gives the agency new officers. A new threshold holds only after the network's notice.",
    discussion: "With too few keys it only proposes; the other officers run 'salur agency approve'.")

  @Option(help: ArgumentHelp("Every officer's public key from now on; repeat it.", valueName: "DID"))
  var officer: [String]

  @Option(help: ArgumentHelp("How many officers must agree from now on.", valueName: "N"))
  var threshold: UInt8

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let keys = try officer.map { text in
      guard let key = try? PublicKey(did: text) else { throw UsageError(AgencyPhrase.badOfficer(text)) }
      return key
    }
    var office = try Operator(acting, console)
    try console.show(
      office.proposing(.rotateAgency(agency: office.account, officers: keys, threshold: threshold)))
  }
}

struct AgencySuspend: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend", abstract: "Stops a colleague's key at once, as long as enough officers are left.")

  @Argument(help: ArgumentHelp("The officer's credential number.", valueName: "NUMBER")) var number: UInt16
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var officer = try Operator(acting, console)
    console.show(try officer.act(.suspendOfficer(credential: number, suspended: true)))
  }
}

struct AgencyReinstate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "reinstate", abstract: "Lets a suspended officer act again; the agency's officers must agree.")

  @Argument(help: ArgumentHelp("The officer's credential number.", valueName: "NUMBER")) var number: UInt16
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var office = try Operator(acting, console)
    try console.show(office.proposing(.suspendOfficer(credential: number, suspended: false)))
  }
}
