import Journal
import Ledger
import Model
import Records
import Signing

extension Replica {
  /// What opens the log's entries from one on, in order: nil for those that are public. Fewer where the log ends before.
  public func openings(from first: UInt64, limit: Int) throws(EngineError) -> [Opening?] {
    let (state, end) = self.state.withLock { ($0.ledger.state, $0.log.size) }
    var openings: [Opening?] = []
    do throws(JournalError) {
      var next = first
      while openings.count < limit, next < end, let block = try journal.block(ofEntry: next) {
        let places =
          Int(next - block.firstEntry)..<min(block.entryCount, Int(next - block.firstEntry) + limit - openings.count)
        for place in places {
          openings.append(block.opening(at: place) { state.accounts[$0.row].salt })
        }
        next += UInt64(places.count)
      }
    } catch {
      throw .journal(error)
    }
    return openings
  }
}

extension BlockRecord {
  /// Nil where the entry is public.
  fileprivate func opening(at place: Int, salt: (AccountNumber) -> Salt) -> Opening? {
    let start = place * Receipt.byteCount
    return Receipt(bytes: Array(receipts[start..<start + Receipt.byteCount])).map { receipt in
      Opening(blind: Blind(salt: salt(receipt.account), entry: firstEntry + UInt64(place)), receipt: receipt)
    }
  }
}
