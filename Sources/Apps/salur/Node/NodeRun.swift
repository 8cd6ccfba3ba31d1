import ArgumentParser
import Coding
import Dispatch
import Documents
import Engine
import Glibc
import Model
import Platform
import Signing

struct NodeRun: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a node: recovers what is on disk, then decides blocks until it is told to stop.",
    discussion: """
      With --stdin it reads signed commands, one a line (hexadecimal, base 64, or {"signed": …, "sealed": […]}), \
      answers each with one line of JSON once it is durable, and stops at the input's end. SIGTERM and Ctrl-C stop it \
      cleanly: what was answered is on disk, and nothing more is accepted.
      """)

  @OptionGroup var data: DataOption

  @Option(
    help: ArgumentHelp("Refuse a directory of another network than this one, by its id.", valueName: "ID"))
  var network: String?

  @Flag(help: "Read commands from the standard input.")
  var stdin = false

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let (replica, report) = try Replica.open(data.directory, console)
    if let network, network != replica.genesis.network.description {
      throw Failure(
        NodePhrase.otherNetwork(data.data, found: replica.genesis.network.description, expected: network))
    }
    announce(replica, report, console)
    let engine = SoloEngine(replica: replica)
    let keeper = SnapshotKeeper(replica, newest: report.snapshot) { error in
      console.note(NodePhrase.noSnapshot(error))
    }
    let events = NodeEvents()
    if let standing = replica.read({ $0.standingClock(at: engine.time) }) {
      console.note(NodePhrase.clockStands(standing, machine: engine.time))
    }
    if stdin {
      events.readInput()
    } else if !console.isJSON {
      console.say(NodePhrase.waiting)
    }
    console.output.flush()
    try await serve(engine, events, console)
    await engine.stop()
    await keeper.stop()
    if let reason = replica.stopReason { throw Failure(reason, reason) }
    if !console.isJSON { console.note(NodePhrase.stopped) }
  }

  /// Answers commands until there are no more or somebody says stop; what was accepted is answered before.
  private func serve(_ engine: SoloEngine, _ events: NodeEvents, _ console: Console) async throws {
    var waiting = 0
    var isStopping = false
    var failure: (any Error)?
    for await event in events.stream {
      switch event {
      case .line(let number, let bytes):
        if isStopping { continue }
        do throws(Failure) {
          let submission = try SubmittedLine.read(bytes)
          waiting += 1
          engine.submit(submission) { events.send(.answer(number, $0)) }
        } catch {
          let message = error.phrase.text(console.language)
          console.answer(["line": JSON(number), "status": "refused", "error": ["message": .string(message)]])
          events.release()
        }
      case .answer(let number, let answer):
        waiting -= 1
        console.answer(answer.json(line: number, console.language))
        events.release()
        if waiting == 0 { console.output.flush() }
      case .end:
        isStopping = true
      case .failed(let error):
        isStopping = true
        failure = error
      }
      if isStopping, waiting == 0 { break }
    }
    if let failure { throw failure }
  }

  private func announce(_ replica: Replica, _ report: RecoveryReport, _ console: Console) {
    let root = replica.newestBlock.stateRoot.description
    let origin = replica.genesis.origin.string
    if console.isJSON {
      return console.answer([
        "event": "ready", "origin": .string(origin), "network": replica.genesis.network.json,
        "height": JSON(report.height), "entries": JSON(report.logSize), "stateRoot": .string(root),
        "replayedBlocks": JSON(report.replayedBlocks), "snapshot": JSON(report.snapshot) { JSON($0) },
        "cut": JSON(report.cut) { .string($0) }, "adoptedDecisions": JSON(report.adoptedDecisions),
      ])
    }
    console.say(NodePhrase.head(report, origin, console.language, root: root))
    console.note(NodePhrase.recovered(report, console.language))
    if let cut = report.cut { console.note(Phrase(cut, cut)) }
    if report.adoptedDecisions > 0 { console.note(NodePhrase.adopted(report.adoptedDecisions)) }
  }
}

/// What a running node waits for, in one line: commands, answers, and the word to stop.
private final class NodeEvents: Sendable {
  enum Event: Sendable {
    case line(Int, [UInt8])
    case answer(Int, Answer)
    case end
    case failed(any Error)
  }

  let stream: AsyncStream<Event>
  private let continuation: AsyncStream<Event>.Continuation
  /// Lines that may wait for their answer; the reader blocks beyond it.
  private let permits = DispatchSemaphore(value: 20_000)

  // Only kept; nobody touches them after `init`.
  private nonisolated(unsafe) let signals: [any DispatchSourceSignal]

  private static let longestLine = 8 << 20

  /// Watches for SIGTERM and Ctrl-C from now on.
  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Event.self)
    (self.stream, self.continuation) = (stream, continuation)
    signals = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(.end) }
      source.activate()
      return source
    }
  }

  func send(_ event: Event) { continuation.yield(event) }

  /// A line has been answered.
  func release() { permits.signal() }

  /// Reads lines on a thread of its own, to the input's end.
  func readInput() {
    DispatchQueue(label: "salur.input").async { [self] in
      var lines = InputLines(longest: Self.longestLine)
      var number = 0
      do {
        while let line = try lines.next() {
          number += 1
          if line.isEmpty { continue }
          permits.wait()
          send(.line(number, line))
        }
        send(.end)
      } catch {
        send(.failed(error))
      }
    }
  }

}
