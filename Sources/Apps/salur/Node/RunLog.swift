import Glibc
import Logging
import Presentation
import Service

/// Where a running node says what happens to it: to people on a terminal, in log lines of JSON anywhere else.
struct RunLog {
  private let console: Console
  private let logger: Logger?

  /// - Parameter configuration: nil where commands come from the standard input, and people or a script read along.
  init(_ console: Console, _ configuration: NodeConfiguration?) {
    self.console = console
    let format = configuration.flatMap { LogFormat(rawValue: $0.logFormat) }
    logger = format?.isJSON(on: STDERR_FILENO) ?? false ? configuration?.logger("salur") : nil
  }

  var isLines: Bool { logger != nil }

  func note(_ remark: Phrase) {
    if let logger { logger.notice("\(remark.text(console.language))") } else { console.note(remark) }
  }

  /// Programs learn the port from the standard output.
  func listening(host: String, port: Int) {
    if console.isJSON {
      console.answer(["event": "listening", "host": .string(host), "port": JSON(port)])
      console.output.flush()
    }
    note(NodePhrase.listening(host: host, port: port))
  }
}
