import Model
import Records
import Signing

/// Who holds what: free rupiah and takings of every account, one column a live voucher class, how many entries the log
/// has of it, and the tree of money leaves over them.
///
/// An account's leaf is 0x00 ‖ account u32 ‖ salt ‖ free i64 ‖ takings i64 ‖ entries u32 ‖ (class u32 ‖ balance i64) for
/// every class it holds, in class order (little-endian; the salt as two big-endian words). With one class that is one
/// compression.
/// Whoever has ever spent has a last part of the same shape: 2³¹ + the civil day ‖ what was spent that day.
public struct MoneyTable: Sendable {
  var free = Chunked<Int64>(blank: 0)
  var takings = Chunked<Int64>(blank: 0)
  /// The last civil day anything was spent on, and how much; 0 where nothing ever was.
  var spentDay = Chunked<Int32>(blank: 0)
  var spent = Chunked<Int64>(blank: 0)
  /// How many entries name the account, modulo 2³²: whoever is shown as many has been shown all.
  var entries = Chunked<UInt32>(blank: 0)
  /// By class number; nil once the class is swept.
  var vouchers: [Chunked<Int64>?] = []
  private var tree = StateTree()

  public init() {}

  public var accountCount: Int { free.count }

  public func free(of account: AccountNumber) -> Int64 { free[account.row] }
  public func takings(of account: AccountNumber) -> Int64 { takings[account.row] }

  public func balance(of account: AccountNumber, voucherClass: Int) -> Int64 {
    guard let column = vouchers[voucherClass], account.row < column.count else { return 0 }
    return column[account.row]
  }

  /// How many entries name an account, modulo 2³².
  public func entries(of account: AccountNumber) -> UInt32 { entries[account.row] }

  mutating func addAccount() {
    free.grow(to: free.count + 1)
    takings.grow(to: takings.count + 1)
    spentDay.grow(to: spentDay.count + 1)
    spent.grow(to: spent.count + 1)
    entries.grow(to: entries.count + 1)
  }

  /// Counts a block's receipts for all they name.
  mutating func count(_ receipts: EntryBuffer) {
    receipts.forEachParty { account in
      // No handler names an account that is none; if one did, a node must not fall over it.
      guard account.row < accountCount else { return }
      entries.update(account.row) { $0 &+= 1 }
      tree.touch(account.row)
    }
  }

  /// What an account has spent on a civil day.
  public func spent(by account: AccountNumber, day: Int32) -> Int64 {
    spentDay[account.row] == day ? spent[account.row] : 0
  }

  /// Counts spending towards the day's limit.
  mutating func addSpent(_ amount: Int64, by account: AccountNumber, day: Int32) {
    let before = spent(by: account, day: day)
    if spentDay[account.row] != day { spentDay[account.row] = day }
    spent[account.row] = Self.checked(before, amount)
    tree.touch(account.row)
  }

  mutating func addClass() { vouchers.append(Chunked(blank: 0)) }

  /// Changes free rupiah by a difference the caller has checked.
  mutating func addFree(_ difference: Int64, to account: AccountNumber) {
    free.update(account.row) { $0 = Self.checked($0, difference) }
    tree.touch(account.row)
  }

  mutating func addTakings(_ difference: Int64, to account: AccountNumber) {
    takings.update(account.row) { $0 = Self.checked($0, difference) }
    tree.touch(account.row)
  }

  mutating func addVoucher(_ difference: Int64, voucherClass: Int, to account: AccountNumber) {
    precondition(vouchers[voucherClass] != nil, "a swept class holds no money")
    growClass(voucherClass, to: accountCount)
    vouchers[voucherClass]!.update(account.row) { $0 = Self.checked($0, difference) }
    tree.touch(account.row)
  }

  mutating func growClass(_ voucherClass: Int, to count: Int) {
    if vouchers[voucherClass]!.count < count { vouchers[voucherClass]!.grow(to: count) }
  }

  /// Says that balances of these rows were changed through chunk pointers.
  mutating func touch(_ rows: Range<Int>) { tree.touch(rows) }
  mutating func touch(_ row: Int) { tree.touch(row) }
  mutating func touch(_ bits: UnsafePointer<UInt64>, inBlock block: Int) { tree.touch(bits, inTile: block) }

  /// A class's balances of 4096 accounts, to write; `touch` says which were.
  mutating func mutableVouchers(_ voucherClass: Int, chunk: Int) -> UnsafeMutablePointer<Int64> {
    vouchers[voucherClass]!.mutableChunk(chunk)
  }

  /// Every leaf has to be hashed again.
  mutating func touchAll() {
    tree.grow(to: accountCount)
    tree.touch(0..<accountCount)
  }

  /// Ends a class whose balances are all zero.
  mutating func drop(voucherClass: Int) { vouchers[voucherClass] = nil }

  /// The sum, which the caller has proved to fit and not to fall below zero.
  private static func checked(_ balance: Int64, _ difference: Int64) -> Int64 {
    let sum = balance + difference
    precondition(sum >= 0, "a balance would fall below zero")
    return sum
  }
}

// MARK: - The tree

extension MoneyTable {
  public var root: Digest { tree.root }

  public func proof(of account: AccountNumber) -> [Digest] { tree.proof(of: account.row) }

  /// The bytes an account's leaf hashes, its prefix included.
  public func leafPreimage(of account: AccountNumber, salt: Salt) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: columns.longestLeaf)
    let length = bytes.withUnsafeMutableBytes { columns.writeLeaf(account.row, salt: salt, to: $0.baseAddress!) }
    bytes.removeLast(bytes.count - length)
    return bytes
  }

  /// Hashes what changed since the last refresh.
  @discardableResult
  mutating func refreshRoot(accounts: Table<AccountRow>, lanes: some Lanes) -> Digest {
    tree.refresh(count: accountCount, lanes: lanes) { [columns] firstLeaf, places, hashes in
      columns.hashLeaves(firstLeaf: firstLeaf, places, into: hashes, accounts: accounts, lanes: lanes)
    }
  }

  /// The columns alone, which threads may read while the tree is written.
  private var columns: Columns {
    Columns(free: free, takings: takings, spentDay: spentDay, spent: spent, entries: entries, vouchers: vouchers)
  }

  private struct Columns: Sendable {
    let free: Chunked<Int64>
    let takings: Chunked<Int64>
    let spentDay: Chunked<Int32>
    let spent: Chunked<Int64>
    let entries: Chunked<UInt32>
    let vouchers: [Chunked<Int64>?]

    static let headLength = 41
    static let classLength = 12
    static let batch = 128

    var longestLeaf: Int { Self.headLength + (vouchers.count + 1) * Self.classLength }

    /// Writes one leaf's preimage; its length.
    func writeLeaf(_ row: Int, salt: Salt, to p: UnsafeMutableRawPointer) -> Int {
      p.storeBytes(of: 0, as: UInt8.self)
      LittleEndian.store(UInt32(row), to: p, at: 1)
      p.storeBytes(of: salt.high.bigEndian, toByteOffset: 5, as: UInt64.self)
      p.storeBytes(of: salt.low.bigEndian, toByteOffset: 13, as: UInt64.self)
      LittleEndian.store(free[row], to: p, at: 21)
      LittleEndian.store(takings[row], to: p, at: 29)
      LittleEndian.store(entries[row], to: p, at: 37)
      var length = Self.headLength
      for number in vouchers.indices {
        guard let column = vouchers[number], row < column.count else { continue }
        let balance = column[row]
        if balance == 0 { continue }
        LittleEndian.store(UInt32(number), to: p, at: length)
        LittleEndian.store(balance, to: p, at: length + 4)
        length += Self.classLength
      }
      if spentDay[row] != 0 {
        LittleEndian.store(UInt32(1) << 31 | UInt32(truncatingIfNeeded: spentDay[row]), to: p, at: length)
        LittleEndian.store(spent[row], to: p, at: length + 4)
        length += Self.classLength
      }
      return length
    }

    /// Hashes leaves of a tile. Most have equal length and go in batches.
    func hashLeaves(
      firstLeaf: Int, _ changed: UnsafeBufferPointer<UInt16>, into hashes: UnsafeMutablePointer<Digest>,
      accounts: Table<AccountRow>, lanes: some Lanes
    ) {
      let stride = longestLeaf
      withUnsafeTemporaryAllocation(byteCount: Self.batch * (stride + Digest.byteCount), alignment: 64) { scratch in
        let messages = scratch.baseAddress!
        let digests = messages + Self.batch * stride
        var first = 0
        var length = 0
        var filled = 0
        func flush() {
          guard filled > 0 else { return }
          lanes.hash(messages: messages, length: length, stride: stride, count: filled, into: digests)
          for i in 0..<filled {
            hashes[Int(changed[first + i])] = Digest(loading: digests + i * Digest.byteCount)
          }
          first += filled
          filled = 0
        }
        for place in changed {
          let row = firstLeaf + Int(place)
          let slot = messages + filled * stride
          let written = writeLeaf(row, salt: accounts[row].salt, to: slot)
          if written != length && filled > 0 {
            flush()
            messages.copyMemory(from: slot, byteCount: written)
          }
          length = written
          filled += 1
          if filled == Self.batch { flush() }
        }
        flush()
      }
    }
  }
}
