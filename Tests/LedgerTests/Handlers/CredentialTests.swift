import Ledger
import Model
import Records
import Signing
import Testing

/// Keys, guardians, freezing and forgetting.
@Suite struct CredentialTests {
  private func claimed(configure: (inout Parameters) -> Void = { _ in }) -> (TestLedger, AccountNumber) {
    let test = TestLedger.world(configure: configure)
    let family = test.register([1, 1])
    test.claim(family)
    return (test, family)
  }

  @Test func aClaimHandsTheAccountToItsHolder() {
    let test = TestLedger.world()
    let family = test.register([1])
    #expect(test.state.account(family)!.nextCredential == 0)
    let command = test.command(.identity, .claim(account: family, key: TestLedger.key(family)))
    test.accept(command)
    #expect(test.state.key(family, 0) == TestLedger.key(family))
    #expect(test.state.account(family)!.liveCredentials == 1)
    var receipt = Receipt(.claimed, account: family, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .agency
    #expect(test.receipts == [receipt])
  }

  @Test func claimsAreRefusedWithTheirReason() {
    let (test, family) = claimed()
    func claim(_ account: AccountNumber, by agency: TestAgency = .identity) -> VerifiedCommand {
      test.command(agency, .claim(account: account, key: TestLedger.key(account)))
    }
    test.refuseFinally(claim(AccountNumber(9_999), by: .treasury), .notPermitted)
    test.refuseFinally(test.command(family, .claim(account: family + 1, key: TestLedger.key(family))), .notPermitted)
    test.refuseFinally(claim(AccountNumber(9_999)), .notAFamily)
    test.refuseFinally(claim(TestAgency.bank.account), .notAFamily)
    test.refuseFinally(claim(family), .alreadyClaimed)
    test.accept(claim(family + 1))
  }

  @Test func aDeviceIsAddedAndRemoved() {
    let (test, family) = claimed()
    let tablet = TestLedger.key(family, device: 1)
    test.accept(test.command(family, .addCredential(key: tablet)))
    #expect(test.receipts.map(\.kind) == [.credentialAdded])
    #expect(test.state.key(family, 1) == tablet)
    // The new one may remove the old one, but not itself while it is the last.
    test.accept(test.command(family, device: 1, .removeCredential(number: 0)))
    #expect(test.receipts.map(\.kind) == [.credentialRemoved])
    #expect(test.receipts.map(\.reference) == [0])
    #expect(test.receipts.map(\.credential) == [1])
    test.refuseForNow(test.command(family, .freeze), .credentialRevoked)
    test.refuseFinally(test.command(family, device: 1, .removeCredential(number: 1)), .lastCredential)
    #expect(test.state.account(family)!.liveCredentials == 1)
  }

  @Test func aDeviceMayRemoveItself() {
    let (test, family) = claimed()
    test.accept(test.command(family, .addCredential(key: TestLedger.key(family, device: 1))))
    let command = test.command(family, .removeCredential(number: 0))
    let entry = test.accept(command)
    #expect(test.state.firstAnswer(to: command.id, account: family, credential: 0) == entry)
  }

  @Test func keysAreRefusedWithTheirReason() {
    let (test, family) = claimed()
    let key = TestLedger.key(family, device: 1)
    test.refuseFinally(test.command(.bank, .addCredential(key: key)), .notPermitted)
    test.refuseFinally(test.command(.bank, .removeCredential(number: 0)), .notPermitted)
    test.refuseFinally(test.command(family, .addCredential(key: TestLedger.key(family))), .keyAlreadyUsed)
    test.refuseForNow(test.command(family, .removeCredential(number: 1)), .unknownCredential)
    test.accept(test.command(family, .addCredential(key: key)))
    test.accept(test.command(family, .removeCredential(number: 1)))
    test.refuseForNow(test.command(family, .removeCredential(number: 1)), .unknownCredential)
    test.refuseFinally(test.command(family, .addCredential(key: key)), .keyAlreadyUsed)
  }

  @Test func aLostDeviceGoesThoughTheAccountIsFrozen() {
    let (test, family) = claimed()
    test.accept(test.command(family, .addCredential(key: TestLedger.key(family, device: 1))))
    test.accept(test.command(family, .freeze))
    test.accept(test.command(family, .removeCredential(number: 1)))
    #expect(test.state.account(family)!.liveCredentials == 1)
  }

  @Test func anAccountHasAtMost64KeysInItsLife() {
    let (test, family) = claimed()
    let commands = (1..<64 as Range<UInt8>).map {
      test.command(family, .addCredential(key: TestLedger.key(family, device: $0)), ahead: UInt64($0) - 1)
    }
    #expect(test.apply(commands).allSatisfy { if case .accepted = $0 { true } else { false } })
    test.accept(test.command(family, .removeCredential(number: 63)))
    test.refuseFinally(
      test.command(family, .addCredential(key: TestLedger.key(family, device: 64))), .tooManyCredentials)
    test.refuseFinally(test.command(family, .addCredential(key: TestLedger.key(family))), .tooManyCredentials)
  }

  @Test func guardiansHideBehindACommitment() {
    let (test, family) = claimed()
    let commitment = SHA256.hash([7])
    func guardians(_ threshold: UInt8) -> VerifiedCommand {
      test.command(family, .setGuardians(threshold: threshold, count: 16, commitment: commitment))
    }
    test.refuseFinally(guardians(0), .badThreshold)
    test.refuseFinally(guardians(17), .badThreshold)
    test.refuseFinally(
      test.command(family, .setGuardians(threshold: 1, count: 17, commitment: commitment)), .badThreshold)
    test.refuseFinally(test.command(.bank, .setGuardians(threshold: 0, count: 0, commitment: commitment)), .notAFamily)
    test.accept(guardians(16))
    #expect(test.receipts.map(\.kind) == [.guardiansSet])
    #expect(test.state.account(family)!.guardians == commitment)
    #expect(test.state.account(family)!.guardianThreshold == 16)
  }

  @Test func aFrozenAccountMayOnlyLiftTheFreeze() {
    let (test, family) = claimed { $0.freezeSpan = BlockTime.minute }
    test.refuseFinally(test.command(.bank, .freeze), .notPermitted)
    test.refuseFinally(test.command(.bank, .unfreeze), .notFrozen)
    test.refuseFinally(test.command(family, .unfreeze), .notFrozen)
    test.accept(test.command(family, .freeze))
    #expect(test.receipts.map(\.kind) == [.frozen])
    #expect(test.state.account(family)!.frozenUntil == test.now.advanced(by: BlockTime.minute))
    // The freeze comes before whatever else is wrong.
    test.refuseFinally(test.command(family, .setGuardians(threshold: 0, count: 0, commitment: .zero)), .accountFrozen)
    test.refuseFinally(test.command(family, .freeze), .accountFrozen)
    test.refuseFinally(test.command(family, .transfer(to: AccountNumber(9_999), amount: 1)), .accountFrozen)
    test.accept(test.command(family, .unfreeze))
    #expect(test.receipts.map(\.kind) == [.unfrozen])
    test.accept(test.command(family, .freeze))
    test.now = test.now.advanced(by: BlockTime.minute - 1)
    test.refuseFinally(test.command(family, .freeze), .accountFrozen)
    test.now = test.now.advanced(by: 1)
    test.refuseFinally(test.command(family, .unfreeze), .notFrozen)
    test.accept(test.command(family, .freeze))
  }

  @Test func aFamilyIsForgottenOnce() {
    let (test, family) = claimed()
    test.refuseFinally(test.command(.treasury, .erase(account: family)), .notPermitted)
    test.refuseFinally(test.command(.treasury, .erase(account: AccountNumber(9_999))), .notPermitted)
    test.refuseFinally(test.command(family, .erase(account: family + 1)), .notPermitted)
    test.refuseFinally(test.command(.identity, .erase(account: AccountNumber(9_999))), .notAFamily)
    test.refuseFinally(test.command(.identity, .erase(account: TestAgency.bank.account)), .notAFamily)
    test.accept(test.command(family, .erase(account: family)))
    #expect(test.receipts.map(\.kind) == [.erased])
    #expect(test.receipts.map(\.mover) == [.owner])
    #expect(test.state.account(family)!.erased)
    test.refuseFinally(test.command(family, .erase(account: family)), .alreadyErased)
    test.refuseFinally(test.command(.identity, .erase(account: family)), .alreadyErased)
    test.accept(test.command(.identity, .erase(account: family + 1)))
    #expect(test.receipts.map(\.mover) == [.agency])
  }
}
