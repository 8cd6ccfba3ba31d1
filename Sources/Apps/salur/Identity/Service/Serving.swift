import ArgumentParser
import Coding
import Glibc
import IdentityService
import Logging
import Presentation
import Service

/// Where one of the identity services listens.
struct ListeningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The port to listen on; 0 for any free one.", valueName: "PORT"))
  var port: Int

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "ADDRESS"))
  var host = "127.0.0.1"

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535.") }
  }
}

/// One of the identity services as a process: it serves until it is told to stop, and logs to the standard error, as JSON
/// anywhere but on a terminal.
struct Serving {
  let options: ListeningOptions
  let console: Console
  let logger = Logger(label: "salur") { LineLogHandler(label: $0, level: .info, format: .auto) }

  /// - Parameter what: its name, for people.
  func run(_ routes: some IdentityRoutes, _ what: Phrase) async throws {
    let events = NodeEvents()
    console.output.flush()
    let host = options.host
    let server = IdentityServer(routes, host: host, port: options.port, logger: logger) { port in
      events.send(.listening(host: host, port: port))
    }
    let serving = Task {
      do {
        try await server.run()
        events.send(.end)
      } catch {
        events.send(.failed(error))
      }
    }
    for await event in events.stream {
      switch event {
      case .remark(let remark): note(remark)
      case .listening(let host, let port): listening(what, host, port)
      case .failed(let error): throw Failure.listening(error, host: host, port: options.port)
      case .line, .answer: break
      case .end:
        await server.stop()
        _ = await serving.value
        events.finish()
      }
    }
    note(ServicePhrase.stopped(what))
  }

  /// Programs learn the port from the standard output.
  private func listening(_ what: Phrase, _ host: String, _ port: Int) {
    if console.isJSON {
      console.answer(["event": "listening", "host": .string(host), "port": JSON(port)])
      console.output.flush()
    }
    note(ServicePhrase.listening(what, host: host, port: port))
  }

  func note(_ remark: Phrase) {
    if LogFormat.auto.isJSON(on: STDERR_FILENO) {
      logger.notice("\(remark.text(console.language))")
    } else {
      console.note(remark)
    }
  }
}
