import ArgumentParser
import Coding
import Model
import Presentation
import Signing
import Transparency
import Wallet

struct CardTerminalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terminal", abstract: "A shop's device that takes cards.", subcommands: [CardTerminalNew.self])
}

struct CardTerminalNew: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Sets up a terminal for a shop, and a network it will hold every node to.",
    discussion: """
      The network's id is the digest of its genesis document: get it from somebody you trust, not from the node. A \
      terminal has no key: payments go to the shop, whose own wallet spends them.
      """)

  @Option(help: ArgumentHelp("The folder to make.", valueName: "DIR"), completion: .directory)
  var out: String

  @Option(help: ArgumentHelp("The shop's account.", valueName: "ACCOUNT"))
  var shop: AccountNumber

  @Option(help: ArgumentHelp("The node to ask.", valueName: "URL"))
  var node: String

  @OptionGroup var trust: TrustOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let connection = NodeConnection(node)
    let log = try await trust.log(connection)
    let name = try await name(connection)
    let folder = try TerminalFolder(
      creating: out, TerminalFolder.Settings(node: node, shop: shop, name: name), log: log)
    if console.isJSON {
      return console.answer(["terminal": .string(out), "shop": shop.json, "name": .string(name)])
    }
    console.say(CardPhrase.terminalMade(folder))
  }

  /// The shop's name by the node's word; the number is what payments name.
  private func name(_ node: NodeConnection) async throws -> String {
    do {
      let bytes = try await node.get("/v1/accounts/\(shop)")
      let json = try? JSONReader.read(bytes)
      if case .string(let name)? = json?["shop"]?["name"] { return name }
    } catch let problem as NodeProblem where problem.status == 401 || problem.status == 404 {}
    throw UsageError(CardPhrase.noShop(shop))
  }
}
