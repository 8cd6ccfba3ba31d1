import Dispatch
import Glibc
import Synchronization

/// Ctrl-C, or SIGTERM, in the middle of work that would leave something behind: that is removed, one sentence says so,
/// and the status is 130, or 143.
///
/// Holds as long as the value lives; a second signal ends the process where it stands.
final class Interruption: Sendable {
  private static let hasCome = Mutex(false)

  // Only kept; nobody touches them after `init`.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// - Parameter cleanUp: removes what should not stay; the work goes on meanwhile.
  init(_ console: Console, _ sentence: Phrase, cleanUp: @escaping @Sendable () -> Void = {}) {
    let line = (console.errors.isTerminal ? "\r\u{1B}[K" : "") + sentence.text(console.language) + "\n"
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let isSecond = Self.hasCome.withLock { hasCome in
          defer { hasCome = true }
          return hasCome
        }
        if !isSecond {
          cleanUp()
          OutputStream(STDERR_FILENO).write(line)
        }
        _exit(128 + number)
      }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }

  /// Waits for the end once the word to stop has come: whatever fails from then on is a consequence.
  static func rest() {
    while hasCome.withLock({ $0 }) { pause() }
  }
}
