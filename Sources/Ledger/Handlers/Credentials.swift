import Coding
import Model
import Records
import Signing

// Keys that may act for an account, and what their owner may do with the account itself.

extension LedgerState {
  /// Hands an account without a credential to its holder, who proved to hold the key.
  mutating func claim(
    _ number: AccountNumber, key: PublicKey, _ attestation: Attestation, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    guard let head = account(number), head.kind == .family else { throw .notAFamily }
    guard head.nextCredential == 0 else { throw .alreadyClaimed }
    try checkOfficers(.claims, context, at: block.time)
    // must succeed below
    count(.claims, context, at: block.time)
    appendCredential(key, to: number, tier: attestation.tier)
    return block.entries.append(context.receipt(.claimed, account: number, time: block.time))
  }

  /// A further device or card. It starts in the lowest tier, and with no more to spend than whoever adds it; what it has
  /// more waits as any loosening does.
  mutating func addCredential(
    _ key: PublicKey, use: CredentialUse, label: Text, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind != .agency, use != .helper else { throw .notPermitted }
    guard context.account.nextCredential < Self.maximumCredentials else { throw .tooManyCredentials }
    try checkNewKey(key, of: context.by)
    try checkNoReissue(of: context.by)
    // must succeed below
    let maker = limits(ofCredentialRow: context.credentialRow, at: block.time)
    let loosened = block.time.advanced(by: parameters.loosening)
    let row = appendCredential(key, to: context.by, use: use)
    if !label.utf8.isEmpty { setTerms(of: row) { $0.setLabel(label) } }
    if !parameters.limits(of: .software).isWithin(maker) {
      setTerms(of: row) { $0.limit(to: maker, until: loosened) }
    }
    return block.entries.append(context.receipt(.credentialAdded, time: block.time))
  }

  /// A relative's key, which pays and does nothing else.
  mutating func addHelper(
    _ key: PublicKey, label: Text, _ helper: HelperTerms, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    guard context.account.nextCredential < Self.maximumCredentials else { throw .tooManyCredentials }
    try checkNewKey(key, of: context.by)
    try checkNoReissue(of: context.by)
    let most = parameters.limits(of: .software).tightened(
      to: limits(ofCredentialRow: context.credentialRow, at: block.time))
    guard helper.limits.isWithin(most) else { throw .limitTooHigh }
    if let relative = helper.account, account(relative)?.kind != .family { throw .notAFamily }
    // must succeed below
    let row = appendCredential(key, to: context.by, use: .helper)
    setTerms(of: row) { terms in
      terms.setLabel(label)
      terms.setHelper(helper)
    }
    var receipt = context.receipt(.credentialAdded, other: helper.account ?? .none, time: block.time)
    receipt.reference = UInt64(credentials[row].number)
    return block.entries.append(receipt)
  }

  /// The identity authority has seen where an owner's key lives.
  mutating func attest(
    _ attestation: Attestation, of number: UInt16, _ account: AccountNumber, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    guard let head = self.account(account), head.kind == .family else { throw .notAFamily }
    guard let row = credentialRow(account, number), credentials[row].status == .live else { throw .unknownCredential }
    guard credentials[row].use == .device, attestation.tier > credentials[row].tier else {
      throw .tierNotHigher
    }
    try checkOfficers(.claims, context, at: block.time)
    // must succeed below
    count(.claims, context, at: block.time)
    credentials.update(row) { $0.tier = attestation.tier }
    var receipt = context.receipt(.credentialAttested, account: account, time: block.time)
    receipt.reference = UInt64(number)
    return block.entries.append(receipt)
  }

  mutating func removeCredential(
    _ number: UInt16, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let row = credentialRow(context.by, number), credentials[row].status == .live else {
      throw .unknownCredential
    }
    guard context.account.kind != .agency else { throw .notPermitted }
    // Neither a card nor a helper could ever add another one.
    let isAnotherDevice = credentialRows(of: context.by).contains {
      $0 != row && credentials[$0].use == .device && credentials[$0].status == .live
    }
    guard isAnotherDevice else { throw .lastCredential }
    // must succeed below
    removeCredential(atRow: row)
    var receipt = context.receipt(.credentialRemoved, time: block.time)
    receipt.reference = UInt64(number)
    return block.entries.append(receipt)
  }

  mutating func freeze(_ context: CommandContext, block: inout BlockContext) throws(Rejection) -> UInt64 {
    guard context.account.kind != .agency else { throw .notPermitted }
    // must succeed below
    accounts.update(context.by.row) { head in
      head.frozenUntil = block.time.advanced(by: parameters.freezeSpan)
      head.frozenBy = context.command.credential
    }
    return block.entries.append(context.receipt(.frozen, time: block.time))
  }

  mutating func unfreeze(_ context: CommandContext, block: inout BlockContext) throws(Rejection) -> UInt64 {
    guard context.account.frozenUntil > block.time else { throw .notFrozen }
    guard context.account.frozenBy == context.command.credential else { throw .notYourFreeze }
    // must succeed below
    accounts.update(context.by.row) { $0.frozenUntil = block.time }
    return block.entries.append(context.receipt(.unfrozen, time: block.time))
  }

  /// Forgets what is sealed about a family. Its money, decisions and proofs stay.
  mutating func erase(
    _ number: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    if number != context.by {
      _ = try requireRole(.identity, context)
      try requireApproval(context)
    }
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

  @discardableResult
  mutating func appendCredential(
    _ key: PublicKey, to account: AccountNumber, tier: Tier = .software, use: CredentialUse = .device
  ) -> Int {
    let number = accounts[account.row].nextCredential
    var credential = CredentialRow(account: account, number: number, key: key)
    credential.tier = tier
    credential.use = use
    let row = credentials.append(credential)
    lanes.append(LaneRow())
    if let last = credentialRows(of: account).last {
      credentials.update(last) { $0.next = UInt32(row) }
    }
    accounts.update(account.row) { head in
      if head.nextCredential == 0 { head.firstCredential = UInt32(row) }
      head.nextCredential += 1
      head.liveCredentials += 1
    }
    return row
  }

  mutating func removeCredential(atRow row: Int) {
    let wasLive = credentials[row].status == .live
    credentials.update(row) { $0.status = .removed }
    if wasLive { accounts.update(credentials[row].account.row) { $0.liveCredentials -= 1 } }
  }
}
