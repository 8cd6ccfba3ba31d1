import Glibc
import Synchronization

/// Another process that has to go when this one does.
final class RunningProcess: Sendable {
  private let id = Mutex<pid_t?>(nil)

  func started(_ id: pid_t) { self.id.withLock { $0 = id } }
  func ended() { id.withLock { $0 = nil } }

  func kill() {
    id.withLock { if let id = $0 { _ = Glibc.kill(id, SIGKILL) } }
  }
}
