import ArgumentParser
import Coding
import Engine
import Presentation
import Service
import Views

struct ViewsRebuild: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Makes the read model again from the journal.",
    discussion: """
      Only where no node runs in the directory. Interrupted, it goes on where it was when the node next runs. Where the \
      ledger has forgotten a closed cycle's totals by region, it runs the blocks again to find them.
      """)

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let (replica, _) = try Replica.open(data.directory, console)
    let newest = replica.newestBlock
    try ViewStore.remove(data.directory.views)
    let views = try ViewFollower.open(replica)
    let (_, seconds) = try timed {
      let bar = ProgressBar(console, ViewsPhrase.rebuilding, total: Int(clamping: newest.logSize))
      defer { bar.finish() }
      try ViewFollower(replica, views).catchUp { mark in
        bar.advance(to: Int(clamping: mark?.entries ?? 0))
        return true
      }
    }
    if console.isJSON {
      return console.answer([
        "height": JSON(newest.height), "entries": JSON(newest.logSize), "milliseconds": .int(Int64(seconds * 1_000)),
      ])
    }
    console.say(ViewsPhrase.rebuilt(newest.logSize, seconds, console.language))
  }
}
