import ArgumentParser

struct AppealCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "appeal",
    abstract: "Asks to decide again, answers, and shows what became of it.",
    subcommands: [AppealFile.self, AppealDecide.self, AppealShow.self])
}
