import ArgumentParser

struct ViewsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "views",
    abstract: "The read model: histories and totals, looked up in SQLite and made of the journal alone.",
    subcommands: [ViewsRebuild.self, ViewsStatus.self])
}
