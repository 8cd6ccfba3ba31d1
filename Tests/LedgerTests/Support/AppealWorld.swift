import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// Three claimed families in one village whose cycle is paid: refused by the first rule, entitled, and without a fact.
/// The programme's owner answers appeals.
struct AppealWorld {
  let test: TestLedger
  let first: AccountNumber

  init(shortfall: Shortfall = .wait, funded: Int64 = 10_000) {
    test = TestLedger.world()
    first = test.register([1, 1, 1])
    for index in 0..<3 as Range<UInt32> { test.claim(first + index) }
    test.attest(
      "test.family/1",
      [
        test.familyFact(first, level: 6, [(.infant, nil)]), test.familyFact(first + 1, level: 1, [(.infant, nil)]),
      ])
    test.activate(
      TestWorld.programme(shortfall: shortfall) {
        $0.spend = SpendRule(cashOut: true, cashOutFeeCap: 0, allow: [], expires: .days(365))
      })
    test.fund("id.test", funded)
    test.advance(to: "2026-02-10")
  }

  private func seal(_ words: Text) -> Sealed { Sealed(salt: test.salt(), content: AppealText(words: words).encoded) }

  func appeal(_ account: AccountNumber, by filer: AccountNumber? = nil, key: PublicKey? = nil) -> VerifiedCommand {
    let sealed = seal("we are poor")
    let action = Action.appeal(
      account: account, person: nil, series: "id.test", cycle: "2026-Q1", sealed: sealed.digest)
    guard let filer, let key else { return test.command(filer ?? account, action, sealed: [sealed]) }
    return test.command(filer, key: key, action, sealed: [sealed])
  }

  @discardableResult
  func file(_ account: AccountNumber, by filer: AccountNumber? = nil, key: PublicKey? = nil) -> UInt64 {
    test.accept(appeal(account, by: filer, key: key))
  }

  func answer(_ entry: UInt64, _ answer: AppealAnswer) -> VerifiedCommand {
    let sealed = seal("because")
    return test.command(
      .ministry, .answerAppeal(appeal: entry, answer: answer, sealed: sealed.digest), sealed: [sealed])
  }

  func confirm(_ entry: UInt64, rule: UInt8, by key: PublicKey, credential: UInt16 = 1) -> VerifiedCommand {
    test.command(
      TestAgency.ministry.account, key: key, credential: credential, .confirmException(appeal: entry, rule: rule))
  }

  /// Gives the ministry a second officer, so that two must agree.
  func addOfficer() -> PublicKey {
    let second = TestAgency.quake5.key
    test.accept(test.command(.ministry, rotation([TestAgency.ministry.key, second], threshold: 2)))
    return second
  }

  /// Both officers agree on others.
  func rotate(to officers: [PublicKey]) {
    let proposal = test.command(.ministry, .propose(rotation(officers, threshold: UInt8(officers.count))))
    test.accept(proposal)
    test.accept(
      test.command(
        TestAgency.ministry.account, key: TestAgency.quake5.key, credential: 1,
        .approve(proposal: proposal.id, epoch: 1)))
  }

  func rotation(_ officers: [PublicKey], threshold: UInt8) -> Action {
    .rotateAgency(agency: TestAgency.ministry.account, officers: officers, threshold: threshold)
  }
}
