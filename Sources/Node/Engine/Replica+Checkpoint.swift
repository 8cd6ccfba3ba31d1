import Platform
import Signing
import Transparency

extension Replica {
  /// Size of the newest checkpoint that was published; 0 before the first.
  public var publishedSize: UInt64 { journal.acknowledgement.checkpointSize }

  /// A head the log has or had, signed. Unlike a published checkpoint it is not written down: its entries are durable
  /// already, and whoever holds it can hold this node to them.
  public func signedHead(size: UInt64, root: Digest) -> SignedNote {
    var note = Checkpoint(origin: genesis.origin, size: size, root: root).note
    note.sign(as: logKey) { signingKey.sign($0) }
    return note
  }

  /// The log's head, signed, and on disk before it is returned: what was shown can never be taken back.
  public func checkpoint() throws(EngineError) -> SignedNote {
    let (size, root) = readLog { ($0.size, $0.root) }
    let note = signedHead(size: size, root: root)
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
