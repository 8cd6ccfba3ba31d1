import Model
import Records

/// Finds, among a block's receipts, those that concern certain accounts.
enum ReceiptSieve {
  /// Looks at a receipt's kind and one account number; only what concerns somebody is read whole.
  ///
  /// - Parameters:
  ///   - receipts: documented bytes, 96 an entry.
  ///   - body: given a receipt and its place.
  static func forEach(
    in receipts: UnsafeRawBufferPointer, where isWatched: (AccountNumber) -> Bool, _ body: (Int, Receipt) -> Void
  ) {
    guard let base = receipts.baseAddress else { return }
    AccountEvent.concerned.withUnsafeBufferPointer { concerned in
      for place in 0..<receipts.count / Receipt.byteCount {
        let receipt = base + place * Receipt.byteCount
        let offset: Int
        switch concerned[Int(receipt.load(fromByteOffset: 1, as: UInt8.self))] {
        case .nobody: continue
        case .account: offset = 4
        case .other: offset = 8
        }
        let account = UInt32(littleEndian: receipt.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        guard isWatched(AccountNumber(account)) else { continue }
        let bytes = [UInt8](UnsafeRawBufferPointer(start: receipt, count: Receipt.byteCount))
        if let read = Receipt(bytes: bytes) { body(place, read) }
      }
    }
  }
}
