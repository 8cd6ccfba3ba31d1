import Synchronization

/// Memory that large bodies hold together while they come in and wait for their answers.
final class BodyMemory: Sendable {
  private let limit: Int
  private let used = Mutex(0)

  init(limit: Int) { self.limit = limit }

  func share() -> Share { Share(self) }

  /// What one call holds of it, until it ends.
  final class Share: Sendable {
    private let memory: BodyMemory
    private let held = Mutex(0)

    fileprivate init(_ memory: BodyMemory) { self.memory = memory }

    /// False where there is not so much.
    func grow(to count: Int) -> Bool {
      held.withLock { held in
        guard memory.take(count - held) else { return false }
        held = count
        return true
      }
    }

    func end() {
      held.withLock { held in
        _ = memory.take(-held)
        held = 0
      }
    }
  }

  private func take(_ count: Int) -> Bool {
    used.withLock { used in
      guard used + count <= limit else { return false }
      used += count
      return true
    }
  }
}
