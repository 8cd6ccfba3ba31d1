import ArgumentParser
import Coding
import Model
import Presentation
import Rules
import Signing

struct MerchantCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merchant",
    abstract: "Registers and licenses shops. The licensing agency signs.",
    subcommands: [MerchantRegister.self])
}

struct MerchantRegister: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Registers a shop with its holder's key and licenses it.")

  @Option(help: ArgumentHelp("The shop's name.", valueName: "TEXT"))
  var name: String

  @Option(help: ArgumentHelp("Where it is, such as 53.71.04.1001.", valueName: "REGION"))
  var region: Region

  @Option(help: ArgumentHelp("Its merchant category, four digits.", valueName: "MCC"))
  var mcc: MerchantCategory

  @Option(help: ArgumentHelp("The holder's key file.", valueName: "FILE"), completion: .file())
  var holder: String

  @Option(help: ArgumentHelp("A licence class, such as tutoring. May be repeated.", valueName: "CLASS"))
  var licence: [String] = []

  @Flag(name: .customLong("cash-agent"), help: "It may hand out cash.")
  var cashAgent = false

  @OptionGroup var regions: RegionOption
  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let name = try Text("--name", name, max: 100)
    let licences = try licence.map { try Text("--licence", $0) }
    try checkRegion()
    let holder = try KeyFile(holder).key
    var licensing = try Operator(acting, console)
    let shop = Shop(name: name, region: region, category: mcc, owner: nil)
    let account = licensing.replica.read { AccountNumber(UInt32($0.accounts.count)) }
    let proof = holder.possession(of: SHA256.hash(shop.encoded), network: licensing.replica.genesis.network)
    try licensing.act(.registerMerchant(key: holder.publicKey, shop: shop), proof: proof)
    let decision = try licensing.act(
      .license(merchant: account, licences: licences, cashAgent: cashAgent))
    if !console.isJSON { console.say(AccountPhrase.shop(name.string, account)) }
    console.show(decision, besides: [("account", account.json)])
  }

  /// A shop stands in a village that exists.
  private func checkRegion() throws {
    guard region.level == .village else { throw UsageError(AccountPhrase.noVillage(region)) }
    guard try regions.catalogue()?.contains(region) ?? true else { throw UsageError(AccountPhrase.noRegion(region)) }
  }
}

extension Region: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension MerchantCategory: ExpressibleByArgument {
  public init?(argument: String) {
    guard argument.utf8.count == 4, let code = UInt16(argument), code > 0 else { return nil }
    self.init(code)
  }
}
