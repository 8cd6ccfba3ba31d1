import Journal
import Ledger
import Model
import Platform
import Synchronization

extension Replica {
  /// Writes the state as it stands to a snapshot file. Blocks go on being decided meanwhile: the copy shares memory with
  /// the live state, which copies a chunk only before it first changes it. Snapshots from before the newest erasure go:
  /// they hold what was to be forgotten.
  public func writeSnapshot() throws(EngineError) {
    try writingSnapshot.withLock { _ throws(EngineError) in
      let copy = state.withLock { $0.stopped == nil ? $0.ledger.state : nil }
      guard let copy else { return }
      do throws(StorageError) {
        let store = try SnapshotStore(directory.snapshots, network: genesis.network, disk: media.disk)
        var writer = try store.writer(height: copy.height)
        try copy.save { (bytes) throws(StorageError) in try writer.write(bytes) }
        try writer.finish()
        try store.prune()
        if let erasedAt = copy.erasedAt { try store.removeAll(before: erasedAt) }
      } catch {
        throw .storage(error)
      }
    }
  }

  /// Whether every snapshot so far may hold what has been erased since.
  func holdsErased(newest: UInt64?) -> Bool {
    guard let newest, let erasedAt = read({ $0.erasedAt }) else { return false }
    return newest < erasedAt
  }

  /// Removes snapshots from before the newest erasure, in case the node stopped before it had done so. Not where no newer
  /// one has served: without any, every start would replay everything.
  func dropOldSnapshots(startedFrom newest: UInt64?) throws(EngineError) {
    guard let newest, !holdsErased(newest: newest), let erasedAt = read({ $0.erasedAt }) else { return }
    do throws(StorageError) {
      try SnapshotStore(directory.snapshots, network: genesis.network, disk: media.disk).removeAll(before: erasedAt)
    } catch {
      throw .storage(error)
    }
  }
}
