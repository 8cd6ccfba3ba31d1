import Model

/// A set of accounts as one bit each: asking costs a load, however many millions there are.
public struct AccountSet: Sendable {
  private var words: [UInt64] = []
  public private(set) var count = 0

  public init() {}

  public init(_ accounts: some Sequence<AccountNumber>) {
    for account in accounts { insert(account) }
  }

  public var isEmpty: Bool { count == 0 }

  public func contains(_ account: AccountNumber) -> Bool {
    let word = account.row >> 6
    return word < words.count && words[word] >> UInt64(account.row & 63) & 1 == 1
  }

  public mutating func insert(_ account: AccountNumber) {
    guard !contains(account) else { return }
    let word = account.row >> 6
    while words.count <= word { words.append(0) }
    words[word] |= 1 << UInt64(account.row & 63)
    count += 1
  }

  public mutating func remove(_ account: AccountNumber) {
    guard contains(account) else { return }
    words[account.row >> 6] &= ~(1 << UInt64(account.row & 63))
    count -= 1
  }

  /// In the order of their numbers.
  public func forEach(_ body: (AccountNumber) -> Void) {
    for index in words.indices where words[index] != 0 {
      var word = words[index]
      while word != 0 {
        body(AccountNumber(UInt32(index << 6 + word.trailingZeroBitCount)))
        word &= word - 1
      }
    }
  }
}
