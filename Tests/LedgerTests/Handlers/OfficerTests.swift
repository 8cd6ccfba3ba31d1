import Ledger
import Model
import Platform
import Records
import Signing
import Testing

/// Officers who are stopped, thresholds that change, and people whose number was wrong.
@Suite struct OfficerTests {
  private static func officer(_ number: UInt8) -> PublicKey {
    SigningKey(.ed25519, seed: SHA256.hash(Array("officer \(number)".utf8))).publicKey
  }

  /// The bank with officers 1 to 3, of whom two must agree.
  private func bank(notice: Int64 = 0) -> TestLedger {
    let test = TestLedger()
    test.accept(
      test.command(
        .bank,
        .rotateAgency(agency: TestAgency.bank.account, officers: (1...3).map(Self.officer), threshold: 2)))
    guard notice > 0 else { return test }
    var parameters = test.state.parameters
    parameters.notice = notice
    test.accept(test.command(.treasury, .setParameters(parameters)))
    return test
  }

  private func by(_ officer: UInt8, _ test: TestLedger, _ action: Action) -> VerifiedCommand {
    test.command(TestAgency.bank.account, key: Self.officer(officer), credential: UInt16(officer), action)
  }

  private func agree(_ test: TestLedger, _ action: Action, by officers: (UInt8, UInt8) = (1, 2), epoch: UInt32 = 1) {
    let proposal = by(officers.0, test, .propose(action))
    test.accept(proposal)
    test.accept(by(officers.1, test, .approve(proposal: proposal.id, epoch: epoch)))
  }

  @Test func aColleagueStopsAKeyAtOnce() {
    let test = bank()
    // What the suspended officer proposed or approved counts no more.
    let proposal = by(3, test, .propose(.issue(amount: 1, deposit: "x")))
    test.accept(proposal)
    test.accept(by(1, test, .suspendOfficer(credential: 3, suspended: true)))
    test.refuseForNow(by(3, test, .issue(amount: 1, deposit: "x")), .credentialRevoked)
    test.accept(by(1, test, .approve(proposal: proposal.id, epoch: 1)))
    #expect(test.state.treasury.issued == 0)
    test.accept(by(2, test, .approve(proposal: proposal.id, epoch: 1)))
    #expect(test.state.treasury.issued == 1)
  }

  @Test func suspensionsAreRefusedWithTheirReason() {
    let test = bank()
    test.refuseFinally(by(1, test, .suspendOfficer(credential: 1, suspended: true)), .sameOfficer)
    test.refuseForNow(by(1, test, .suspendOfficer(credential: 9, suspended: true)), .unknownCredential)
    test.refuseFinally(by(1, test, .suspendOfficer(credential: 3, suspended: false)), .approvalNeeded)
    test.accept(by(1, test, .suspendOfficer(credential: 3, suspended: true)))
    // Two are left, and two must agree: nobody can silence the rest.
    test.refuseFinally(by(1, test, .suspendOfficer(credential: 2, suspended: true)), .tooFewOfficers)
    agree(test, .suspendOfficer(credential: 3, suspended: false))
    test.accept(by(3, test, .suspendOfficer(credential: 1, suspended: true)))
    let market = RecoveryWorld()
    market.test.refuseFinally(
      market.test.command(market.owner, .suspendOfficer(credential: 0, suspended: true)), .notPermitted)
  }

  @Test func aThresholdChangesAfterNotice() {
    let test = bank(notice: 7 * BlockTime.day)
    let rotate = Action.rotateAgency(
      agency: TestAgency.bank.account, officers: (1...3).map(Self.officer), threshold: 3)
    agree(test, rotate)
    #expect(test.state.agency(TestAgency.bank.account)?.agency.threshold == 2)
    #expect(test.state.agency(TestAgency.bank.account)?.pending?.threshold == 3)
    test.now = test.now.advanced(by: 7 * BlockTime.day - 1)
    test.apply()
    #expect(test.state.agency(TestAgency.bank.account)?.agency.threshold == 2)
    test.now = test.now.advanced(by: 1)
    test.apply()
    #expect(test.state.agency(TestAgency.bank.account)?.agency.threshold == 3)
    #expect(test.state.agency(TestAgency.bank.account)?.pending == nil)
    #expect(test.output.entries.publicEntries.contains { $0.entry.kind == .agency }, "everybody is told")
  }

  @Test func officersChangeAtOnceWhileTheThresholdStays() {
    let test = bank(notice: 7 * BlockTime.day)
    agree(
      test,
      .rotateAgency(
        agency: TestAgency.bank.account, officers: [1, 2, 4].map(Self.officer), threshold: 2))
    #expect(test.state.agency(TestAgency.bank.account)?.agency.officers.contains(Self.officer(4)) == true)
    test.refuseForNow(by(3, test, .issue(amount: 1, deposit: "x")), .credentialRevoked)
  }

  @Test func oneOfficerHandsOutSoManyWalletsADay() {
    let test = TestLedger.world { $0.claimsPerOfficer = 2 }
    let first = test.register([1, 1, 1])
    test.claim(first)
    test.claim(first + 1)
    let third = Action.claim(account: first + 2, key: TestLedger.key(first + 2))
    test.refuseFinally(test.command(.identity, third), .officerLimit)
    test.now = test.now.advanced(by: BlockTime.day)
    test.accept(test.command(.identity, third))
  }

  // MARK: People

  private func nullifier(_ name: String) -> Nullifier {
    Nullifier(value: SHA256.hash(Array(name.utf8)), keyVersion: 1)
  }

  private func registered(_ people: [[String]]) -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    let first = AccountNumber(UInt32(test.state.accounts.count))
    for family in people {
      let sealed = test.registration(family.map { nullifier($0).value })
      test.accept(
        test.command(
          .identity,
          .register(
            sealed: sealed.digest, key: TestLedger.key(AccountNumber(UInt32(test.state.accounts.count)))),
          sealed: [sealed]))
    }
    return (test, first)
  }

  @Test func aCorrectedNumberIsTheSamePerson() {
    let (test, family) = registered([["a", "b"]])
    let person = test.state.person(nullifier("a"))
    test.accept(test.command(.identity, .correctPerson(old: nullifier("a"), new: nullifier("c"))))
    #expect(test.receipts.map(\.kind) == [.personCorrected])
    #expect(test.receipts.map(\.account) == [family])
    #expect(test.state.person(nullifier("c")) == person)
    #expect(test.state.persons[person!.row].family == family)
    // Neither number registers a second time.
    for name in ["a", "c"] {
      let sealed = test.registration([nullifier(name).value])
      test.refuseFinally(
        test.command(.identity, .register(sealed: sealed.digest, key: TestLedger.key(family)), sealed: [sealed]),
        .personAlreadyRegistered)
    }
  }

  @Test func somebodyRegisteredTwiceBecomesOne() {
    let (test, first) = registered([["a", "b"], ["c"]])
    test.accept(test.command(.identity, .correctPerson(old: nullifier("a"), new: nullifier("c"))))
    let head = test.state.account(first)!
    #expect(test.state.people(of: head) == [test.state.person(nullifier("b"))!])
    #expect(test.state.people(of: test.state.account(first + 1)!) == [test.state.person(nullifier("c"))!])
    let sealed = test.registration([nullifier("a").value])
    test.refuseFinally(
      test.command(.identity, .register(sealed: sealed.digest, key: TestLedger.key(first)), sealed: [sealed]),
      .personAlreadyRegistered)
  }

  @Test func correctionsAreRefusedWithTheirReason() {
    let (test, first) = registered([["a"]])
    func correct(_ old: String, _ new: String) -> Action {
      .correctPerson(old: nullifier(old), new: nullifier(new))
    }
    test.refuseFinally(test.command(.bank, correct("a", "b")), .notPermitted)
    test.refuseFinally(test.command(first, correct("a", "b")), .notPermitted)
    test.refuseFinally(test.command(.identity, correct("z", "b")), .unknownPerson)
    test.refuseFinally(test.command(.identity, correct("a", "a")), .malformedCorrection)
    let world = RecoveryWorld()
    world.test.refuseFinally(world.test.command(.identity, correct("a", "b")), .approvalNeeded)
    world.test.refuseFinally(world.test.command(.identity, .erase(account: world.owner)), .approvalNeeded)
  }
}
