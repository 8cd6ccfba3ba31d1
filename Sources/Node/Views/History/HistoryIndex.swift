import Model
import Records

/// Which entries concern which account, read off a block's receipts.
///
/// Passes and sweeps go through accounts in order, so most entries of a nation's ledger lie in long ascending runs and need
/// no row of their own.
struct HistoryIndex: Sendable {
  /// One entry of one account.
  struct Place: Sendable, BitwiseCopyable {
    let account: UInt32
    let entry: UInt64
  }

  private(set) var places: [Place] = []
  private(set) var runs: [AccountRun] = []
  /// Accounts of the run under way, and its first entry.
  private var accounts: [UInt32] = []
  private var first: UInt64 = 0

  /// Shorter ones are cheaper as rows.
  static let shortestRun = 16

  mutating func add(_ record: BlockRecord) {
    record.receipts.withUnsafeBytes { receipts in
      guard let base = receipts.baseAddress else { return }
      for place in 0..<record.entryCount {
        guard let (account, other) = Receipt.parties(base + place * Receipt.byteCount) else {
          endRun()
          continue
        }
        let entry = record.firstEntry + UInt64(place)
        append(account.raw, entry)
        if let other { places.append(Place(account: other.raw, entry: entry)) }
      }
    }
    endRun()
  }

  private mutating func append(_ account: UInt32, _ entry: UInt64) {
    if let last = accounts.last, account < last || account >> 12 != last >> 12 || accounts.count == 4096 { endRun() }
    if accounts.isEmpty { first = entry }
    accounts.append(account)
  }

  private mutating func endRun() {
    if accounts.count >= Self.shortestRun {
      runs.append(AccountRun(accounts, first: first))
    } else {
      for (offset, account) in accounts.enumerated() {
        places.append(Place(account: account, entry: first + UInt64(offset)))
      }
    }
    accounts.removeAll(keepingCapacity: true)
  }

  /// By account: a tree of rows grows fastest in its own order. One entry that names an account twice is one row.
  var sortedPlaces: [Place] {
    places.sorted { ($0.account, $0.entry) < ($1.account, $1.entry) }
  }
}
