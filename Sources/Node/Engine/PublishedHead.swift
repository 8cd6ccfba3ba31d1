import Journal
import Platform
import Records
import Signing
import Transparency

/// A head of the log that was published, and the log up to it. Reading it asks nothing of the running ledger: its tree
/// shares memory with the live one, which goes on without it.
public struct PublishedHead: Sendable {
  /// The head, signed by the log.
  public let note: SignedNote
  public let log: LogTree

  public var size: UInt64 { log.size }
  public var root: Digest { log.root }
}

extension Replica {
  /// Signs the log's head and makes it durable before it is returned: what was shown can never be taken back.
  public func publishHead() throws(EngineError) -> PublishedHead {
    let log = state.withLock { $0.log }
    let note = signedHead(size: log.size, root: log.root)
    do throws(StorageError) {
      try journal.publish(note.bytes, size: log.size)
    } catch {
      let failure = EngineError.storage(error)
      state.withLock { $0.stopped = $0.stopped ?? failure.description }
      throw failure
    }
    return PublishedHead(note: note, log: log)
  }

  /// The bundle of the entries under a tile, read from the journal and compared with the tree; nil where the log of that
  /// head does not have all of them.
  public func entryBundle(_ tile: Tile, of head: PublishedHead) throws(EngineError) -> [UInt8]? {
    guard tile.content == .entries, tile.range.upperBound <= head.size else { return nil }
    let entries: [Entry]
    do throws(JournalError) {
      entries = try journal.entries(tile.range)
    } catch {
      throw .journal(error)
    }
    guard entries.count == tile.width else { throw .damaged("\(directory.journal) ends before the log does") }
    var bundle: [UInt8] = []
    bundle.reserveCapacity(tile.width * (Entry.sealedByteCount + 2))
    for (entry, index) in zip(entries, tile.range) {
      let bytes = entry.encoded
      guard SHA256.acceleratedHash([MerkleTree.leafPrefix] + bytes) == head.log.leafHash(index) else {
        throw .damaged("\(directory.journal) holds another entry \(index) than the log's tree")
      }
      EntryBundle.append(bytes, to: &bundle)
    }
    return bundle
  }
}
