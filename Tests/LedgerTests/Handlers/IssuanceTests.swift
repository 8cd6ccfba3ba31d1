import Ledger
import Model
import Records
import Signing
import Testing

/// Rupiah coming onto the ledger, moving between agencies, and leaving it.
@Suite struct IssuanceTests {
  private func free(_ test: TestLedger, _ agency: TestAgency) -> Int64 { test.state.money.free(of: agency.account) }

  @Test func issuedAllocatedAndRedeemedRupiahAddUp() {
    let test = TestLedger()
    let issue = test.command(.bank, .issue(amount: 1_000, deposit: "account 7"))
    let entry = test.accept(issue)
    #expect(free(test, .bank) == 1_000 && test.state.treasury.issued == 1_000)
    #expect(
      test.act(entry)
        == AgencyAct(
          agency: TestAgency.bank.account, credential: 0, command: issue.id,
          action: .issue(amount: 1_000, deposit: "account 7"), rejection: nil))
    test.accept(test.command(.bank, .allocate(to: TestAgency.treasury.account, amount: 600)))
    #expect(free(test, .bank) == 400 && free(test, .treasury) == 600)
    test.accept(test.command(.bank, .redeem(amount: 400, deposit: "account 7")))
    #expect(free(test, .bank) == 0 && test.state.treasury.redeemed == 400 && test.state.treasury.issued == 1_000)
  }

  @Test func issuingIsRefusedWithItsReason() {
    let test = TestLedger()
    func issue(_ amount: Rupiah, by agency: TestAgency = .bank) -> VerifiedCommand {
      test.command(agency, .issue(amount: amount, deposit: "test"))
    }
    test.refuseFinally(issue(0, by: .treasury), .notPermitted)
    test.refuseFinally(issue(0), .amountNotPositive)
    test.accept(issue(Rupiah(.max - 10)))
    test.refuseFinally(issue(11), .amountOverflow)
    test.accept(issue(10))
  }

  @Test func redeemingIsRefusedWithItsReason() {
    let test = TestLedger()
    test.issue(1_000)
    func redeem(_ amount: Rupiah, by agency: TestAgency = .bank) -> VerifiedCommand {
      test.command(agency, .redeem(amount: amount, deposit: "test"))
    }
    test.refuseFinally(redeem(1, by: .treasury), .notPermitted)
    test.refuseFinally(redeem(0), .amountNotPositive)
    test.refuseFinally(redeem(1), .insufficientFunds)
  }

  @Test func allocationsAreRefusedWithTheirReason() {
    let test = TestLedger()
    let family = test.register([1])
    test.claim(family)
    test.issue(100)
    let treasury = TestAgency.treasury.account
    func allocate(_ amount: Rupiah, to account: AccountNumber) -> VerifiedCommand {
      test.command(.treasury, .allocate(to: account, amount: amount))
    }
    test.refuseFinally(allocate(0, to: AccountNumber(9_999)), .notPermitted)
    test.refuseFinally(test.command(family, .allocate(to: treasury, amount: 0)), .notPermitted)
    test.refuseFinally(allocate(0, to: family), .notPermitted)
    test.refuseFinally(allocate(0, to: treasury), .amountNotPositive)
    test.refuseFinally(allocate(101, to: treasury), .insufficientFunds)
    test.refuseFinally(allocate(100, to: treasury), .sameAccount)
    test.refuseFinally(allocate(101, to: TestAgency.ministry.account), .insufficientFunds)
    test.accept(allocate(100, to: TestAgency.ministry.account))
  }

  @Test func aCitizensOwnMoneyComesInAsFreeRupiah() {
    let test = TestLedger()
    let family = test.register([1])
    test.issue(100)
    test.accept(test.command(.treasury, .allocate(to: TestAgency.licensing.account, amount: 80)))
    let command = test.command(.licensing, .cashIn(to: family, amount: 50, deposit: "BRI 1"))
    test.accept(command)
    #expect(test.state.money.free(of: family) == 50 && free(test, .licensing) == 30)
    var receipt = Receipt(.cashIn, account: family, amount: 50, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .agency
    #expect(test.receipts == [receipt])
  }

  @Test func cashInsAreRefusedWithTheirReason() {
    let test = TestLedger()
    let family = test.register([1])
    test.issue(100)
    test.accept(test.command(.treasury, .allocate(to: TestAgency.licensing.account, amount: 80)))
    func cashIn(_ amount: Rupiah, to account: AccountNumber, by agency: TestAgency = .licensing) -> VerifiedCommand {
      test.command(agency, .cashIn(to: account, amount: amount, deposit: "BRI 1"))
    }
    test.refuseFinally(cashIn(0, to: family, by: .treasury), .notPermitted)
    test.refuseFinally(cashIn(0, to: family), .amountNotPositive)
    test.refuseFinally(cashIn(81, to: TestAgency.treasury.account), .insufficientFunds)
    test.refuseFinally(cashIn(80, to: TestAgency.treasury.account), .recipientNotAPerson)
    test.refuseFinally(cashIn(80, to: AccountNumber(9_999)), .recipientNotAPerson)
  }

  @Test func whatAnAgencyWasRefusedAboutOneFamilyNamesNobody() throws {
    let test = TestLedger()
    let family = test.register([1])
    test.accept(test.command(.identity, .erase(account: family)))
    let command = test.command(.identity, .erase(account: family))
    test.refuseFinally(command, .alreadyErased)
    let entry = try #require(test.output.entries.publicEntries.first { $0.entry.kind == .agency })
    #expect(try AgencyAct(encoded: entry.entry.content).action == nil)
  }
}
