import ArgumentParser
import Coding
import Model

struct MoneyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "money",
    abstract: "Brings rupiah onto the ledger and into programmes' funds. Agencies' officers sign.",
    subcommands: [MoneyIssue.self, MoneyAllocate.self, MoneyFund.self, MoneyCashIn.self])
}

struct MoneyIssue: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "The central bank issues rupiah against a deposit.")

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @Option(help: ArgumentHelp("What names the deposit.", valueName: "TEXT"))
  var deposit: String

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let deposit = try Text("--deposit", deposit)
    var bank = try Operator(acting, console)
    console.show(try bank.agree(.issue(amount: amount, deposit: deposit)))
  }
}

struct MoneyAllocate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate", abstract: "An agency gives another agency some of its rupiah.")

  @Option(help: ArgumentHelp("The other agency's name or account.", valueName: "AGENCY"))
  var to: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var giver = try Operator(acting, console)
    let name = Text(to)
    let named = giver.replica.read { state in state.agencies.first { $0.agency.name == name }?.account }
    guard let other = named ?? AccountNumber(argument: to) else {
      let known = giver.replica.read { state in state.agencies.map(\.agency.name.string) }
      throw Failure(MoneyPhrase.unknownAgency(to, known: known))
    }
    guard giver.replica.read({ $0.agency(other) }) != nil else { throw Failure(MoneyPhrase.recipientIsNoAgency(other)) }
    console.show(try giver.agree(.allocate(to: other, amount: amount)))
  }
}

struct MoneyFund: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "fund", abstract: "The treasury puts rupiah into a programme's fund.")

  @Option(help: ArgumentHelp("The series, such as id.kemensos.pkh.", valueName: "SERIES"))
  var series: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let series = try Text("--series", series)
    var treasury = try Operator(acting, console)
    console.show(try treasury.agree(.fund(series: series, amount: amount)))
  }
}

struct MoneyCashIn: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "cash-in",
    abstract: "Gives a family free rupiah for its own money, paid in at a bank. A settlement officer signs.")

  @OptionGroup var giving: GivingOptions

  @Option(help: ArgumentHelp("What names the deposit at the bank.", valueName: "TEXT"))
  var deposit: String

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let deposit = try Text("--deposit", deposit)
    var settlement = try Operator(acting, console)
    console.show(try settlement.act(.cashIn(to: giving.to, amount: giving.amount, deposit: deposit)))
  }
}
