import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// A child that moves between family cards is paid for once.
@Suite struct MovingChildTests {
  private func person(_ number: UInt8) -> Nullifier { Nullifier(value: SHA256.hash([number]), keyVersion: 1) }

  private func move(_ test: TestLedger, _ family: AccountNumber, _ people: [Nullifier]) {
    let content = FamilyChange(region: Region(raw: 53_15_06_2001)!, members: people).encoded
    let sealed = Sealed(salt: test.salt(), content: content)
    test.accept(test.command(.identity, .changeFamily(account: family, sealed: sealed.digest), sealed: [sealed]))
  }

  @Test func aChildOnTwoCardsIsPaidOnce() {
    let test = TestLedger.world()
    let first = AccountNumber(UInt32(test.state.accounts.count))
    let sealed = [[1, 2], [3]].map { test.registration($0.map { person($0).value }) }
    test.accept(test.command(.identity, .registerBatch(count: 2, root: TestLedger.root(sealed)), sealed: sealed))
    // What is said about the first family lists the child, and goes on listing it.
    test.attest("test.family/1", [test.familyFact(first, level: 1, [(.adult, nil), (.infant, nil)])])
    move(test, first + 1, [person(3), person(2)])
    test.attest("test.family/1", [test.familyFact(first + 1, level: 1, [(.adult, nil), (.infant, nil)])])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    #expect([test.vouchers(first), test.vouchers(first + 1)] == [0, 100])
    // Coming back after the cut-off changes the next cycle, and never this one.
    move(test, first, [person(1), person(2)])
    test.attest(
      "test.family/1", [test.familyFact(first, level: 1, [(.adult, nil), (.infant, nil)], from: "2026-02-10")])
    test.advance(to: "2026-02-12")
    #expect([test.vouchers(first), test.vouchers(first + 1)] == [0, 100])
    test.advance(to: "2026-05-10")
    #expect(test.state.benefits.cycles.map(\.record.totals.entitledRupiah) == [100, 100])
    #expect(test.entitlement(first.raw, cycle: 1).entitled == 100)
    #expect(test.entitlement((first + 1).raw, cycle: 1).entitled == 0)
  }
}
