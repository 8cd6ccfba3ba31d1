import Coding
import Ledger
import Model

/// The voucher classes and their series at one moment: what names a receipt's money.
struct VoucherCatalogue: Sendable {
  let classes: [VoucherClass]
  private let allSeries: [Series]

  init(_ state: borrowing LedgerState) {
    classes = state.classes
    allSeries = state.series
  }

  /// Nil for free rupiah, and for a payment of several parts.
  func series(ofClass number: UInt32) -> Text? {
    guard number < classes.count else { return nil }
    return allSeries[Int(classes[Int(number)].series)].name
  }

  /// Classes that come within seven days, or within one, of their end between two blocks' times. A leap over both marks is
  /// told once, as the nearer.
  func expiring(after before: BlockTime, upTo now: BlockTime) -> [(voucherClass: Int, detail: AccountEvent.Detail)] {
    classes.indices.compactMap { number in
      let (end, isSwept) = (classes[number].expires, classes[number].isSwept)
      guard !isSwept, now < end else { return nil }
      func passes(_ days: Int64) -> Bool {
        let mark = end.advanced(by: -days * BlockTime.day)
        return before < mark && mark <= now
      }
      if passes(1) { return (number, .oneDay) }
      return passes(7) ? (number, .sevenDays) : nil
    }
  }

  func expiry(
    _ number: Int, _ detail: AccountEvent.Detail, of account: AccountNumber, _ amount: Int64,
    at block: (entry: UInt64, time: BlockTime)
  ) -> AccountEvent {
    var event = AccountEvent(.voucherExpiring, detail, account: account, entry: block.entry, time: block.time)
    event.amount = amount
    event.series = series(ofClass: UInt32(number))
    event.expires = classes[number].expires
    return event
  }
}
