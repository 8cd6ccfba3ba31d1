import Coding
import Journal
import Ledger
import Model
import Records
import Transparency

// What a read model is fed with, and the receipts it only knows the places of.

extension Replica {
  /// The journal's blocks from a height on, each verified as it is read.
  public func blocks(from height: UInt64) -> BlockReader { journal.blocks(from: height) }

  /// What the block of a height says of itself; nil where there is none.
  public func blockEntry(at height: UInt64) throws(EngineError) -> BlockEntry? {
    do throws(JournalError) {
      guard let content = try journal.block(at: height)?.publicEntries.last?.entry.content else { return nil }
      return try? BlockEntry(encoded: content)
    } catch {
      throw .journal(error)
    }
  }

  /// The regions' totals of a closed cycle; nil where they are forgotten, and only running its blocks again would tell.
  public func closedCycle(_ series: Text, _ cycle: Text) -> ClosedCycle? {
    let recent = closedCycles.withLock { closed in
      closed.last { $0.series == series && $0.cycle == cycle }
    }
    if let recent { return recent }
    let copy = snapshotOfState
    guard let number = copy.seriesIndex(series), let place = copy.benefits.cycle(ofSeries: number, named: cycle) else {
      return nil
    }
    return copy.closedCycle(place, lanes: lanes)
  }

  /// Runs the blocks after a height again, beside whatever this replica is doing, from the newest snapshot that allows
  /// it.
  ///
  /// - Parameters:
  ///   - height: nil for all blocks.
  ///   - onBlock: given each with the cycles it closed; false to stop there.
  public func runAgain(
    after height: UInt64?, onBlock: (BlockRecord, [ClosedCycle]) -> Bool
  ) throws(EngineError) {
    // No snapshot is of a state before the first block.
    var second = Recovery(genesis: genesis, journal: journal, vault: vault, lanes: lanes, ceiling: height ?? 0)
    try second.run(snapshots: height == nil ? "" : directory.snapshots, progress: { _, _ in }) { record, closed in
      height.map { record.height <= $0 } ?? false || onBlock(record, closed)
    }
  }

  /// What opens these entries, and their places in the log of a size; public entries and those beyond it are left out.
  ///
  /// Each receipt is read by itself, so it is believed only once its opening has the hash the log has.
  public func openings(
    of entries: [UInt64], size: UInt64
  ) throws(EngineError) -> [(opening: Opening, inclusion: InclusionProof)] {
    var reader = journal.receipts()
    var receipts: [(entry: UInt64, receipt: Receipt)] = []
    do throws(JournalError) {
      for entry in entries where entry < size {
        if let receipt = try reader.receipt(ofEntry: entry) { receipts.append((entry, receipt)) }
      }
    } catch {
      throw .journal(error)
    }
    let read = receipts
    let opened = state.withLock { state -> [(Opening, InclusionProof)]? in
      var opened: [(Opening, InclusionProof)] = []
      for (entry, receipt) in read {
        let accounts = state.ledger.state.accounts
        guard entry < state.log.size, receipt.account.row < accounts.count else { return nil }
        let opening = Opening(
          blind: Blind(salt: accounts[receipt.account.row].salt, entry: entry), receipt: receipt)
        let leaf = MerkleTree.leafHash(Entry.sealed(commitment: opening.commitment).encoded)
        guard leaf == state.log.leafHash(entry) else { return nil }
        opened.append((opening, state.log.inclusionProof(of: entry, size: size)))
      }
      return opened
    }
    guard let opened else {
      throw .damaged("\(journal.directory) holds a receipt that does not open its entry of the log; restore it from a copy")
    }
    return opened.map { (opening: $0.0, inclusion: $0.1) }
  }
}

extension [ClosedCycle] {
  /// The newest few: a nation's takes megabytes.
  mutating func keep(_ cycles: [ClosedCycle]) {
    append(contentsOf: cycles)
    if count > 8 { removeFirst(count - 8) }
  }
}
