import Ledger
import Model
import Records
import Rules
import Signing
import Testing

extension TestLedger {
  /// A sealed registration of people known by digests.
  func registration(_ people: [Digest], region: UInt64 = 53_15_06_2001) -> Sealed {
    let members = people.map { Nullifier(value: $0, keyVersion: 1) }
    return Sealed(salt: salt(), content: Registration(region: Region(raw: region)!, members: members).encoded)
  }
}

/// Families entering the ledger.
@Suite struct RegistrationTests {
  private func person(_ number: UInt8) -> Digest { SHA256.hash([number]) }

  private func register(_ test: TestLedger, _ sealed: Sealed, by agency: TestAgency = .identity) -> VerifiedCommand {
    let key = TestLedger.key(AccountNumber(UInt32(test.state.accounts.count)))
    return test.command(agency, .register(sealed: sealed.digest, key: key), sealed: [sealed])
  }

  private func batch(
    _ test: TestLedger, _ sealed: [Sealed], root: Digest? = nil, by agency: TestAgency = .identity
  ) -> VerifiedCommand {
    let root = root ?? TestLedger.root(sealed)
    return test.command(agency, .registerBatch(count: UInt32(sealed.count), root: root), sealed: sealed)
  }

  @Test func aFamilyEntersWithItsHoldersKey() {
    let test = TestLedger()
    let sealed = test.registration([person(1), person(2)])
    let command = register(test, sealed)
    let number = AccountNumber(UInt32(test.state.accounts.count))
    test.accept(command)
    let head = test.state.account(number)!
    #expect(head.kind == .family && head.region == 53_15_06_2001 && head.salt == sealed.salt)
    #expect(head.registeredAt == test.state.height)
    #expect(test.state.key(number, 0) == TestLedger.key(number))
    #expect(test.state.people(of: head) == [PersonNumber(0), PersonNumber(1)])
    #expect(test.state.person(Nullifier(value: person(2), keyVersion: 1)) == PersonNumber(1))
    #expect(test.state.persons[1].family == number)
    var receipt = Receipt(.registered, account: number, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .agency
    #expect(test.receipts == [receipt])
    test.accept(test.command(number, .freeze))
  }

  @Test func aBatchEntersUnclaimed() throws {
    let test = TestLedger()
    let sealed = (1...3 as ClosedRange<UInt8>).map { test.registration([person($0)]) }
    let first = AccountNumber(UInt32(test.state.accounts.count))
    let command = batch(test, sealed)
    test.accept(command)
    #expect((0..<3).map { test.state.account(first + $0)!.salt } == sealed.map(\.salt))
    #expect((0..<3).allSatisfy { test.state.account(first + $0)!.nextCredential == 0 })
    #expect(test.receipts.isEmpty, "a batch says nothing about anyone")
    let notice = try BatchNotice(encoded: test.output.entries.publicEntries[0].entry.content)
    #expect(
      notice
        == BatchNotice(
          agency: TestAgency.identity.account, command: command.id, schema: nil, count: 3,
          root: TestLedger.root(sealed)))
  }

  @Test func registrationsAreRefusedWithTheirReason() {
    let test = TestLedger()
    let good = test.registration([person(1)])
    test.refuseFinally(register(test, good, by: .treasury), .notPermitted)
    let malformed = Sealed(salt: test.salt(), content: [0x80])
    test.refuseFinally(register(test, malformed), .malformedRegistration)
    test.refuseFinally(register(test, malformed, by: .treasury), .notPermitted)
    test.refuseFinally(register(test, test.registration([])), .malformedRegistration)
    test.refuseFinally(register(test, test.registration([person(1)], region: 53_15_06_0000)), .unknownRegion)
    test.refuseFinally(register(test, test.registration([person(1), person(1)])), .personAlreadyRegistered)
    test.accept(register(test, good))
    test.refuseFinally(register(test, test.registration([person(1)])), .personAlreadyRegistered)
    test.refuseFinally(
      register(test, test.registration([person(1)], region: 53_15_06_0000)), .personAlreadyRegistered)
    #expect(test.state.persons.count == 1)
  }

  @Test func aBatchIsAllOrNothing() {
    let test = TestLedger()
    let good = test.registration([person(1)])
    test.refuseFinally(batch(test, [good], by: .treasury), .notPermitted)
    test.refuseFinally(batch(test, []), .batchEmpty)
    test.refuseFinally(batch(test, [good], root: person(0)), .batchRootMismatch)
    test.refuseFinally(batch(test, [good, test.registration([person(1)])]), .personAlreadyRegistered)
    test.refuseFinally(batch(test, [good, Sealed(salt: test.salt(), content: [])]), .malformedRegistration)
    test.refuseFinally(batch(test, [good, test.registration([person(2)], region: 11_0000_0000)]), .unknownRegion)
    #expect(test.state.persons.count == 0)
    test.accept(batch(test, [good, test.registration([person(2)])]))
  }

  @Test func aBatchHasAtMost10000Rows() {
    let test = TestLedger()
    let sealed = Sealed(salt: test.salt(), content: [])
    test.refuseForNow(
      batch(test, [Sealed](repeating: sealed, count: LedgerState.maximumBatch + 1)), .batchTooLarge)
    test.refuseFinally(
      batch(test, [Sealed](repeating: sealed, count: LedgerState.maximumBatch)), .malformedRegistration)
  }
}

/// Families that change.
@Suite struct FamilyChangeTests {
  private func person(_ number: UInt8) -> Nullifier { Nullifier(value: SHA256.hash([number]), keyVersion: 1) }

  private func change(
    _ test: TestLedger, _ family: AccountNumber, _ people: [Nullifier], region: UInt64 = 53_15_06_2001,
    by agency: TestAgency = .identity
  ) -> VerifiedCommand {
    let content = FamilyChange(region: Region(raw: region)!, members: people).encoded
    let sealed = Sealed(salt: test.salt(), content: content)
    return test.command(agency, .changeFamily(account: family, sealed: sealed.digest), sealed: [sealed])
  }

  /// Persons 1, 2 in the first family and 3 in the second.
  private func families() -> (TestLedger, AccountNumber) {
    let test = TestLedger()
    let first = AccountNumber(UInt32(test.state.accounts.count))
    let sealed = [[1, 2], [3]].map { test.registration($0.map { person($0).value }) }
    test.accept(
      test.command(.identity, .registerBatch(count: 2, root: TestLedger.root(sealed)), sealed: sealed))
    return (test, first)
  }

  private func people(_ test: TestLedger, _ family: AccountNumber) -> [UInt32] {
    test.state.people(of: test.state.account(family)!).map(\.raw)
  }

  @Test func peopleComeGoAndMove() {
    let (test, first) = families()
    let command = change(test, first, [person(1), person(3), person(4)])
    test.accept(command)
    #expect(people(test, first) == [0, 2, 3], "2 has left, 3 has come from the other family, 4 is new")
    #expect(people(test, first + 1) == [])
    #expect((0..<4).map { test.state.persons[$0].family } == [first, .none, first, first])
    var receipt = Receipt(.familyChanged, account: first, time: test.now, digest: command.id.digest)
    receipt.credential = 0
    receipt.mover = .agency
    #expect(test.receipts == [receipt])
    // Whoever has left may come back, even elsewhere.
    test.accept(change(test, first + 1, [person(2)]))
    #expect(people(test, first + 1) == [1])
    #expect(test.state.persons[1].family == first + 1)
  }

  @Test func aFamilyMovesHouse() {
    let (test, first) = families()
    test.accept(change(test, first, [person(1), person(2)], region: 11_01_01_2001))
    #expect(test.state.account(first)!.region == 11_01_01_2001)
    #expect(test.state.moves.count == 1)
    #expect(people(test, first) == [0, 1])
  }

  @Test func changesAreRefusedWithTheirReason() {
    let (test, first) = families()
    test.refuseFinally(change(test, AccountNumber(9_999), [person(1)], by: .treasury), .notPermitted)
    test.refuseFinally(change(test, AccountNumber(9_999), [person(1)]), .notAFamily)
    test.refuseFinally(change(test, TestAgency.bank.account, [person(1)]), .notAFamily)
    test.refuseFinally(change(test, first, [person(1)], region: 53_15_00_0000), .unknownRegion)
    test.refuseFinally(change(test, first, [person(5), person(5)]), .malformedFamilyChange)
    let malformed = Sealed(salt: test.salt(), content: [0xFF])
    test.refuseFinally(
      test.command(.identity, .changeFamily(account: first, sealed: malformed.digest), sealed: [malformed]),
      .malformedFamilyChange)
  }
}
