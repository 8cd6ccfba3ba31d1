import Journal
import Ledger
import Platform
import Records
import Signing

extension Recovery {
  /// The state of the newest snapshot that is whole and is what its block says. One that is not is passed over, and
  /// reported: the journal knows more.
  ///
  /// - Parameter ceiling: the newest height it may have, in a second look.
  mutating func loadSnapshot(_ path: String, upTo ceiling: UInt64?) throws(EngineError) -> LedgerState? {
    guard Directory.exists(path) else { return nil }
    do {
      let store = try SnapshotStore(path, network: genesis.network)
      var limit = ceiling ?? journal.lastHeight ?? 0
      if !isSecondLook {
        try store.removeUnfinished()
        for height in try store.heights() where height > limit {
          passOver(height, "the journal ends with block \(limit)")
        }
      }
      while true {
        let (found, damaged) = try store.newestGood(upTo: limit)
        report.passedOver += damaged.map(\.description)
        guard let reader = found else { return nil }
        if let state = try state(reader) { return state }
        guard reader.height > 0 else { return nil }
        limit = reader.height - 1
      }
    } catch let error as EngineError {
      throw error
    } catch {
      throw .damaged("\(path): \(error)")
    }
  }

  /// The saved state, if it is the one its block speaks of.
  private mutating func state(_ reader: SnapshotReader) throws(EngineError) -> LedgerState? {
    guard let entry = try blockEntry(at: reader.height) else {
      passOver(reader.height, "the journal begins after its block")
      return nil
    }
    var state: LedgerState
    do throws(SavedStateError) {
      state = try LedgerState(loading: reader)
    } catch {
      passOver(reader.height, "it cannot be read (\(error))")
      return nil
    }
    guard state.height == entry.height, state.logSize == entry.firstEntry + entry.entries,
      state.refreshRoot(lanes: lanes) == entry.stateRoot
    else {
      passOver(reader.height, "it is not the state that its block in the journal names")
      return nil
    }
    return state
  }

  private func blockEntry(at height: UInt64) throws(EngineError) -> BlockEntry? {
    let record: BlockRecord?
    do throws(JournalError) {
      record = try journal.block(at: height)
    } catch {
      throw .journal(error)
    }
    return try record.map { (record) throws(EngineError) in try blockEntry(of: record) }
  }

  private mutating func passOver(_ height: UInt64, _ reason: String) {
    report.passedOver.append("the snapshot of block \(height) was passed over: \(reason)")
  }
}

extension LedgerState {
  fileprivate init(loading reader: SnapshotReader) throws(SavedStateError) {
    var reader = reader
    try self.init(loading: { buffer in
      let count = min(buffer.count, Int(reader.remaining))
      do {
        try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
      } catch {
        return 0
      }
      return count
    })
  }
}
