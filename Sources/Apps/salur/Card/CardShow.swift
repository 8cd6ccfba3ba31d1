import ArgumentParser
import Coding
import Model
import Presentation
import Wallet

struct CardShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows what anybody can read off a card. Nothing of it is proved.")

  @Argument(help: ArgumentHelp("The card's file.", valueName: "FILE"), completion: .file())
  var file: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let card = try CardFile.read(file)
    if console.isJSON { return console.answer(card.json(file: file)) }
    var table = TextTable()
    for (name, value) in card.lines { table.add(name.text(console.language), value) }
    console.show(table)
  }
}

extension UnopenedCard {
  fileprivate var lines: [(name: Phrase, value: String)] {
    [
      (CardPhrase.network, face.network.description), (CardPhrase.account, face.account.description),
      (CardPhrase.credential, "\(face.credential)"), (CardPhrase.id, face.id.description),
      (CardPhrase.cost, "scrypt N = 2^\(face.cost), r = 8, p = 1"),
      (CardPhrase.size, "\(encoded.count) / \(text.utf8.count)"),
    ]
  }

  func json(file: String) -> JSON {
    [
      "card": .string(file), "network": .string(face.network.description), "account": face.account.json,
      "credential": JSON(face.credential), "id": .string(face.id.description), "cost": JSON(face.cost),
      "bytes": JSON(encoded.count), "characters": JSON(text.utf8.count),
    ]
  }
}
