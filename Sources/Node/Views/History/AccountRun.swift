/// Consecutive entries, each of an account of one bucket of 4096, accounts ascending; one may come several times in a row.
package struct AccountRun: Equatable, Sendable {
  /// The accounts' number without its last twelve bits.
  package let bucket: UInt32
  package let first: UInt64
  /// Which accounts, as `[0]` and a set of 4096 bits, or as `[1]` and the gap before each in one byte or two.
  package let accounts: [UInt8]

  init(bucket: UInt32, first: UInt64, accounts: [UInt8]) {
    self.bucket = bucket
    self.first = first
    self.accounts = accounts
  }

  package init(_ accounts: [UInt32], first: UInt64) {
    bucket = accounts[0] >> 12
    self.first = first
    let isSet = accounts.count > Self.setByteCount && zip(accounts, accounts.dropFirst()).allSatisfy { $0 < $1 }
    self.accounts = isSet ? Self.set(of: accounts) : Self.gaps(of: accounts)
  }

  private static let setByteCount = 512

  private static func set(of accounts: [UInt32]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 + setByteCount)
    for account in accounts { bytes[1 + Int(account & 4095) >> 3] |= 1 << UInt8(account & 7) }
    return bytes
  }

  private static func gaps(of accounts: [UInt32]) -> [UInt8] {
    var bytes: [UInt8] = [1]
    bytes.reserveCapacity(accounts.count + 2)
    var last: UInt32 = 0
    for account in accounts {
      let gap = account & 4095 - last
      if gap < 0x80 {
        bytes.append(UInt8(gap))
      } else {
        bytes += [UInt8(0x80 | gap & 0x7F), UInt8(gap >> 7)]
      }
      last = account & 4095
    }
    return bytes
  }

  /// The entries of one of the bucket's accounts, ascending.
  package func entries(of account: UInt32) -> [UInt64] {
    let wanted = Int(account & 4095)
    return accounts.first == 0 ? entriesInSet(wanted) : entriesInGaps(wanted)
  }

  private func entriesInSet(_ wanted: Int) -> [UInt64] {
    let byte = 1 + wanted >> 3
    guard byte < accounts.count, accounts[byte] >> UInt8(wanted & 7) & 1 == 1 else { return [] }
    var rank = (accounts[byte] & (1 << UInt8(wanted & 7) - 1)).nonzeroBitCount
    for index in 1..<byte { rank += accounts[index].nonzeroBitCount }
    return [first + UInt64(rank)]
  }

  private func entriesInGaps(_ wanted: Int) -> [UInt64] {
    var found: [UInt64] = []
    var (index, account, entry) = (1, 0, first)
    while index < accounts.count {
      var gap = Int(accounts[index])
      if gap >= 0x80, index + 1 < accounts.count {
        index += 1
        gap = gap & 0x7F | Int(accounts[index]) << 7
      }
      account += gap
      if account == wanted { found.append(entry) } else if account > wanted { break }
      (index, entry) = (index + 1, entry + 1)
    }
    return found
  }
}
