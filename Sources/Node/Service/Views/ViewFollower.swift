import Engine
import Journal
import Ledger
import Model
import Records
import Signing
import Views

/// Takes a read model from where it stands to where the journal stands.
///
/// Histories follow from the blocks alone. A closed cycle's totals by region are the ledger's, which forgets them: they are
/// at hand right after the block, in the state for a while, and otherwise the blocks since are run again.
public struct ViewFollower: Sendable {
  private let replica: Replica
  private let views: ViewStore

  public init(_ replica: Replica, _ views: ViewStore) {
    self.replica = replica
    self.views = views
  }

  /// The view of a replica's directory; a new one where what is there is of another network, version or history, or has
  /// come further than the journal.
  public static func open(_ replica: Replica) throws(ViewError) -> ViewStore {
    let (path, network) = (replica.directory.views, replica.genesis.network)
    do throws(ViewError) {
      let views = try ViewStore(path, network: network)
      let mark = try views.mark()
      guard let mark else { return views }
      if let block = try? replica.blockEntry(at: mark.height), ViewMark(block) == mark { return views }
      try views.close()
    } catch {
      // What cannot be opened is made again too; where that fails as well, the second error is told.
    }
    try ViewStore.remove(path)
    return try ViewStore(path, network: network)
  }

  /// Rows in a transaction.
  private static let batch = 200_000

  /// - Parameter onProgress: told how far the view has come after every transaction; false to stop there.
  public func catchUp(onProgress: (ViewMark?) -> Bool) throws {
    var batch = ViewBatch(after: try views.mark())
    var reader = replica.blocks(from: batch.nextHeight)
    do {
      while let record = try reader.next() {
        try batch.add(record) { notice in
          guard let closed = replica.closedCycle(notice.series, notice.cycle), closed.root == notice.root else {
            throw Forgotten()
          }
          return closed.regions
        }
        if batch.weight >= Self.batch {
          guard try write(&batch, onProgress) else { return }
        }
      }
    } catch is Forgotten {
      guard try write(&batch, onProgress) else { return }
      return try runAgain(&batch, onProgress)
    }
    _ = try write(&batch, onProgress)
  }

  /// The regions' totals of a cycle are nowhere any more.
  private struct Forgotten: Error {}

  private func write(_ batch: inout ViewBatch, _ onProgress: (ViewMark?) -> Bool) throws -> Bool {
    guard let mark = batch.mark else { return onProgress(try views.mark()) }
    try views.write(batch)
    batch = ViewBatch(after: mark)
    return onProgress(mark)
  }

  private func runAgain(_ batch: inout ViewBatch, _ onProgress: (ViewMark?) -> Bool) throws {
    var failure: (any Error)?
    var isStopped = false
    try replica.runAgain(after: try views.mark()?.height) { record, closed in
      do {
        try batch.add(record) { notice in
          guard let cycle = closed.first(where: { $0.series == notice.series && $0.cycle == notice.cycle }) else {
            throw ViewError.wrongRegions(series: notice.series, cycle: notice.cycle)
          }
          return cycle.regions
        }
        if batch.weight >= Self.batch { isStopped = try !write(&batch, onProgress) }
      } catch {
        failure = error
      }
      return failure == nil && !isStopped
    }
    if let failure { throw failure }
    if !isStopped { _ = try write(&batch, onProgress) }
  }
}
