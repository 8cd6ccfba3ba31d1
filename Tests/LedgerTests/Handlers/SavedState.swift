import Ledger
import Model
import Signing
import Testing

// Saved states in memory, and a state no command leads to.

enum SavedState {
  static func bytes(_ state: LedgerState) -> [UInt8] {
    var bytes: [UInt8] = []
    state.save { (part: UnsafeRawBufferPointer) in bytes.append(contentsOf: part) }
    return bytes
  }

  static func load(_ bytes: [UInt8]) throws -> LedgerState {
    var place = 0
    return try LedgerState { buffer in
      let count = min(buffer.count, bytes.count - place)
      buffer.copyBytes(from: bytes[place..<place + count])
      place += count
      return count
    }
  }
}

extension TestLedger {
  /// Moves free rupiah from the bank to a family in the saved bytes: wallets are topped up by commands the ledger does
  /// not have yet.
  func topUp(_ family: AccountNumber, _ amount: Int64) throws {
    func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian, Array.init)
    }
    if state.money.free(of: TestAgency.bank.account) < amount {
      accept(command(.bank, .issue(amount: Rupiah(amount), deposit: "top-up")))
    }
    let bank = state.money.free(of: TestAgency.bank.account)
    var bytes = SavedState.bytes(state)
    // The free rupiah of all accounts: how many, a mark, then one number each; the bank's is the first.
    let head = little(UInt64(state.accounts.count)) + [1] + little(bank)
    let found = (0...bytes.count - head.count).filter { Array(bytes[$0..<$0 + head.count]) == head }
    precondition(found.count == 1, "the column of free rupiah cannot be told apart")
    let column = found[0] + 9
    let place = column + 8 * family.row
    bytes.replaceSubrange(column..<column + 8, with: little(bank - amount))
    bytes.replaceSubrange(place..<place + 8, with: little(state.money.free(of: family) + amount))
    ledger = Ledger(state: try SavedState.load(bytes))
  }
}
