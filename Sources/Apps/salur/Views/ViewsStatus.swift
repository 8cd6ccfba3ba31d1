import ArgumentParser
import Coding
import Engine
import Presentation
import Transparency
import Views

struct ViewsStatus: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows how far the read model has come.",
    discussion: "It only reads, also while the node runs, and compares with the newest checkpoint the node published.")

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let directory = data.directory
    let mark = try ViewStore(reading: directory.views, network: directory.network()).mark()
    let note = try directory.publishedCheckpoint().flatMap { try? Checkpoint(parsing: SignedNote(parsing: $0).text) }
    let (size, entries) = (note?.size ?? 0, mark?.entries ?? 0)
    let missing = size > entries ? size - entries : 0
    if console.isJSON {
      return console.answer([
        "height": JSON(mark?.height) { JSON($0) }, "entries": JSON(entries), "checkpoint": JSON(note?.size) { JSON($0) },
        "missing": JSON(missing),
      ])
    }
    let language = console.language
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    add(ViewsPhrase.file, directory.views)
    add(ViewsPhrase.height, mark.map { language.number($0.height) } ?? "–")
    add(ViewsPhrase.entries, language.number(entries))
    add(ViewsPhrase.missing, language.number(missing))
    console.show(table)
  }
}
