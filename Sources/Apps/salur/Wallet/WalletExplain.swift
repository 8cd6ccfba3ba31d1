import ArgumentParser
import Foundation
import Model
import Presentation
import Wallet

struct WalletExplain: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why the account was paid, or was not: what is proved, and what the node says about the reasons.",
    discussion: """
      What was paid is read from the proved history, which adds up to the proved balance. A payment's receipt commits to its \
      decision, to the programme's document and to the facts it used: where they fit what the node tells, that is said. \
      The words of the rules and what facts say are the node's word alone.
      """)

  @Option(help: ArgumentHelp("The programme, such as id.kemensos.pkh. (default: all)", valueName: "NAME"))
  var series: String?

  @Option(help: ArgumentHelp("The cycle, such as 2026-Q1. (default: the newest)", valueName: "NAME"))
  var cycle: String?

  @Option(
    help: ArgumentHelp("Which of the family's people, from 1, where a programme decides about persons.", valueName: "N")
  )
  var person: Int?

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    if let person { try UsageError.check("--person", person, in: 1...Int(UInt16.max)) }
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let decisions = try await decisions(&session)
    let (history, state) = try await session.history()
    guard let registry = state.registry else { throw Failure(TrustError.leftOut.phrase) }
    let found = decisions.map { ($0, ProvenPayments(of: $0, to: account, in: history, registry)) }
    if console.isJSON {
      return console.answer([
        "account": account.json,
        "decisions": .array(found.map { ["proved": $1.json(of: $0), "nodeSays": $0.json] }),
      ])
    }
    console.say(account.description)
    for (decision, payments) in found {
      ExplainedText(decision: decision, payments: payments, hasWitnesses: session.hasWitnesses).show(on: console)
    }
    if !session.hasWitnesses { console.say(WalletPhrase.noWitnesses) }
  }

  private func decisions(_ session: inout WalletSession) async throws -> [ExplainedDecision] {
    let parts = [("series", series), ("cycle", cycle), ("person", person.map(String.init))]
    let query = parts.compactMap { name, value in
      value?.addingPercentEncoding(withAllowedCharacters: .unreserved).map { "\(name)=\($0)" }
    }
    do {
      return try await session.explanations(query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    } catch let problem as NodeProblem where problem.name == "not-found" {
      throw Failure(WalletPhrase.noDecision)
    }
  }
}

extension CharacterSet {
  /// What stands for itself anywhere in an address (RFC 3986).
  fileprivate static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
