import Ledger
import Model
import Platform
import Records
import Signing
import Testing

/// Acts that several officers must agree on.
@Suite struct ApprovalTests {
  private static func officer(_ number: UInt8) -> PublicKey {
    SigningKey(.ed25519, seed: SHA256.hash(Array("officer \(number)".utf8))).publicKey
  }

  /// The bank with officers 1 to 4, of whom `threshold` must agree. Its first officer, 0, is gone.
  private func bank(threshold: UInt8 = 2) -> TestLedger {
    let test = TestLedger()
    test.accept(
      test.command(
        .bank,
        .rotateAgency(agency: TestAgency.bank.account, officers: (1...4).map(Self.officer), threshold: threshold)))
    return test
  }

  private func by(_ officer: UInt8, _ test: TestLedger, _ action: Action) -> VerifiedCommand {
    test.command(TestAgency.bank.account, key: Self.officer(officer), credential: UInt16(officer), action)
  }

  private func approve(_ proposal: VerifiedCommand, epoch: UInt32 = 1) -> Action {
    .approve(proposal: proposal.id, epoch: epoch)
  }

  private let issue = Action.issue(amount: 100, deposit: "test")

  @Test func oneOfficerAloneNeedsApproval() {
    let test = bank()
    let account = TestAgency.bank.account
    for action in [
      issue, .redeem(amount: 1, deposit: "test"), .allocate(to: TestAgency.treasury.account, amount: 1),
      .rotateAgency(agency: account, officers: [Self.officer(1)], threshold: 1),
    ] {
      test.refuseFinally(by(1, test, action), .approvalNeeded)
    }
    // Authority comes first, approval before amounts.
    test.refuseFinally(by(1, test, .fund(series: "id.test", amount: 0)), .notPermitted)
    test.refuseFinally(by(1, test, .issue(amount: 0, deposit: "test")), .approvalNeeded)
  }

  @Test func theLastApprovalExecutesOnce() {
    let test = bank(threshold: 3)
    let proposal = by(1, test, .propose(issue))
    let entry = test.accept(proposal)
    #expect(test.act(entry)?.action == .propose(issue))
    #expect(test.state.proposals.map(\.approvals) == [[1]])
    test.accept(by(2, test, approve(proposal)))
    #expect(test.state.proposals.map(\.approvals) == [[1, 2]])
    #expect(test.state.treasury.issued == 0)
    let last = by(3, test, approve(proposal))
    let executed = test.accept(last)
    #expect(test.act(executed)?.action == issue)
    #expect(test.act(executed)?.credential == 3)
    #expect(test.state.treasury.issued == 100)
    #expect(test.state.proposals.isEmpty)
    test.refuseFinally(by(4, test, approve(proposal)), .unknownProposal)
    #expect(test.state.treasury.issued == 100)
  }

  @Test func anOfficerApprovesOnce() {
    let test = bank(threshold: 3)
    let proposal = by(1, test, .propose(issue))
    test.accept(proposal)
    test.refuseFinally(by(1, test, approve(proposal)), .alreadyApproved)
    test.accept(by(2, test, approve(proposal)))
    test.refuseFinally(by(2, test, approve(proposal)), .alreadyApproved)
    test.now = proposal.command.validUntil.advanced(by: 1)
    test.refuseFinally(by(2, test, approve(proposal)), .alreadyApproved)
  }

  @Test func aProposalExpires() {
    let test = bank()
    let first = by(1, test, .propose(issue))
    test.accept(first)
    let second = by(1, test, .propose(issue))
    test.accept(second)
    test.now = first.command.validUntil
    test.accept(by(2, test, approve(first)))
    #expect(test.state.treasury.issued == 100)
    test.now = test.now.advanced(by: 1)
    test.refuseFinally(by(2, test, approve(second)), .proposalExpired)
    // What expired is forgotten with the next proposal.
    test.accept(by(1, test, .propose(issue)))
    #expect(test.state.proposals.count == 1)
    test.refuseFinally(by(2, test, approve(second)), .unknownProposal)
  }

  @Test func newOfficersStartOver() {
    let test = bank()
    let old = by(1, test, .propose(issue))
    test.accept(old)
    let rotation = by(
      1, test,
      .propose(
        .rotateAgency(
          agency: TestAgency.bank.account, officers: [1, 2, 3, 5].map(Self.officer), threshold: 3)))
    test.accept(rotation)
    test.accept(by(2, test, approve(rotation)))
    #expect(test.state.agency(TestAgency.bank.account)!.epoch == 2)
    // The old proposal had one approval, and one more would have been enough then.
    test.refuseFinally(by(3, test, approve(old)), .epochPassed)
    test.refuseFinally(by(3, test, approve(old, epoch: 2)), .epochPassed)
    let new = by(1, test, .propose(issue))
    test.accept(new)
    test.refuseFinally(by(2, test, approve(new, epoch: 1)), .epochPassed)
    test.accept(by(2, test, approve(new, epoch: 2)))
    test.accept(by(5, test, approve(new, epoch: 2)))
    #expect(test.state.treasury.issued == 100)
    test.refuseForNow(by(4, test, approve(new, epoch: 2)), .credentialRevoked)
  }

  @Test func anActRefusedAtTheEndMayBeApprovedAgain() {
    let test = bank()
    let redeem = by(1, test, .propose(.redeem(amount: 100, deposit: "test")))
    test.accept(redeem)
    test.refuseFinally(by(2, test, approve(redeem)), .insufficientFunds)
    #expect(test.state.proposals.map(\.approvals) == [[1]])
    let issuing = by(1, test, .propose(issue))
    test.accept(issuing)
    test.accept(by(2, test, approve(issuing)))
    test.accept(by(2, test, approve(redeem)))
    #expect(test.state.treasury.redeemed == 100)
  }

  @Test func proposalsAreRefusedWithTheirReason() {
    let test = bank()
    test.refuseFinally(by(1, test, .propose(.freeze)), .notProposable)
    test.refuseFinally(by(1, test, .propose(.propose(issue))), .notProposable)
    // An agency of one officer has nobody to ask.
    test.refuseFinally(
      test.command(.treasury, .propose(.fund(series: "id.test", amount: 1))), .notProposable)
    let family = test.register([1])
    test.claim(family)
    test.refuseFinally(test.command(family, .propose(.freeze)), .notPermitted)
    let proposal = by(1, test, .propose(issue))
    test.refuseFinally(by(2, test, approve(proposal)), .unknownProposal)
    test.accept(proposal)
    test.refuseFinally(test.command(family, approve(proposal)), .notPermitted)
    test.refuseFinally(test.command(.treasury, approve(proposal, epoch: 0)), .unknownProposal)
    // The role is asked for when the act is done.
    let fund = by(1, test, .propose(.fund(series: "id.test", amount: 1)))
    test.accept(fund)
    test.refuseFinally(by(2, test, approve(fund)), .notPermitted)
  }

  @Test func anAgencyHas64OpenProposalsAtMost() {
    let test = bank()
    for _ in 0..<64 { test.accept(by(1, test, .propose(issue))) }
    test.refuseFinally(by(2, test, .propose(issue)), .tooManyProposals)
    test.now = test.now.advanced(by: 31 * BlockTime.day)
    test.accept(by(2, test, .propose(issue)))
    #expect(test.state.proposals.count == 1)
  }
}

/// What changes the chain itself.
@Suite struct ChainTests {
  @Test func parametersChangeOnTheChain() {
    let test = TestLedger()
    var parameters = test.state.parameters
    parameters.origins = []
    test.refuseFinally(test.command(.treasury, .setParameters(parameters)), .badParameters)
    parameters = test.state.parameters
    parameters.runRowsPerBlock = Parameters.mostRunRows + 1
    test.refuseFinally(test.command(.treasury, .setParameters(parameters)), .badParameters)
    parameters = test.state.parameters
    parameters.personCommandLife = 0
    test.refuseFinally(test.command(.bank, .setParameters(parameters)), .notPermitted)
    test.refuseFinally(test.command(.treasury, .setParameters(parameters)), .badParameters)
    parameters.personCommandLife = BlockTime.hour
    parameters.agencyCommandLife = 0
    test.refuseFinally(test.command(.treasury, .setParameters(parameters)), .badParameters)
    parameters.agencyCommandLife = BlockTime.hour
    let entry = test.accept(test.command(.treasury, .setParameters(parameters)))
    #expect(test.act(entry)?.action == .setParameters(parameters))
    #expect(test.state.parameters == parameters)
    #expect(test.output.block!.parameters == SHA256.hash(parameters.encoded))
  }

  @Test func anAgencyChangesItsOwnOfficers() {
    let test = TestLedger()
    let account = TestAgency.bank.account
    let keys = (1...3 as ClosedRange<UInt8>).map { TestLedger.key(account, device: $0) }
    func rotate(
      _ officers: [PublicKey], _ threshold: UInt8, by agency: TestAgency = .bank
    ) -> VerifiedCommand {
      test.command(agency, .rotateAgency(agency: account, officers: officers, threshold: threshold))
    }
    test.refuseFinally(rotate(keys, 2, by: .treasury), .notPermitted)
    for (officers, threshold) in [
      ([], 0), ([], 1), (keys, 0), (keys, 4), ([keys[0], keys[0]], 2), ([keys[0]], 2),
      // No officer of several acts alone.
      (keys, 1),
    ] as [([PublicKey], UInt8)] {
      test.refuseFinally(rotate(officers, threshold), .badOfficers)
    }
    // One officer stays and keeps its lane; three come.
    let entry = test.accept(rotate([TestAgency.bank.key] + keys, 2))
    #expect(test.act(entry)?.rejection == nil)
    let agency = test.state.agency(account)!
    #expect(agency.epoch == 1 && agency.agency.threshold == 2 && agency.agency.roles == [.issuer])
    #expect(agency.agency.officers == [TestAgency.bank.key] + keys)
    #expect((1...3).map { test.state.key(account, $0) } == keys)
    #expect(test.state.account(account)!.liveCredentials == 4)
    test.refuseFinally(test.command(.bank, .issue(amount: 1, deposit: "test")), .approvalNeeded)
  }

  @Test func aProtocolThisProgramDoesNotKnowIsRefused() {
    let test = TestLedger()
    test.refuseFinally(test.command(.bank, .upgradeProtocol(version: 2, height: 99)), .notPermitted)
    for version in [0, 1, 2, .max] as [UInt16] {
      test.refuseFinally(test.command(.treasury, .upgradeProtocol(version: version, height: 99)), .unknownProtocol)
    }
  }
}
