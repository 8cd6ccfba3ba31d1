import Model
import Records
import Signing
import Transparency

// Getting back in with the help of people the owner chose. They can give the account a new key, slowly and in the open;
// they can spend nothing and change nothing else.

extension LedgerState {
  mutating func setGuardians(
    threshold: UInt8, count: UInt8, commitment: Digest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    let isNone = threshold == 0 && count == 0 && commitment == .zero
    guard isNone || (threshold >= 1 && threshold <= count && Int(count) <= GuardianProof.mostGuardians) else {
      throw .badThreshold
    }
    guard openRecoveries(of: context.by).isEmpty else { throw .recoveryOpen }
    // must succeed below
    accounts.update(context.by.row) { head in
      head.guardianThreshold = threshold
      head.guardianCount = count
      head.guardians = commitment
    }
    return block.entries.append(context.receipt(.guardiansSet, time: block.time))
  }

  /// A guardian asks for a new key, or agrees with one who did; or the owner asks with a card.
  mutating func recover(
    _ account: AccountNumber, key: PublicKey, guardian: GuardianProof?, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let guardian else { return try recoverByCard(account, key: key, context, block: &block) }
    let head = try checkGuardian(guardian, of: account, context)
    try checkNewKey(key, of: account)
    let open = openRecoveries(of: account).filter { recoveries.rows[$0].kind == .guardians }
    let bit: UInt16 = 1 << UInt16(guardian.index)
    guard open.allSatisfy({ recoveries.rows[$0].guardians & bit == 0 }) else { throw .alreadySupports }
    let joined = open.first { recoveries.rows[$0].key == key }
    guard joined == nil || recoveries.rows[joined!].status == .collecting else { throw .recoveryClosed }
    guard joined != nil || open.count < Self.mostRecoveries else { throw .tooManyRecoveries }
    // must succeed below
    let entry = block.entries.append(
      context.receipt(
        joined == nil ? .recoveryStarted : .recoveryJoined, account: account, other: context.by, time: block.time))
    let row = joined ?? beginRecovery(.guardians, of: account, key: key, entry: entry, block)
    recoveries.update(row) { $0.guardians |= bit }
    if recoveries.rows[row].guardians.nonzeroBitCount >= Int(head.guardianThreshold) {
      lock(row, for: parameters.guardianDelay, &block)
    }
    return entry
  }

  private mutating func recoverByCard(
    _ account: AccountNumber, key: PublicKey, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard account == context.by, context.account.kind == .family else { throw .notPermitted }
    try checkNewKey(key, of: account)
    guard !openRecoveries(of: account).contains(where: { recoveries.rows[$0].kind == .card }) else {
      throw .recoveryOpen
    }
    // must succeed below
    let entry = block.entries.append(context.receipt(.recoveryStarted, time: block.time))
    let row = beginRecovery(.card, of: account, key: key, entry: entry, block)
    lock(row, for: parameters.guardianDelay, &block)
    return entry
  }

  /// A guardian stops all spending for a while: not again and again, so that it cannot starve whom it guards.
  mutating func freezeWard(
    _ account: AccountNumber, guardian: GuardianProof, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let head = try checkGuardian(guardian, of: account, context)
    guard head.frozenUntil <= block.time else { throw .accountFrozen }
    guard
      head.guardianFroze.milliseconds == .min
        || head.guardianFroze.advanced(by: Self.guardianFreezes) <= block.time
    else { throw .frozenRecently }
    // must succeed below
    accounts.update(account.row) { head in
      head.frozenUntil = block.time.advanced(by: parameters.freezeSpan)
      head.frozenBy = AccountRow.byGuardian
      head.guardianFroze = block.time
    }
    return block.entries.append(context.receipt(.frozen, account: account, other: context.by, time: block.time))
  }

  /// The account's head, where the command's author is one of its guardians.
  private func checkGuardian(
    _ proof: GuardianProof, of account: AccountNumber, _ context: CommandContext
  ) throws(Rejection) -> AccountRow {
    guard let head = self.account(account), head.kind == .family else { throw .notAFamily }
    guard head.guardianCount > 0 else { throw .noGuardians }
    let leaf = MerkleTree.leafHash(GuardianProof.leaf(context.by, blind: proof.blind))
    guard account != context.by,
      let path = InclusionProof(
        index: UInt64(proof.index), size: UInt64(head.guardianCount), untrusted: proof.siblings),
      path.root(leafHash: leaf) == head.guardians
    else { throw .notAGuardian }
    return head
  }

  /// Open recoveries of one account by guardians, with different keys.
  private static var mostRecoveries: Int { 4 }

  /// Between two freezes by guardians, milliseconds.
  private static var guardianFreezes: Int64 { 30 * BlockTime.day }
}
