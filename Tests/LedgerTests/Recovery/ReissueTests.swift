import Ledger
import Model
import Records
import Signing
import Testing

/// A new key for somebody who has lost every one: who can bring it about, and who can stop it.
@Suite struct ReissueTests {
  @Test func twoAgenciesBringANewKeyAfterTwoWeeks() {
    let world = RecoveryWorld()
    let entry = world.agree(.identity, world.reissue())
    #expect(world.test.receipts.map(\.kind) == [.recoveryStarted])
    #expect(world.test.receipts.map(\.other) == [TestAgency.identity.account])
    world.agree(.ministry, .confirmReissue(recovery: entry, evidence: RecoveryWorld.evidence))
    #expect(world.test.receipts.map(\.kind) == [.recoveryJoined, .recoveryLocked])
    let money = world.test.state.money.free(of: world.owner)
    world.pass(14 * BlockTime.day - 1)
    world.test.apply()
    #expect(world.liveKeys == world.oldKeys)
    world.pass(1)
    world.test.apply()
    #expect(world.liveKeys == [world.newKey])
    #expect(world.test.state.money.free(of: world.owner) == money)
  }

  @Test func aCompromisedOfficialPlusOneAgencyCannotFinish() {
    let world = RecoveryWorld()
    let official = TestAgency.ministry
    // The agency opens; the official of another agency alone cannot confirm, propose and approve, or decide.
    let entry = world.agree(.identity, world.reissue())
    let confirm = Action.confirmReissue(recovery: entry, evidence: RecoveryWorld.evidence)
    func alone(_ action: Action) -> VerifiedCommand {
      world.test.command(official.account, key: official.key, action)
    }
    world.test.refuseFinally(alone(confirm), .approvalNeeded)
    let proposal = world.propose(official, confirm)
    world.test.accept(proposal)
    world.test.refuseFinally(alone(.approve(proposal: proposal.id, epoch: 1)), .alreadyApproved)
    world.test.refuseFinally(alone(.decideReissue(recovery: entry, proceeds: true)), .approvalNeeded)
    // Nor does the agency confirm what it opened, or lend its officers.
    world.disagree(.identity, confirm, .sameAgency)
    world.disagree(.identity, .decideReissue(recovery: entry, proceeds: true), .sameAgency)
    world.test.refuseFinally(world.approve(.identity, proposal), .unknownProposal)
    world.pass(60 * BlockTime.day)
    world.test.apply()
    #expect(world.status(entry) == .lapsed)
    #expect(world.liveKeys == world.oldKeys)
  }

  @Test func aLostKeyGetsNoOtherOneToObjectWith() {
    let world = RecoveryWorld()
    let test = world.test
    world.agree(.identity, world.reissue())
    let key = TestLedger.key(world.owner, device: 9)
    let terms = HelperTerms(account: nil, limits: SpendingLimits(perPayment: 1, perDay: 1), categories: [])
    test.refuseFinally(test.command(world.owner, .addCredential(key: key)), .recoveryOpen)
    test.refuseFinally(test.command(world.owner, .addCredential(key: key, use: .card)), .recoveryOpen)
    test.refuseFinally(test.command(world.owner, .addHelper(key: key, label: "", terms: terms)), .recoveryOpen)
    // Nor by freezing first.
    test.accept(test.command(world.owner, .freeze))
    test.refuseFinally(test.command(world.owner, .addCredential(key: key)), .recoveryOpen)
  }

  @Test func agenciesAreRefusedWithTheirReason() {
    let world = RecoveryWorld()
    let test = world.test
    test.refuseFinally(test.command(.bank, world.reissue()), .notPermitted)
    test.refuseFinally(test.command(world.stranger, world.reissue()), .notPermitted)
    func reissue(_ account: AccountNumber, key: PublicKey, lost: [UInt16] = []) -> Action {
      .reissue(account: account, key: key, attestation: .none, evidence: RecoveryWorld.evidence, lost: lost)
    }
    world.disagree(.identity, reissue(AccountNumber(9_999), key: world.newKey), .notAFamily)
    let unclaimed = TestAgency.bank.account
    world.disagree(.identity, reissue(unclaimed, key: world.newKey), .notAFamily)
    world.disagree(.identity, reissue(world.owner, key: world.oldKeys[1]), .keyAlreadyUsed)
    let entry = world.agree(.identity, world.reissue())
    world.disagree(.ministry, world.reissue(), .recoveryOpen)
    world.disagree(.ministry, .confirmReissue(recovery: entry, evidence: .zero), .evidenceMismatch)
    world.disagree(.ministry, .confirmReissue(recovery: 1, evidence: .zero), .unknownRecovery)
    world.disagree(.otherMinistry, .decideReissue(recovery: entry, proceeds: true), .notDisputed)
    world.agree(.ministry, .confirmReissue(recovery: entry, evidence: RecoveryWorld.evidence))
    world.disagree(
      .otherMinistry, .confirmReissue(recovery: entry, evidence: RecoveryWorld.evidence), .recoveryClosed)
    world.disagree(.otherMinistry, .decideReissue(recovery: entry, proceeds: true), .notDisputed)
    world.test.accept(world.veto(entry, device: 1))
    world.disagree(.otherMinistry, .decideReissue(recovery: entry, proceeds: true), .recoveryClosed)
  }

  @Test func anAgencyOfOneOfficerTakesNoPart() {
    let world = RecoveryWorld()
    let test = world.test
    let alone = TestLedger.world()
    let family = alone.register([1])
    alone.claim(family)
    alone.refuseFinally(
      alone.command(
        .identity,
        .reissue(account: family, key: world.newKey, attestation: .none, evidence: .zero, lost: [])), .agencyTooSmall)
    #expect(test.state.recoveries.rows.count == 0)
  }

  @Test func aCardVetoesUpToTheLastBlock() {
    let world = RecoveryWorld()
    let entry = world.lockedReissue(lost: [0])
    world.pass(14 * BlockTime.day)
    world.test.accept(world.veto(entry, device: 1))
    #expect(world.test.receipts.map(\.kind) == [.recoveryVetoed])
    #expect(world.liveKeys == world.oldKeys)
  }

  @Test func aCredentialReportedLostIsHeardOnceAndThenAThirdAgencyDecides() {
    for proceeds in [true, false] {
      let world = RecoveryWorld()
      let entry = world.lockedReissue(lost: [0])
      world.test.accept(world.veto(entry))
      #expect(world.test.receipts.map(\.kind) == [.recoveryDisputed])
      #expect(world.status(entry) == .disputed)
      world.test.refuseFinally(world.veto(entry), .alreadyVetoed)
      world.pass(20 * BlockTime.day)
      world.test.apply()
      #expect(world.liveKeys == world.oldKeys, "nothing happens until somebody decides")
      world.disagree(.ministry, .decideReissue(recovery: entry, proceeds: proceeds), .sameAgency)
      world.agree(.otherMinistry, .decideReissue(recovery: entry, proceeds: proceeds))
      #expect(world.status(entry) == (proceeds ? .locked : .refused))
      world.pass(3 * BlockTime.day)
      world.test.apply()
      #expect(world.liveKeys == (proceeds ? [world.newKey] : world.oldKeys))
    }
  }

  @Test func whatIsAboveSuspicionStillVetoesAfterADecision() {
    let world = RecoveryWorld()
    let entry = world.lockedReissue(lost: [0])
    world.test.accept(world.veto(entry))
    world.agree(.otherMinistry, .decideReissue(recovery: entry, proceeds: true))
    #expect(world.status(entry) == .locked)
    // The two weeks are not shortened by the dispute.
    world.pass(14 * BlockTime.day - 1)
    world.test.apply()
    #expect(world.status(entry) == .locked)
    world.test.accept(world.veto(entry, device: 1))
    #expect(world.status(entry) == .vetoed)
  }

  @Test func aVetoBeforeTheSecondAgencyDoesNotShortenTheLock() {
    let world = RecoveryWorld()
    let entry = world.agree(.identity, world.reissue(lost: [0]))
    world.test.accept(world.veto(entry))
    world.agree(.ministry, .confirmReissue(recovery: entry, evidence: RecoveryWorld.evidence))
    #expect(world.status(entry) == .disputed)
    world.agree(.otherMinistry, .decideReissue(recovery: entry, proceeds: true))
    world.pass(14 * BlockTime.day - 1)
    world.test.apply()
    #expect(world.liveKeys == world.oldKeys)
    world.pass(1)
    world.test.apply()
    #expect(world.liveKeys == [world.newKey])
  }

  @Test func aDisputeNobodyDecidesLapses() {
    let world = RecoveryWorld()
    let entry = world.lockedReissue(lost: [0])
    world.test.accept(world.veto(entry))
    world.pass(28 * BlockTime.day)
    world.test.apply()
    #expect(world.status(entry) == .lapsed)
    #expect(world.liveKeys == world.oldKeys)
  }

  @Test func aFrozenAccountsOtherCredentialsAreHeardOnce() {
    let world = RecoveryWorld()
    // The owner froze the account with the card; whoever has the phone is under suspicion.
    world.test.accept(world.test.command(world.owner, device: 1, .freeze))
    let entry = world.lockedReissue(lost: [])
    world.test.accept(world.veto(entry, device: 0))
    #expect(world.status(entry) == .disputed)
    world.test.refuseFinally(world.veto(entry, device: 0), .alreadyVetoed)
    world.test.accept(world.veto(entry, device: 1))
    #expect(world.status(entry) == .vetoed)
  }

  @Test func officersHaveADailyLimit() {
    let world = RecoveryWorld { $0.reissuesPerOfficer = 1 }
    func reissue(_ account: AccountNumber) -> Action {
      .reissue(
        account: account, key: TestLedger.key(account, device: 200), attestation: .none,
        evidence: RecoveryWorld.evidence, lost: [])
    }
    world.agree(.identity, reissue(world.owner))
    let proposal = world.propose(.identity, reissue(world.stranger))
    world.test.accept(proposal)
    world.test.refuseFinally(world.approve(.identity, proposal), .officerLimit)
    world.pass(BlockTime.day)
    world.agree(.identity, reissue(world.stranger))
  }

  @Test func theLogTellsTheOwnerAndNobodyElse() {
    let world = RecoveryWorld()
    _ = world.lockedReissue()
    let acts = world.test.output.entries.publicEntries.compactMap { try? AgencyAct(encoded: $0.entry.content) }
    #expect(acts.allSatisfy { $0.action == nil }, "no public entry says whose wallet it is")
    #expect(world.test.receipts.allSatisfy { $0.account == world.owner })
  }
}
