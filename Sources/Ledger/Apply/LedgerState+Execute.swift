import Model
import Records
import Signing

extension LedgerState {
  /// One command: its envelope, then its action, then its lane.
  mutating func execute(_ verified: VerifiedCommand, block: inout BlockContext) -> CommandOutcome {
    let context: CommandContext
    do throws(Rejection) {
      context = try checkEnvelope(verified, block: block)
    } catch {
      return .dropped(error)
    }
    let logged = context.command.action.sealedCount > 0 ? block.decisions.reserveOutcome() : nil
    let outcome: CommandOutcome
    do throws(Rejection) {
      try checkSealed(verified)
      try checkStanding(context, at: block.time)
      try adoptRejection(of: verified, logged, block.decisions)
      outcome = .accepted(entry: try perform(context.command.action, context, block: &block))
    } catch {
      if let logged { block.decisions.truncate(to: error.isTransient ? logged : logged + DecisionLog.outcomeLength) }
      if error.isTransient { return .dropped(error) }
      if let logged { block.decisions.setOutcome(error, at: logged) }
      outcome = .rejected(error, entry: recordRejection(error, context, block: &block))
    }
    advanceLane(context, outcome)
    return outcome
  }

  /// A refused command's sealed bytes are not kept; without them a replay takes the recorded answer.
  private func adoptRejection(
    of verified: VerifiedCommand, _ logged: Int?, _ log: DecisionLog
  ) throws(Rejection) {
    guard let logged, verified.sealed.contains(where: { $0.content == nil }),
      let rejection = log.recordedRejection(at: logged), !rejection.isTransient
    else { return }
    throw rejection
  }

  /// Whether the command would be refused before it could enter a block, and with what: for admission.
  public func admissionRejection(_ command: Command, key: PublicKey, at time: BlockTime) -> Rejection? {
    do throws(Rejection) {
      _ = try checkedCredential(command, key: key, at: time)
      return nil
    } catch {
      return error
    }
  }

  /// The entry of the lane's last command when this is it: a retry gets the first answer.
  public func firstAnswer(to id: CommandID, account: AccountNumber, credential: UInt16) -> UInt64? {
    guard let row = credentialRow(account, credential) else { return nil }
    let lane = lanes[row]
    return lane.next > 0 && lane.lastCommand == id.digest ? lane.lastEntry : nil
  }

  private func checkEnvelope(_ verified: VerifiedCommand, block: BlockContext) throws(Rejection) -> CommandContext {
    let command = verified.command
    let row = try checkedCredential(command, key: verified.key, at: block.time)
    return CommandContext(
      command: command, id: verified.id, sealed: verified.sealed, account: accounts[command.account.row],
      credentialRow: row, isHelper: credentials[row].use == .helper)
  }

  /// The checks of every command, in the order of their codes. All are transient: nothing is used up.
  private func checkedCredential(
    _ command: Command, key: PublicKey, at time: BlockTime
  ) throws(Rejection) -> Int {
    guard command.network == network else { throw .wrongNetwork }
    guard let head = account(command.account) else { throw .unknownAccount }
    guard let row = credentialRow(command.account, command.credential) else { throw .unknownCredential }
    guard credentials[row].status == .live else { throw .credentialRevoked }
    guard credentials[row].key == key else { throw .keyChanged }
    let next = lanes[row].next
    guard command.sequence >= next else { throw .sequenceUsed }
    guard command.sequence == next else { throw .sequenceAhead }
    guard command.validUntil >= time else { throw .expired }
    let life = head.kind == .agency ? parameters.agencyCommandLife : parameters.personCommandLife
    let (span, overflow) = command.validUntil.milliseconds.subtractingReportingOverflow(time.milliseconds)
    guard !overflow, span <= life else { throw .validTooLong }
    return row
  }

  /// What travels sealed must be what the command commits to.
  private func checkSealed(_ verified: VerifiedCommand) throws(Rejection) {
    let expected = verified.command.action.sealedCount
    guard expected <= Self.maximumBatch else { throw .batchTooLarge }
    guard verified.sealed.count == expected else { throw .sealedMissing }
    switch verified.command.action {
    case .register(let digest, _, _), .changeFamily(_, let digest), .attest(_, let digest),
      .appeal(_, _, _, _, let digest), .answerAppeal(_, _, let digest):
      guard verified.sealed[0].digest == digest else { throw .sealedMismatch }
    default:
      break
    }
  }

  /// What the credential is for, and whether its account is frozen.
  private func checkStanding(_ context: CommandContext, at time: BlockTime) throws(Rejection) {
    guard credentials[context.credentialRow].use.permits(context.command.action) else { throw .notForThisCredential }
    guard context.account.frozenUntil > time else { return }
    switch context.command.action {
    case .unfreeze, .vetoRecovery: return
    // Whoever froze the account may change its locks meanwhile.
    case .addCredential, .removeCredential:
      guard context.account.frozenBy == context.command.credential else { throw .accountFrozen }
    default: throw .accountFrozen
    }
  }

  /// An agency's refused act is public, a person's or a shop's is sealed.
  private func recordRejection(
    _ rejection: Rejection, _ context: CommandContext, block: inout BlockContext
  ) -> UInt64 {
    if context.account.kind == .agency {
      return block.entries.append(context.act(rejection: rejection))
    }
    var receipt = context.receipt(.rejected, time: block.time)
    receipt.code = rejection.rawValue
    return block.entries.append(receipt)
  }

  /// Accepted or finally rejected, the command's number is used up.
  private mutating func advanceLane(_ context: CommandContext, _ outcome: CommandOutcome) {
    lanes.update(context.credentialRow) { lane in
      lane.next += 1
      lane.lastCommand = context.id.digest
      switch outcome {
      case .accepted(let entry), .rejected(_, let entry): lane.lastEntry = entry
      case .dropped: preconditionFailure("a dropped command never reaches its lane")
      }
    }
  }
}

extension CommandContext {
  /// A receipt of this command about its own account.
  func receipt(
    _ kind: Receipt.Kind, account: AccountNumber? = nil, other: AccountNumber = .none, amount: Rupiah = .zero,
    time: BlockTime
  ) -> Receipt {
    var receipt = Receipt(
      kind, account: account ?? by, other: other, amount: amount.amount, time: time, digest: id.digest)
    receipt.credential = command.credential
    receipt.mover = self.account.kind == .agency ? .agency : isHelper ? .helper : .owner
    return receipt
  }

  /// The public record of an agency's act.
  func act(_ action: Action? = nil, rejection: Rejection? = nil) -> PublicEntry {
    let act = AgencyAct(
      agency: by, credential: command.credential, command: id, action: action ?? command.action,
      rejection: rejection)
    return PublicEntry(.agency, content: act.encoded)
  }
}
