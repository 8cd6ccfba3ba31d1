import ArgumentParser
import Coding
import Dispatch
import Documents
import Engine
import Glibc
import Logging
import Metrics
import Model
import Platform
import Presentation
import Service
import Signing

struct NodeRun: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a node: recovers what is on disk, then decides blocks until it is told to stop.",
    discussion: """
      With --stdin it reads signed commands, one a line (hexadecimal, base 64, or {"signed": …, "sealed": […]}), \
      answers each with one line of JSON once it is durable, and stops at the input's end. SIGTERM and Ctrl-C stop it \
      cleanly: what was answered is on disk, and nothing more is accepted. A second one ends it where it stands.
      """)

  @OptionGroup var node: NodeOptions

  @Option(
    help: ArgumentHelp("Refuse a directory of another network than this one, by its id.", valueName: "ID"))
  var network: String?

  @Flag(help: "Read commands from the standard input.")
  var stdin = false

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var configuration = try node.configuration()
    configuration.service.witnesses = try configuration.witnesses.map { try WitnessAddress(parsing: $0) }
    try checkNetwork(configuration)
    try checkWitnessQuorum(configuration)
    let (replica, report) = try Replica.open(configuration.directory, console)
    announce(replica, report, console)
    let (events, metrics) = (NodeEvents(), NodeMetrics())
    // For libraries that log and measure by themselves.
    LoggingSystem.bootstrap { [configuration] in configuration.logHandler($0) }
    MetricsSystem.bootstrap(metrics.registry)
    let views =
      stdin ? nil : try ViewKeeper(replica) { reason in events.send(.remark(ViewsPhrase.standStill(reason))) }
    let engine = SoloEngine(replica: replica, cut: configuration.cut, observer: metrics) { _ in events.send(.end) }
    let checkpoints = CheckpointKeeper(replica, every: configuration.checkpointSeconds)
    let snapshots = SnapshotKeeper(
      replica, newest: report.snapshot, every: configuration.snapshotSeconds
    ) { error in
      events.send(.remark(NodePhrase.noSnapshot(error)))
    }
    if let standing = replica.read({ $0.standingClock(at: engine.time) }) {
      console.note(NodePhrase.clockStands(standing, machine: engine.time))
    }
    if stdin {
      events.readInput()
    }
    console.output.flush()
    let log = RunLog(console, stdin ? nil : configuration)
    let failure =
      if let views {
        await serveHTTP(engine, views, metrics, configuration, events, log)
      } else {
        await serve(engine, events, console)
      }
    await engine.stop()
    await views?.stop()
    await checkpoints.stop()
    await snapshots.stop()
    events.finish()
    for await case .remark(let remark) in events.stream { log.note(remark) }
    if let failure { throw failure }
    if let reason = replica.stopReason { throw Failure(NodePhrase.brokeOff(reason)) }
    if !console.isJSON || log.isLines { log.note(NodePhrase.stopped) }
  }

  /// Before anything is opened: opening writes.
  private func checkNetwork(_ configuration: NodeConfiguration) throws {
    guard let network else { return }
    let found = try configuration.directory.network().description
    guard found == network else {
      throw Failure(NodePhrase.otherNetwork(configuration.data, found: found, expected: network))
    }
  }

  /// More than genesis names no head would ever reach.
  private func checkWitnessQuorum(_ configuration: NodeConfiguration) throws {
    guard let quorum = configuration.service.witnessQuorum else { return }
    let named = try configuration.directory.genesis().witnesses.count
    guard quorum <= named else { throw Failure(NodePhrase.impossibleQuorum(quorum, named: named)) }
  }

  /// Answers commands until there are no more or somebody says stop; what was accepted is answered before. Why the input
  /// could not be read, if so.
  private func serve(_ engine: SoloEngine, _ events: NodeEvents, _ console: Console) async -> (any Error)? {
    var waiting = 0
    var isStopping = false
    var failure: (any Error)?
    for await event in events.stream {
      switch event {
      case .line(let line):
        if isStopping { continue }
        do throws(Failure) {
          let submission = try SubmittedLine.read(line.bytes)
          waiting += 1
          let place = line.place
          engine.submit(submission) { events.send(.answer(place, $0)) }
        } catch {
          let message = error.phrase.text(console.language)
          console.answer([
            "line": JSON(line.place.number), "status": "refused", "error": ["message": .string(message)],
          ])
          events.release(line.place)
        }
      case .answer(let place, let answer):
        waiting -= 1
        console.answer(answer.json(line: place.number, console.language))
        events.release(place)
        if waiting == 0 { console.output.flush() }
      case .remark(let remark):
        console.note(remark)
      case .listening: break
      case .end:
        isStopping = true
      case .failed(let error):
        isStopping = true
        failure = error
      }
      if isStopping, waiting == 0 { break }
    }
    return failure
  }

  /// Answers calls until somebody says stop; those under way are answered first. Why the port could not be opened, if so.
  private func serveHTTP(
    _ engine: SoloEngine, _ views: ViewKeeper, _ metrics: NodeMetrics, _ configuration: NodeConfiguration,
    _ events: NodeEvents, _ log: RunLog
  ) async -> (any Error)? {
    let host = configuration.service.host
    let service: NodeService
    do {
      service = try NodeService(
        engine: engine, views: views, configuration: configuration.service, metrics: metrics,
        logger: configuration.logger("salur")
      ) { port in
        events.send(.listening(host: host, port: port))
      }
    } catch {
      return error
    }
    let serving = Task {
      do {
        try await service.run()
        events.send(.end)
      } catch {
        events.send(.failed(error))
      }
    }
    for await event in events.stream {
      switch event {
      case .remark(let remark): log.note(remark)
      case .listening(let host, let port): log.listening(host: host, port: port)
      case .failed(let error): return Failure.listening(error, host: host, port: configuration.service.port)
      case .end:
        await service.stop()
        _ = await serving.value
        return nil
      case .line, .answer: break
      }
    }
    return nil
  }

  private func announce(_ replica: Replica, _ report: RecoveryReport, _ console: Console) {
    let root = replica.newestBlock.stateRoot.description
    let origin = replica.genesis.origin.string
    if console.isJSON {
      return console.answer([
        "event": "ready", "origin": .string(origin), "network": replica.genesis.network.json,
        "height": JSON(report.height), "entries": JSON(report.logSize), "stateRoot": .string(root),
        "replayedBlocks": JSON(report.replayedBlocks), "snapshot": JSON(report.snapshot) { JSON($0) },
        "cut": JSON(report.cut) { .string($0) }, "vaultCut": JSON(report.vaultCut) { .string($0) },
        "passedOver": .array(report.passedOver.map { .string($0) }), "adoptedDecisions": JSON(report.adoptedDecisions),
      ])
    }
    console.say(NodePhrase.head(report, origin, console.language, root: root))
    console.note(NodePhrase.recovered(report, console.language))
    for remark in report.passedOver + [report.cut, report.vaultCut].compactMap(\.self) {
      console.note(Phrase(remark, remark))
    }
    if report.adoptedDecisions > 0 { console.note(NodePhrase.adopted(report.adoptedDecisions)) }
  }
}
