import Dispatch
import Foundation

/// Work that is done every so often on a thread of its own, and once more at the end.
final class Recurring: Sendable {
  private let end = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)

  /// - Parameter first: whether to begin with it, rather than with the pause.
  init(_ name: String, every seconds: Int, first: Bool, _ work: @escaping @Sendable () -> Void) {
    let thread = Thread { [end, finished] in
      if first { work() }
      while end.wait(timeout: .now() + .seconds(seconds)) == .timedOut { work() }
      work()
      finished.signal()
    }
    thread.name = name
    thread.start()
  }

  /// Does the work a last time and returns when it is done.
  func stop() async {
    end.signal()
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [finished] in
        finished.wait()
        finished.signal()
        continuation.resume()
      }
    }
  }
}
