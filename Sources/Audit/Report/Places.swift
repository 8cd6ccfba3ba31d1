import Ledger
import Model
import Rules

/// The village every account is in, as a small number: a table look-up for each receipt.
struct Places {
  private(set) var villages: [UInt64] = []
  private var numbers: [UInt64: UInt32] = [:]
  private var ofAccount: [UInt32] = []

  /// Takes in accounts that are new.
  mutating func extend(_ state: LedgerState) {
    while ofAccount.count < state.accounts.count { ofAccount.append(number(state.accounts[ofAccount.count].region)) }
  }

  /// The account has moved, or may have.
  mutating func refresh(_ account: AccountNumber, _ state: LedgerState) {
    ofAccount[account.row] = number(state.accounts[account.row].region)
  }

  subscript(account: AccountNumber) -> Int { Int(ofAccount[account.row]) }

  private mutating func number(_ village: UInt64) -> UInt32 {
    if let number = numbers[village] { return number }
    let number = UInt32(villages.count)
    villages.append(village)
    numbers[village] = number
    return number
  }

  /// The numbers in the order of the codes; what is no region comes last.
  var ordered: [(number: Int, region: Region?)] {
    villages.enumerated().map { (number: $0, region: Region(raw: $1)) }
      .sorted { ($0.region?.raw ?? .max) < ($1.region?.raw ?? .max) }
  }
}

/// A set of accounts, a bit each.
struct AccountSet {
  private var words: [UInt64] = []

  /// Whether the account is new to the set.
  mutating func insert(_ account: AccountNumber) -> Bool {
    let (word, bit) = (account.row >> 6, 1 << UInt64(account.row & 63) as UInt64)
    if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
    defer { words[word] |= bit }
    return words[word] & bit == 0
  }
}
