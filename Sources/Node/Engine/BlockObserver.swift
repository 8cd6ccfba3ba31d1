import Journal
import Ledger
import Records

/// Is told of every block once it is durable: whoever passes on what it holds.
///
/// Both calls come on the engine's thread while the replica is locked: an observer copies what concerns it and returns. It
/// never waits, and never calls the replica.
public protocol BlockObserver: Sendable {
  /// The block after which the telling begins.
  func begins(after newest: BlockEntry)

  /// - Parameters:
  ///   - entries: the block's entries, in a buffer that the next block takes over.
  ///   - state: as the block left it.
  func isDurable(_ block: BlockEntry, _ entries: EntryBuffer, _ state: borrowing LedgerState)
}

extension Replica {
  /// Tells this observer, and no other, of every block from now on; nobody where it is nil.
  public func observe(_ observer: (any BlockObserver)?) {
    state.withLock { state in
      observer?.begins(after: state.newest)
      self.observer.withLock { $0 = observer }
    }
  }

  /// Reads the journal from the block that holds an entry; nil where there is none yet.
  public func blocks(fromEntry entry: UInt64) throws(EngineError) -> BlockReader? {
    do throws(JournalError) {
      guard let first = try journal.block(ofEntry: entry) else { return nil }
      return journal.blocks(from: first.height)
    } catch {
      throw .journal(error)
    }
  }

  /// One block of the journal; nil where there is none of this height.
  public func block(at height: UInt64) throws(EngineError) -> BlockRecord? {
    do throws(JournalError) {
      return try journal.block(at: height)
    } catch {
      throw .journal(error)
    }
  }
}
