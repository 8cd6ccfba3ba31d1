import Model
import Records

extension Audit {
  /// The receipts at some entries as the journal has them now, without replaying anything: for whoever kept what they
  /// were answered. Entries that are not there, or have no receipt, are left out.
  public func receipts(at entries: Set<UInt64>) throws(AuditError) -> [UInt64: Receipt] {
    let evidence = try evidence()
    var found: [UInt64: Receipt] = [:]
    do throws(Finding) {
      var journal = try JournalReader(evidence.journal, network: evidence.genesis.network)
      while let block = try journal.next() {
        for place in 0..<block.record.entryCount where entries.contains(block.record.firstEntry + UInt64(place)) {
          let bytes = block.record.receipts[place * Receipt.byteCount..<(place + 1) * Receipt.byteCount]
          found[block.record.firstEntry + UInt64(place)] = Receipt(bytes: [UInt8](bytes))
        }
      }
    } catch {
      throw .finding(error)
    }
    return found
  }
}
