import Model
import Records
import Signing

// What all ways back in have in common: they are begun, wait in the open, can be stopped by the owner up to the last
// block, and change credentials alone.

extension LedgerState {
  /// A key that no credential of the account ever had.
  func checkNewKey(_ key: PublicKey, of account: AccountNumber) throws(Rejection) {
    guard !credentialRows(of: account).contains(where: { credentials[$0].key.map(key.isSameKey) ?? false }) else {
      throw .keyAlreadyUsed
    }
  }

  /// While agencies re-issue a wallet, whoever has a lost key may not get another one with it, whose objection would count.
  func checkNoReissue(of account: AccountNumber) throws(Rejection) {
    guard !openRecoveries(of: account).contains(where: { recoveries.rows[$0].kind == .reissue }) else {
      throw .recoveryOpen
    }
  }

  mutating func beginRecovery(
    _ kind: RecoveryRow.Kind, of account: AccountNumber, key: PublicKey, entry: UInt64, _ block: BlockContext
  ) -> Int {
    var row = RecoveryRow()
    row.entry = entry
    row.account = account
    row.kind = kind
    row.setKey(key)
    row.due = block.time.advanced(by: parameters.recoveryPatience)
    row.previous = accounts[account.row].recovery
    let index = recoveries.append(row)
    accounts.update(account.row) { $0.recovery = UInt32(index) }
    return index
  }

  /// Enough agree: from now on only the owner can stop it.
  mutating func lock(_ row: Int, for span: Int64, _ block: inout BlockContext) {
    let waitsFor = acceptingBlocks + UInt64(parameters.maturityBlocks)
    recoveries.update(row) { recovery in
      recovery.status = .locked
      recovery.due = block.time.advanced(by: span)
      recovery.waitsFor = waitsFor
    }
    tell(.recoveryLocked, row, &block)
  }

  /// The owner objects. A credential that may be in other hands is heard once, and then somebody looks.
  mutating func vetoRecovery(
    _ entry: UInt64, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let row = recoveries.row(ofEntry: entry), recoveries.rows[row].account == context.by else {
      throw .unknownRecovery
    }
    let recovery = recoveries.rows[row]
    guard recovery.status.isOpen else { throw .recoveryClosed }
    let isHeardOnce = recovery.kind == .reissue && isSuspect(context, in: row, at: block.time)
    guard !isHeardOnce || credentials[context.credentialRow].vetoed != UInt32(row) else { throw .alreadyVetoed }
    // must succeed below
    recoveries.update(row) { $0.status = isHeardOnce ? .disputed : .vetoed }
    if isHeardOnce { credentials.update(context.credentialRow) { $0.vetoed = UInt32(row) } }
    var receipt = context.receipt(isHeardOnce ? .recoveryDisputed : .recoveryVetoed, time: block.time)
    receipt.reference = recovery.entry
    return block.entries.append(receipt)
  }

  /// Whether a credential was reported lost, or its account frozen by somebody else.
  private func isSuspect(_ context: CommandContext, in recovery: Int, at time: BlockTime) -> Bool {
    let credential = credentials[context.credentialRow]
    let isFrozen = context.account.frozenUntil > time && context.account.frozenBy != credential.number
    return credential.lostIn == UInt32(recovery) || isFrozen
  }

  /// Recoveries whose time has come: behind the block's commands, so that an objection in the last block is heard.
  mutating func matureRecoveries(_ block: inout BlockContext) {
    var budget = Int(parameters.runRowsPerBlock)
    for row in recoveries.open where budget > 0 && isDue(recovery: row, at: block.time) {
      budget -= 1
      guard recoveries.rows[row].status.isOpen else { continue }
      if recoveries.rows[row].status == .locked { finish(row, &block) } else { lapse(row, &block) }
    }
  }

  func isDue(recovery row: Int, at time: BlockTime) -> Bool {
    let recovery = recoveries.rows[row]
    return switch recovery.status {
    case .collecting: recovery.due <= time
    case .locked: recovery.due <= time && recovery.waitsFor <= acceptingBlocks
    // Nobody decided.
    case .disputed: recovery.due.advanced(by: parameters.reissueDelay) <= time
    default: false
    }
  }

  /// The new key in place of all others. Money stays where it is.
  private mutating func finish(_ row: Int, _ block: inout BlockContext) {
    let recovery = recoveries.rows[row]
    recoveries.update(row) { $0.status = .done }
    for other in openRecoveries(of: recovery.account) { lapse(other, &block) }
    for credential in credentialRows(of: recovery.account) where credentials[credential].status == .live {
      removeCredential(atRow: credential)
      var receipt = Receipt(.credentialRemoved, account: recovery.account, time: block.time, digest: .zero)
      receipt.reference = UInt64(credentials[credential].number)
      block.entries.append(receipt)
    }
    appendCredential(recovery.key!, to: recovery.account, tier: recovery.tier)
    accounts.update(recovery.account.row) { head in
      if head.frozenUntil > block.time { head.frozenUntil = block.time }
    }
    tell(.recovered, row, &block)
  }

  private mutating func lapse(_ row: Int, _ block: inout BlockContext) {
    recoveries.update(row) { $0.status = .lapsed }
    tell(.recoveryLapsed, row, &block)
  }

  private func tell(_ kind: Receipt.Kind, _ row: Int, _ block: inout BlockContext) {
    let recovery = recoveries.rows[row]
    var receipt = Receipt(kind, account: recovery.account, time: block.time, digest: .zero)
    receipt.reference = recovery.entry
    block.entries.append(receipt)
  }
}
