import ArgumentParser
import Coding
import Engine
import Ledger
import Model
import Presentation
import Signing

struct PrivacyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "privacy",
    abstract: "What the data-protection law grants: a copy of all there is about a family, and its erasure.",
    subcommands: [PrivacyExport.self, PrivacyErase.self])
}

struct PrivacyExport: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes everything this node holds about a family, as JSON, one object a line.",
    discussion: """
      First what the ledger knows of the account, then every sealed record about it with its digest, then every entry of \
      the log that concerns it. docs/PRIVACY.md says what each field reveals and to whom.
      """)

  @Option(help: ArgumentHelp("The family's account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var account: AccountNumber

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let replica = try Replica.open(data.directory, console).0
    let (view, seals) = replica.read { state in
      (AccountView(account, in: state), state.account(account)?.kind == .family ? state.seals(of: account) : [])
    }
    guard let view, view.kind == .family else { throw Failure(AccountPhrase.unknown(account, data.data)) }
    console.answer(["about": "account", "account": view.json])
    for digest in seals {
      guard let sealed = try replica.sealed(digest) else { continue }
      console.answer(["about": "sealed", "digest": digest.json, "salt": sealed.salt.json, "record": Self.json(sealed)])
    }
    try replica.forEachReceipt { receipt in
      guard receipt.account == account || receipt.other == account else { return }
      console.answer(["about": "entry", "receipt": receipt.json])
    }
  }

  /// A fact or a text, where it can be read as one; its bytes otherwise.
  private static func json(_ sealed: Sealed) -> JSON {
    if let fact = try? FactRecord(encoded: sealed.content) {
      return [
        "kind": "fact", "subject": .string("\(fact.subject)"), "validFrom": .string("\(fact.validFrom)"),
        "validUntil": JSON(fact.validUntil) { .string("\($0)") },
        "values": .array(fact.values.map { .string("\($0)") }),
      ]
    }
    if let text = try? AppealText(encoded: sealed.content) { return ["kind": "text", "words": .string(text.words.string)] }
    return ["kind": "bytes", "bytes": sealed.content.json]
  }
}

struct PrivacyErase: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Forgets a family's facts and texts. Its money, decisions and every proof stand.",
    discussion: """
      The owner's own key, or the identity authority's officers, sign. Afterwards 'salur audit verify' says how many \
      decisions can no longer be recomputed, and that the log still verifies.
      """)

  @Option(help: ArgumentHelp("The family's account, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var account: AccountNumber

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var actor = try Operator(acting, console)
    guard actor.agency != nil else { return console.show(try actor.act(.erase(account: account))) }
    try console.show(actor.proposing(.erase(account: account)))
  }
}
