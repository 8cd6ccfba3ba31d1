import Engine
import Synchronization
import Transparency

/// The log as far as its head has been published: what tiles and entry bundles are read from, beside the running ledger
/// and without waiting for it.
final class PublishedLog: Sendable {
  let replica: Replica
  private let newest = Mutex<PublishedHead?>(nil)

  init(_ replica: Replica) { self.replica = replica }

  /// The newest published head; nil before the first.
  var head: PublishedHead? { newest.withLock { $0 } }

  /// Publishes the log's head, unless it has not grown. It waits for a block under way and for the disk.
  @discardableResult
  func publish() throws(EngineError) -> PublishedHead {
    if let head, head.size == replica.logSize { return head }
    let head = try replica.publishHead()
    newest.withLock { newest in
      if head.size >= newest?.size ?? 0 { newest = head }
    }
    return head
  }

  /// The bytes of a tile or entry bundle; nil where the published log does not have all of it.
  func data(of tile: Tile) throws(EngineError) -> [UInt8]? {
    guard let head else { return nil }
    return tile.content == .entries ? try replica.entryBundle(tile, of: head) : head.log.data(of: tile)
  }
}
