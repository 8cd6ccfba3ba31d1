import Platform
import Transparency

extension Replica {
  /// Size of the newest checkpoint that was published; 0 before the first.
  public var publishedSize: UInt64 { journal.acknowledgement.checkpointSize }

  /// The log's head, signed, and on disk before it is returned: what was shown can never be taken back.
  public func checkpoint() throws(EngineError) -> SignedNote {
    let (size, root) = state.withLock { ($0.log.size, $0.log.root) }
    var note = Checkpoint(origin: genesis.origin, size: size, root: root).note
    note.sign(as: logKey) { signingKey.sign($0) }
    do throws(StorageError) {
      try journal.publish(note.bytes, size: size)
    } catch {
      let failure = EngineError.storage(error)
      state.withLock { $0.stopped = $0.stopped ?? failure.description }
      throw failure
    }
    return note
  }
}
