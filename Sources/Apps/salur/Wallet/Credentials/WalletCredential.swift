import ArgumentParser
import Coding
import Model
import Presentation
import Records
import Signing
import Wallet

struct WalletCredential: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential",
    abstract: "The devices, cards and helpers that may act for the account, and what they may spend.",
    subcommands: [
      CredentialList.self, CredentialAdd.self, CredentialHelper.self, CredentialRemove.self, CredentialLimit.self,
    ])
}

struct CredentialList: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every key the account ever had, proved from the network's log.")

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let (state, _, own) = try await session.state()
    guard let credentials = state.credentials(of: account) else { throw Failure(TrustError.leftOut.phrase) }
    if console.isJSON {
      return credentials.forEach { console.answer(json($0, state.terms(of: $0), state.block.time)) }
    }
    let language = console.language
    var table = TextTable(CredentialPhrase.columns.map { ($0.text(language), .left) })
    for credential in credentials {
      let terms = state.terms(of: credential)
      let limits = terms?.limits(at: state.block.time)
      table.add([
        "\(credential.number)\(credential.number == own.number ? " *" : "")", terms?.label ?? "",
        CredentialPhrase.use(credential.use).text(language), CredentialPhrase.tier(credential.tier).text(language),
        limits.map { $0.perPayment.text(language) } ?? "", limits.map { $0.perDay.text(language) } ?? "",
        CredentialPhrase.standing(credential).text(language), DIDKey(credential.key).description,
      ])
    }
    console.show(table)
    console.say(CredentialPhrase.ownMark)
  }

  private func json(_ credential: CredentialLeaf, _ terms: TermsLeaf?, _ now: BlockTime) -> JSON {
    let limits = terms?.limits(at: now)
    return [
      "credential": JSON(credential.number), "label": .string(terms?.label ?? ""),
      "use": .string("\(credential.use)"), "tier": .string("\(credential.tier)"), "live": .bool(credential.isLive),
      "reportedLost": .bool(credential.isReportedLost), "did": .string(DIDKey(credential.key).description),
      "perPayment": JSON(limits) { JSON($0.perPayment.amount) }, "perDay": JSON(limits) { JSON($0.perDay.amount) },
      "categories": .array((terms?.categories ?? []).map { .string("\($0)") }),
    ]
  }
}

struct CredentialAdd: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Lets another device of your own, or a card, act for the account.")

  @OptionGroup var proof: ProofOption

  @Flag(help: "A card: it spends at other people's terminals, freezes and objects, and changes no key.")
  var card = false

  @Option(help: ArgumentHelp("A name for your own eyes, at most 24 bytes.", valueName: "TEXT"))
  var label = ""

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try checkLabel(label)
    var session = try WalletSession(wallet, console)
    let proof = try proof.checked(for: session.account(), network: session.network)
    try console.show(
      try await session.act(
        .addCredential(key: proof.key, use: card ? .card : .device, label: Text(label)), proof: proof.signed),
      hasWitnesses: session.hasWitnesses)
  }
}

struct CredentialHelper: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "helper",
    abstract: "Lets a relative pay at shops: so much, for such things, and nothing else. You are told of each payment.")

  @OptionGroup var proof: ProofOption

  @Option(help: ArgumentHelp("A name for your own eyes, at most 24 bytes.", valueName: "TEXT"))
  var label = ""

  @Option(help: ArgumentHelp("The helper's own account: it cannot spend in its own shop.", valueName: "ACCOUNT"))
  var account: AccountNumber?

  @OptionGroup var limits: LimitOptions

  @Option(
    help: ArgumentHelp("Categories of shops, such as 5411; every one where none is named.", valueName: "MCC"),
    transform: MerchantCategory.init(written:))
  var category: [MerchantCategory] = []

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try checkLabel(label)
    guard category.count <= HelperTerms.mostCategories else { throw UsageError(CredentialPhrase.tooManyCategories) }
    var session = try WalletSession(wallet, console)
    let proof = try proof.checked(for: session.account(), network: session.network)
    let terms = HelperTerms(account: account, limits: limits.limits, categories: category)
    try console.show(
      try await session.act(.addHelper(key: proof.key, label: Text(label), terms: terms), proof: proof.signed),
      hasWitnesses: session.hasWitnesses)
  }
}

struct CredentialRemove: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Takes a credential away, at once and for good.")

  @Argument(help: ArgumentHelp("Its number, as 'list' shows it.", valueName: "NUMBER"))
  var number: UInt16

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(try await session.act(.removeCredential(number: number)), hasWitnesses: session.hasWitnesses)
  }
}

struct CredentialLimit: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit",
    abstract: "Sets what a credential may spend. Less holds at once; more holds after a day, so that a thief cannot.")

  @Argument(help: ArgumentHelp("Its number, as 'list' shows it.", valueName: "NUMBER"))
  var number: UInt16

  @OptionGroup var limits: LimitOptions
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var session = try WalletSession(wallet, console)
    try console.show(
      try await session.act(.setLimits(credential: number, limits: limits.limits)), hasWitnesses: session.hasWitnesses)
  }
}

struct LimitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most in one payment.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var perPayment: Rupiah

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most in one day.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var perDay: Rupiah

  var limits: SpendingLimits { SpendingLimits(perPayment: perPayment, perDay: perDay) }
}

func checkLabel(_ label: String) throws {
  guard label.utf8.count <= 24 else { throw UsageError(CredentialPhrase.longLabel) }
}

extension MerchantCategory {
  init(written text: String) throws {
    guard text.utf8.count == 4, let code = UInt16(text) else {
      throw ValidationError("'\(text)' is no category of four digits")
    }
    self.init(code)
  }
}
