import ArgumentParser
import Model
import Presentation

struct WalletWatch: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Tells what happens to the account as it happens, each time proved before it is said.",
    discussion: """
      It listens to the node's events until Ctrl-C, comes back when the connection breaks, and goes on where it stopped, also \
      after days. An event is only a hint: what is told is the entry it names, once that is shown to be in the log.
      """)

  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let watch = try AccountWatch(WalletSession(wallet, console), console)
    let watching = Task {
      var watch = watch
      try await watch.run()
    }
    let signals = StopSignals { watching.cancel() }
    defer { withExtendedLifetime(signals) {} }
    try await watching.value
    if !console.isJSON { console.note(WatchPhrase.stopped) }
  }
}
