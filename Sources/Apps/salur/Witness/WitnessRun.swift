import ArgumentParser
import Coding
import Logging
import Model
import Presentation
import Transparency
import Witness

struct WitnessRun: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a witness: cosigns the heads of the logs it knows, until it is told to stop.",
    discussion: """
      It answers C2SP tlog-witness: POST /add-checkpoint, and GET /HASH/checkpoint, where HASH is the SHA-256 of the \
      log's origin. What it cosigns is on disk before it answers; a log with two histories it refuses.
      """)

  @OptionGroup var data: WitnessOption

  @Option(
    name: .customLong("log"),
    help: ArgumentHelp("The verifier key of a log to cosign, may be repeated.", valueName: "KEY"))
  var logs: [String] = []

  @Option(
    name: .customLong("genesis"),
    help: ArgumentHelp(
      "A network's genesis record, as its node serves it at /v1/genesis, may be repeated.", valueName: "FILE"),
    completion: .file())
  var genesis: [String] = []

  @Option(help: ArgumentHelp("The port to listen on; 0 for any free one.", valueName: "PORT"))
  var port = 8081

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "ADDRESS"))
  var host = "127.0.0.1"

  @OptionGroup var options: ConsoleOptions

  func validate() throws {
    guard !(logs.isEmpty && genesis.isEmpty) else {
      throw ValidationError("Name at least one log, with --log or --genesis.")
    }
  }

  func run(on console: Console) async throws {
    try UsageError.check("--port", port, in: 0...65_535)
    let witness = try Witness(data.directory, logs: try logKeys())
    let events = NodeEvents()
    announce(witness, console)
    console.output.flush()
    let host = host
    let service = WitnessService(witness: witness, host: host, port: port, logger: Logger(label: "salur")) { port in
      events.send(.remark(WitnessPhrase.listening(host: host, port: port)))
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
      case .remark(let remark): console.note(remark)
      case .failed(let error): throw Failure.listening(error, host: host, port: port)
      case .line, .answer, .listening: break
      case .end:
        await service.stop()
        _ = await serving.value
        events.finish()
      }
    }
    if !console.isJSON { console.note(WitnessPhrase.stopped) }
  }

  private func logKeys() throws -> [NoteKey] {
    var texts = logs
    for path in genesis {
      guard let genesis = try? Genesis(encoded: try Input.bytes(of: path, limit: Genesis.maximumBytes)) else {
        throw Failure(WitnessPhrase.noGenesis(path))
      }
      texts.append(genesis.logKey.string)
    }
    return try texts.map { text in
      do throws(NoteError) {
        return try NoteKey(verifierKey: text)
      } catch {
        throw Failure(WitnessPhrase.badKey(text, error))
      }
    }
  }

  private func announce(_ witness: Witness, _ console: Console) {
    if console.isJSON {
      return console.answer([
        "event": "ready", "verifierKey": .string(witness.key.verifierKey),
        "logs": .array(witness.sizes.map { ["origin": $0.origin.json, "size": JSON($0.size)] }),
      ])
    }
    console.say(witness.key.verifierKey)
    for log in witness.sizes { console.note(WitnessPhrase.knows(log.origin, log.size, console.language)) }
  }
}
