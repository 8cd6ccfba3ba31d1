import Platform
import Storage
import Synchronization
import TestSupport

/// A disk that breaks when it is told to, and can lose what was written but not synchronised.
public final class FaultyDisk: Sendable {
  private let state = Mutex(State())

  private struct State {
    var plan: Plan?
    var isDead = false
    var changes = 0
    /// What was on the disk before each write that is not durable yet, oldest first.
    var undo: [(path: String, offset: Int, before: [UInt8])] = []
  }

  public enum Plan: Sendable {
    /// The disk has room for so many bytes more.
    case full(after: Int)
    /// One write, of so many to come, fails with an input/output error.
    case device(after: Int)
    /// The process dies within so many bytes more.
    case crash(after: Int)
    /// The process dies before so many changes more, of whatever sort.
    case stop(before: Int)
  }

  public init() {}

  package var disk: Disk { Disk { [self] change, path in meet(change, path) } }

  public func plan(_ plan: Plan?) {
    state.withLock {
      $0.plan = plan
      $0.isDead = false
      $0.changes = 0
    }
  }

  public var isDead: Bool { state.withLock { $0.isDead } }

  private func meet(_ change: Disk.Change, _ path: String) -> Disk.Fault? {
    state.withLock { state in
      if state.isDead { return Self.crash(path) }
      state.changes += 1
      if case .stop(let limit) = state.plan, state.changes > limit {
        state.isDead = true
        return Self.crash(path)
      }
      switch change {
      case .write(let offset, let count):
        remember(path, offset, count, in: &state)
        return Self.write(count, path, &state)
      case .reserve(let size):
        guard case .full(let left) = state.plan, size > left else { return nil }
        return Disk.Fault(StorageError(.noSpace, cannot: "reserve space for", path: path, reason: "the disk is full"))
      case .synchronise:
        state.undo.removeAll { $0.path == path }
        return nil
      case .create, .resize, .move, .remove: return nil
      }
    }
  }

  private static func write(_ count: Int, _ path: String, _ state: inout State) -> Disk.Fault? {
    switch state.plan {
    case nil, .stop: return nil
    case .full(let left):
      state.plan = .full(after: max(0, left - count))
      guard count > left else { return nil }
      return Disk.Fault(
        StorageError(.noSpace, cannot: "write to", path: path, reason: "the disk is full"), reach: left)
    case .device(let left):
      state.plan = .device(after: left - 1)
      guard left == 0 else { return nil }
      return Disk.Fault(
        StorageError(.device, cannot: "write to", path: path, reason: "input/output error"), reach: count / 2)
    case .crash(let left):
      state.plan = .crash(after: left - count)
      guard count > left else { return nil }
      state.isDead = true
      return Disk.Fault(crash(path).error, reach: left)
    }
  }

  private static func crash(_ path: String) -> Disk.Fault {
    Disk.Fault(StorageError(.other, cannot: "reach", path: path, reason: "the process is dead"))
  }

  private func remember(_ path: String, _ offset: Int, _ count: Int, in state: inout State) {
    guard let file = try? File(path, .read), let size = try? file.size, offset < size,
      let before = try? file.read(min(count, size - offset), at: offset)
    else { return }
    state.undo.append((path, offset, before))
  }

  /// Cuts the power: every 512 bytes that were written but not synchronised may be lost, each on its own.
  public func cutPower(_ random: inout SplitMix64) throws {
    let undo = state.withLock { state in
      defer { state.undo = [] }
      return state.undo
    }
    for (path, offset, before) in undo.reversed() {
      guard Directory.exists(path) else { continue }
      let file = try File(path, .update)
      var start = 0
      while start < before.count {
        let end = min(before.count, (offset + start) / 512 * 512 + 512 - offset)
        if random.next() % 2 == 0 { try file.write([UInt8](before[start..<end]), at: offset + start) }
        start = end
      }
    }
  }
}
