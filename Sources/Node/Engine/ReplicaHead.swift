import Records
import Synchronization
import Transparency

/// Where a replica stands after its newest durable block, and whether it goes on. Kept apart from the state, so that
/// nobody who only wants to know this waits for a block under way.
final class ReplicaHead: Sendable {
  private let content: Mutex<Content>

  struct Content: Sendable {
    /// Shares its memory with the replica's own.
    var log: LogTree
    var newest: BlockEntry
    /// Why nothing is accepted any more.
    var stopped: String?
  }

  init(log: LogTree, newest: BlockEntry) { content = Mutex(Content(log: log, newest: newest)) }

  func read<Result: Sendable>(_ body: (borrowing Content) throws -> Result) rethrows -> Result {
    try content.withLock { try body($0) }
  }

  func advance(to newest: BlockEntry, _ log: LogTree) {
    content.withLock { ($0.log, $0.newest) = (log, newest) }
  }

  var stopped: String? {
    get { content.withLock { $0.stopped } }
    set { content.withLock { $0.stopped = newValue } }
  }
}
