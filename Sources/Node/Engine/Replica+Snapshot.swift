import Journal
import Ledger
import Model
import Platform

extension Replica {
  /// Writes the state as it stands to a snapshot file. Blocks go on being decided meanwhile: the copy shares memory with
  /// the live state, which copies a chunk only before it first changes it. Snapshots from before the newest erasure go:
  /// they hold what was to be forgotten.
  public func writeSnapshot() throws(EngineError) {
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

extension Recovery {
  /// The newest snapshot that is whole, if its height is in the journal. A damaged one is passed over: the journal knows
  /// more.
  func loadSnapshot(_ path: String) throws(EngineError) -> LedgerState? {
    guard Directory.exists(path) else { return nil }
    let found: SnapshotReader?
    do {
      found = try SnapshotStore(path, network: genesis.network).newestGood().reader
    } catch {
      throw .damaged("\(path): \(error)")
    }
    guard var reader = found, reader.height <= journal.lastHeight ?? 0 else { return nil }
    do {
      return try LedgerState(loading: { buffer in
        let count = min(buffer.count, Int(reader.remaining))
        do {
          try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        } catch {
          return 0
        }
        return count
      })
    } catch {
      throw .damaged(
        "the snapshot of block \(reader.height) in \(path) cannot be read: \(error); remove it, the journal has everything"
      )
    }
  }
}
