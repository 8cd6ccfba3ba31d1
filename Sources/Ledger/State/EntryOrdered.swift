/// Rows that come one after the other with the log, each naming the entry it was made by.
protocol EntryOrdered: TableRecord {
  var entry: UInt64 { get }
}

extension PaymentRow: EntryOrdered {}
extension SettlementRow: EntryOrdered {}

extension Table where Record: EntryOrdered {
  /// The row made by this entry, by binary search.
  func row(ofEntry entry: UInt64) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].entry < entry { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].entry == entry ? low : nil
  }
}
