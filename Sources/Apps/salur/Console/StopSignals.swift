import Dispatch
import Glibc
import Synchronization

/// SIGTERM and Ctrl-C where stopping is a part of the work: the first asks for it, the second ends the process where it
/// stands.
final class StopSignals: Sendable {
  // Only kept; nobody touches them after `init`.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// Watches from now on, as long as the value lives.
  init(_ ask: @escaping @Sendable () -> Void) {
    let hasAsked = Flag()
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if hasAsked.raise() { _exit(128 + number) }
        ask()
      }
      source.activate()
      return source
    }
  }

  private final class Flag: Sendable {
    private let isUp = Mutex(false)

    /// Raises it; whether it was up before.
    func raise() -> Bool {
      isUp.withLock { isUp in
        defer { isUp = true }
        return isUp
      }
    }
  }
}
