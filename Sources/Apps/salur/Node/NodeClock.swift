import ArgumentParser
import Engine
import Model
import Rules

struct NodeClock: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Lets the ledger's clock go on after a long stop. The treasury's officers sign.",
    discussion: """
      A ledger's clock never leaps by itself: after a stop longer than its 'clock_step' it stands still until the \
      treasury's officers confirm the time. What would have run out during an outage is extended by it.
      """)

  @Option(help: ArgumentHelp("The time to go on to, 2026-08-17T09:00:00+07:00; left out, now.", valueName: "TIME"))
  var to: BlockTime?

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var treasury = try Operator(acting, console)
    console.show(try treasury.agree(.advanceClock(to: to ?? SystemBlockClock().now)))
  }
}

extension BlockTime: ExpressibleByArgument {
  public init?(argument: String) {
    guard let time = Timestamp(argument), time.nanoseconds == 0 else { return nil }
    self.init(milliseconds: time.seconds * 1_000)
  }
}
