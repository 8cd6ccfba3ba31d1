import Model
import Records
import Signing

// A new key for somebody who has lost every one and has no guardians: two agencies, each by two officers or more, over
// the same fresh identity credential; announced, slow, and stopped by any credential of the owner that still exists.

extension LedgerState {
  mutating func reissue(
    _ request: ReissueRequest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    try checkReissuer(context)
    guard let head = account(request.account), head.kind == .family, head.nextCredential > 0 else { throw .notAFamily }
    try checkNewKey(request.key, of: request.account)
    for number in request.lost {
      guard credentialRow(request.account, number) != nil else { throw .unknownCredential }
    }
    guard !openRecoveries(of: request.account).contains(where: { recoveries.rows[$0].kind == .reissue }) else {
      throw .recoveryOpen
    }
    try checkOfficers(.reissues, context, at: block.time)
    // must succeed below
    count(.reissues, context, at: block.time)
    let entry = block.entries.append(
      context.receipt(.recoveryStarted, account: request.account, other: context.by, time: block.time))
    let row = beginRecovery(.reissue, of: request.account, key: request.key, entry: entry, block)
    recoveries.update(row) { recovery in
      recovery.tier = request.attestation.tier
      recovery.first = context.by
      recovery.evidence = request.evidence
    }
    for number in request.lost {
      credentials.update(credentialRow(request.account, number)!) { $0.lostIn = UInt32(row) }
    }
    return entry
  }

  mutating func confirmReissue(
    _ entry: UInt64, evidence: Digest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    try checkReissuer(context)
    let row = try openReissue(entry)
    let recovery = recoveries.rows[row]
    guard recovery.first != context.by else { throw .sameAgency }
    guard recovery.second == .none else { throw .recoveryClosed }
    guard recovery.evidence == evidence else { throw .evidenceMismatch }
    try checkOfficers(.reissues, context, at: block.time)
    // must succeed below
    count(.reissues, context, at: block.time)
    let end = block.time.advanced(by: parameters.reissueDelay)
    recoveries.update(row) { recovery in
      recovery.second = context.by
      recovery.due = end
    }
    let entry = block.entries.append(joined(row, context, block))
    if recovery.status == .collecting { lock(row, for: parameters.reissueDelay, &block) }
    return entry
  }

  /// The third agency has the owner before it. If it goes on, the lock lasts at least as long as one by guardians, and
  /// credentials above suspicion may still object.
  mutating func decideReissue(
    _ entry: UInt64, proceeds: Bool, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    try checkReissuer(context)
    let row = try openReissue(entry)
    let recovery = recoveries.rows[row]
    guard recovery.first != context.by, recovery.second != context.by else { throw .sameAgency }
    guard recovery.status == .disputed, recovery.second != .none else { throw .notDisputed }
    // must succeed below
    guard proceeds else {
      recoveries.update(row) { $0.status = .refused }
      var receipt = joined(row, context, block)
      receipt.kind = .recoveryRefused
      return block.entries.append(receipt)
    }
    let entry = block.entries.append(joined(row, context, block))
    let rest = recovery.due.milliseconds - block.time.milliseconds
    lock(row, for: max(rest, parameters.guardianDelay), &block)
    return entry
  }

  private func joined(_ row: Int, _ context: CommandContext, _ block: BlockContext) -> Receipt {
    let recovery = recoveries.rows[row]
    var receipt = context.receipt(.recoveryJoined, account: recovery.account, other: context.by, time: block.time)
    receipt.reference = recovery.entry
    return receipt
  }

  /// An agency that may join in, acting by two officers or more. So no one official, and no one agency, gets anywhere.
  private func checkReissuer(_ context: CommandContext) throws(Rejection) {
    guard let agency = agency(context.by), agency.has(.identity) || agency.has(.recovery) else { throw .notPermitted }
    guard agency.agency.threshold > 1 else { throw .agencyTooSmall }
    try requireApproval(context)
  }

  private func openReissue(_ entry: UInt64) throws(Rejection) -> Int {
    guard let row = recoveries.row(ofEntry: entry), recoveries.rows[row].kind == .reissue else {
      throw .unknownRecovery
    }
    guard recoveries.rows[row].status.isOpen else { throw .recoveryClosed }
    return row
  }
}

/// What a re-issue asks for.
struct ReissueRequest {
  let account: AccountNumber
  let key: PublicKey
  let attestation: Attestation
  let evidence: Digest
  let lost: [UInt16]
}
