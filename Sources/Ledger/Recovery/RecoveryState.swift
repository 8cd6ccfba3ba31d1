import Model
import Signing

/// All recoveries, and which are open.
public struct RecoveryState: Sendable {
  public private(set) var rows = Table<RecoveryRow>()
  /// Derived from the rows.
  private(set) var open = DirtyRows()

  public init() {}

  init(rows: Table<RecoveryRow>) {
    self.rows = rows
    for row in 0..<rows.count where rows[row].status.isOpen { open.insert(row) }
  }

  mutating func append(_ recovery: RecoveryRow) -> Int {
    let row = rows.append(recovery)
    open.insert(row)
    return row
  }

  mutating func update(_ row: Int, _ change: (inout RecoveryRow) -> Void) {
    rows.update(row, change)
    if !rows[row].status.isOpen { open.remove(row) }
  }

  mutating func refreshRoot(lanes: some Lanes) -> Digest { rows.refreshRoot(lanes: lanes) }

  public var leafCount: Int { rows.leafCount }
}

extension RecoveryState {
  public func row(ofEntry entry: UInt64) -> Int? { rows.row(ofEntry: entry) }
}

extension LedgerState {
  /// An account's recoveries, newest first, by row.
  public func recoveryRows(of account: AccountNumber) -> [Int] {
    var found: [Int] = []
    var row = accounts[account.row].recovery
    while row != RecoveryRow.none {
      found.append(Int(row))
      row = recoveries.rows[Int(row)].previous
    }
    return found
  }

  /// Those that may still end in a new key.
  func openRecoveries(of account: AccountNumber) -> [Int] {
    recoveryRows(of: account).filter { recoveries.rows[$0].status.isOpen }
  }

  /// Whether so many agree on a new key that only its owner can stop it: from then on spending is capped.
  func isBeingRecovered(_ account: AccountNumber) -> Bool {
    openRecoveries(of: account).contains { recoveries.rows[$0].status != .collecting }
  }
}

extension RecoveryRow {
  var key: PublicKey? { CredentialRow.key(kind: keyKind, high: keyHigh, low: keyLow) }

  mutating func setKey(_ key: PublicKey) { (keyKind, keyHigh, keyLow) = CredentialRow.parts(of: key) }
}
