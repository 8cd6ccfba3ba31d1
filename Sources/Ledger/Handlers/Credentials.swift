import Model
import Records
import Signing

// Keys that may act for an account, and what their owner may do with the account itself.

extension LedgerState {
  /// Hands an account without a credential to its holder, who proved to hold the key.
  mutating func claim(
    _ number: AccountNumber, key: PublicKey, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    guard let head = account(number), head.kind == .family else { throw .notAFamily }
    guard head.nextCredential == 0 else { throw .alreadyClaimed }
    // must succeed below
    appendCredential(key, to: number)
    return block.entries.append(context.receipt(.claimed, account: number, time: block.time))
  }

  mutating func addCredential(
    _ key: PublicKey, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind != .agency else { throw .notPermitted }
    guard context.account.nextCredential < Self.maximumCredentials else { throw .tooManyCredentials }
    guard !credentialRows(of: context.by).contains(where: { credentials[$0].key.map(key.isSameKey) ?? false }) else {
      throw .keyAlreadyUsed
    }
    // must succeed below
    appendCredential(key, to: context.by)
    return block.entries.append(context.receipt(.credentialAdded, time: block.time))
  }

  mutating func removeCredential(
    _ number: UInt16, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let row = credentialRow(context.by, number), credentials[row].status == .live else {
      throw .unknownCredential
    }
    guard context.account.kind != .agency else { throw .notPermitted }
    guard context.account.liveCredentials > 1 else { throw .lastCredential }
    // must succeed below
    removeCredential(atRow: row)
    var receipt = context.receipt(.credentialRemoved, time: block.time)
    receipt.reference = UInt64(number)
    return block.entries.append(receipt)
  }

  mutating func setGuardians(
    threshold: UInt8, commitment: Digest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    guard (1...16).contains(threshold) else { throw .badThreshold }
    // must succeed below
    accounts.update(context.by.row) { head in
      head.guardianThreshold = threshold
      head.guardians = commitment
    }
    return block.entries.append(context.receipt(.guardiansSet, time: block.time))
  }

  mutating func freeze(_ context: CommandContext, block: inout BlockContext) throws(Rejection) -> UInt64 {
    guard context.account.kind != .agency else { throw .notPermitted }
    // must succeed below
    accounts.update(context.by.row) { $0.frozenUntil = block.time.advanced(by: parameters.freezeSpan) }
    return block.entries.append(context.receipt(.frozen, time: block.time))
  }

  mutating func unfreeze(_ context: CommandContext, block: inout BlockContext) throws(Rejection) -> UInt64 {
    guard context.account.frozenUntil > block.time else { throw .notFrozen }
    // must succeed below
    accounts.update(context.by.row) { $0.frozenUntil = block.time }
    return block.entries.append(context.receipt(.unfrozen, time: block.time))
  }

  /// Forgets what is sealed about a family. Its money, decisions and proofs stay.
  mutating func erase(
    _ number: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    if number != context.by { _ = try requireRole(.identity, context) }
    guard let head = account(number), head.kind == .family else { throw .notAFamily }
    guard !head.erased || hasFacts(of: number) else { throw .alreadyErased }
    // must succeed below
    accounts.update(number.row) { $0.erased = true }
    erasedAt = block.height
    block.erasedSeals += eraseFacts(of: number)
    return block.entries.append(context.receipt(.erased, account: number, time: block.time))
  }

  /// The most credentials an account may ever have had.
  static var maximumCredentials: UInt16 { 64 }

  /// Rows of an account's credentials, in the order they were added.
  public func credentialRows(of account: AccountNumber) -> [Int] {
    var rows: [Int] = []
    var row = accounts[account.row].firstCredential
    while row != .max {
      rows.append(Int(row))
      row = credentials[Int(row)].next
    }
    return rows
  }

  mutating func appendCredential(_ key: PublicKey, to account: AccountNumber) {
    let number = accounts[account.row].nextCredential
    let row = credentials.append(CredentialRow(account: account, number: number, key: key))
    lanes.append(LaneRow())
    if let last = credentialRows(of: account).last {
      credentials.update(last) { $0.next = UInt32(row) }
    }
    accounts.update(account.row) { head in
      if head.nextCredential == 0 { head.firstCredential = UInt32(row) }
      head.nextCredential += 1
      head.liveCredentials += 1
    }
  }

  mutating func removeCredential(atRow row: Int) {
    credentials.update(row) { $0.status = .removed }
    accounts.update(credentials[row].account.row) { $0.liveCredentials -= 1 }
  }
}
