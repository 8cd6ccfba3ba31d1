import Engine
import Journal
import Ledger
import Model
import Records

/// Events of the past, from the journal.
public struct EventReplay: Sendable {
  private let replica: Replica

  public init(_ replica: Replica) { self.replica = replica }

  /// Goes through the blocks of a stretch of the log, oldest first.
  ///
  /// That a voucher was about to expire is told only where something of it is left today.
  ///
  /// - Parameter body: given what concerns these accounts in each block, and where the block ends; false to stop there.
  public func forEachBlock(
    from entry: UInt64, to end: UInt64, concerning accounts: AccountSet, _ body: (EventBacklog.Batch) -> Bool
  ) throws {
    guard entry < end, var reader = try replica.blocks(fromEntry: entry) else { return }
    let vouchers = replica.read { VoucherCatalogue($0) }
    var time = try reader.height > 0 ? replica.block(at: reader.height - 1)?.time : nil
    while let block = try reader.next(), block.firstEntry < end {
      var batch = EventBacklog.Batch(from: block.firstEntry, to: block.firstEntry + UInt64(block.entryCount))
      block.receipts.withUnsafeBytes { receipts in
        ReceiptSieve.forEach(in: receipts, where: { accounts.contains($0) }) { place, receipt in
          batch.add(receipt, entry: block.firstEntry + UInt64(place), vouchers)
        }
      }
      if let time { addExpiring(vouchers, after: time, block, accounts, &batch) }
      time = block.time
      batch.events.removeAll { $0.entry < entry || $0.entry >= end }
      guard body(batch) else { return }
    }
  }

  private func addExpiring(
    _ vouchers: VoucherCatalogue, after time: BlockTime, _ block: BlockRecord, _ accounts: AccountSet,
    _ batch: inout EventBacklog.Batch
  ) {
    for (number, detail) in vouchers.expiring(after: time, upTo: block.time) {
      let left = replica.read { state in
        var left: [(AccountNumber, Int64)] = []
        accounts.forEach { account in
          guard account.row < state.money.accountCount else { return }
          let balance = state.money.balance(of: account, voucherClass: number)
          if balance > 0 { left.append((account, balance)) }
        }
        return left
      }
      batch.events += left.map { account, balance in
        vouchers.expiry(number, detail, of: account, balance, at: (entry: batch.to - 1, time: block.time))
      }
    }
  }
}

extension EventBacklog.Batch {
  fileprivate mutating func add(_ receipt: Receipt, entry: UInt64, _ vouchers: VoucherCatalogue) {
    if receipt.kind == .erased { erased.append(receipt.account) }
    guard let event = AccountEvent(receipt, entry: entry, vouchers: vouchers) else { return }
    events.append(event)
    guard event.detail == .removed, let credential = event.credential else { return }
    removed.append(EventBacklog.RemovedCredential(account: event.account, credential: credential))
  }
}

extension EventReplay {
  /// What an account missed: nil where it is too much to read again.
  public func missed(
    by account: AccountNumber, from entry: UInt64, to end: UInt64, limits: EventLimits
  ) throws -> [AccountEvent]? {
    guard end - entry <= limits.replayedEntries else { return nil }
    var events: [AccountEvent] = []
    try forEachBlock(from: entry, to: end, concerning: AccountSet([account])) { batch in
      events += batch.events
      return events.count <= limits.replayedEvents
    }
    return events.count <= limits.replayedEvents ? events : nil
  }
}
