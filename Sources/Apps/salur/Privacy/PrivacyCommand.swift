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
    let (view, isErased, facts, texts) = replica.read { state in
      let row = state.account(account)
      let isFamily = row?.kind == .family
      return (
        AccountView(account, in: state), row?.erased ?? false, isFamily ? state.factSeals(of: account) : [],
        isFamily ? state.benefits.appeals.seals(of: account) : []
      )
    }
    guard let view, view.kind == .family else { throw Failure(AccountPhrase.unknown(account, data.data)) }
    console.answer(["about": "account", "account": view.json, "erased": .bool(isErased)])
    for (schema, seals) in facts {
      for digest in seals {
        guard let sealed = try replica.sealed(digest) else { continue }
        console.answer(["about": "fact", "seal": digest.json, "fact": Self.json(sealed, schema)])
      }
    }
    for digest in texts {
      guard let sealed = try replica.sealed(digest), let text = try? AppealText(encoded: Array(sealed.content)) else {
        continue
      }
      console.answer(["about": "appeal", "seal": digest.json, "words": .string(text.words.string)])
    }
    try replica.forEachReceipt { receipt in
      guard receipt.account == account || receipt.other == account else { return }
      console.answer(["about": "entry", "receipt": JSON(reflecting: receipt)])
    }
  }

  private static func json(_ sealed: Sealed, _ schema: FactSchema) -> JSON {
    guard let fact = try? FactRecord(encoded: Array(sealed.content), schema: schema) else {
      return ["schema": .string(schema.name.string), "bytes": .string(Hex.encode(Array(sealed.content)))]
    }
    return [
      "schema": .string(schema.name.string), "subject": JSON(reflecting: fact.subject),
      "validFrom": .string(fact.validFrom.description), "validUntil": JSON(fact.validUntil) { .string($0.description) },
      "values": .object(
        zip(schema.record.fields, fact.values).map { JSON.Member(key: $0.name.string, value: JSON(reflecting: $1)) }),
    ]
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
