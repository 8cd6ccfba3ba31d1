import Ledger
import Model
import Records
import Rules
import Signing
import TestSupport
import Testing

/// One cycle from due day to payment.
@Suite struct RunTests {
  /// Six families whose payments are worked out by hand; about the sixth nothing is known.
  private func sixFamilies(_ test: TestLedger) -> AccountNumber {
    let first = test.register([3, 5, 1, 2, 4, 2])
    test.attest(
      "test.family/1",
      [
        // 100 + 70 + nothing for the adult
        test.familyFact(first, level: 1, [(.infant, nil), (.pupil, 90), (.adult, nil)]),
        // infants 100, 100 fill the children; the elder 90; the pupil and the third infant get nothing
        test.familyFact(
          first + 1, level: 4, [(.pupil, 100), (.infant, nil), (.elder, nil), (.infant, nil), (.infant, nil)]),
        // an elder alone is refused by the second rule
        test.familyFact(first + 2, level: 2, [(.elder, nil)]),
        // level 5 is refused by the first rule
        test.familyFact(first + 3, level: 5, [(.infant, nil), (.adult, nil)]),
        // the pupil's attendance has not been reported
        test.familyFact(first + 4, level: 3, [(.pupil, nil), (.adult, nil), (.adult, nil), (.adult, nil)]),
      ])
    return first
  }

  @Test func decidesAndPaysWhatTheRulesSay() {
    let test = TestLedger.world()
    let first = sixFamilies(test)
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-09")
    #expect(test.state.benefits.cycles.isEmpty)
    test.advance(to: "2026-02-10")

    #expect((0..<6).map { test.vouchers(first + $0) } == [170, 290, 0, 0, 0, 0])
    let verdicts = (0..<6).map { test.entitlement(first.raw + $0).verdict }
    #expect(verdicts == [.yes, .yes, .no, .no, .undecided, .undecided])
    #expect(test.entitlement(first.raw + 2).reason == 1)
    #expect(test.entitlement(first.raw + 3).reason == 0)
    #expect(test.entitlement(first.raw + 4).detail != EntitlementRow.wholeRecord)
    #expect(test.entitlement(first.raw + 5).detail == EntitlementRow.wholeRecord)

    let cycle = test.cycle()
    #expect(cycle.name == "2026-Q1")
    #expect(cycle.stage == .paid)
    #expect(cycle.totals.decided == 6)
    #expect(cycle.totals.entitled == 2)
    #expect(cycle.totals.undecided == 2)
    #expect(cycle.totals.refused == [1, 1, 0])
    #expect(cycle.totals.paid == 2)
    #expect(cycle.totals.paidRupiah == 460)
    #expect(test.state.series[0].fund.unspent == 10_000 - 460)
    #expect(test.state.series[0].fund.held == 460)
    #expect(test.state.classes[0].expires == TestLedger.time("2026-05-12"))
  }

  @Test func saysItInPublicAndGivesEveryoneAReceipt() {
    let test = TestLedger.world()
    let first = sixFamilies(test)
    let id = test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.now = TestLedger.time("2026-02-10")
    test.apply()
    #expect(test.notices.map(\.stage) == [.opened, .decided])
    #expect(test.notices[0].cutOff == test.state.height - 1)
    #expect(test.notices[1].programme == id)
    #expect(test.notices[1].totals.entitledRupiah == 460)
    #expect(test.receipts.isEmpty, "payment begins a block later, so that it can be held")
    test.apply()
    #expect(test.notices.map(\.stage) == [.paid])
    let fact = test.state.benefits.stores[0]
    #expect(test.receipts.map(\.kind) == [.disbursement, .disbursement])
    #expect(test.receipts.map(\.account) == [first, first + 1])
    #expect(test.receipts.map(\.amount) == [170, 290])
    #expect(test.receipts.map(\.reference) == [0, 0])
    #expect(test.receipts.map(\.voucherClass) == [0, 0])
    let amounts = [170, 290] as [UInt32]
    for row in 0..<2 {
      let digest = test.decisionDigest(
        registrant: first.raw + UInt32(row), amount: amounts[row], seals: [fact.rows[row].seal])
      #expect(test.receipts[row].digest == digest)
    }
  }

  @Test func aProgrammeStartsAfterItsNotice() {
    let test = TestLedger.world { $0.notice = 3 * BlockTime.day }
    sixFamilies(test)
    test.advance(to: "2026-02-08")
    test.activate(TestWorld.programme())
    test.advance(to: "2026-02-10")
    #expect(test.state.benefits.versions[0].state == .scheduled)
    test.advance(to: "2026-02-12")
    #expect(test.state.benefits.versions[0].state == .active)
    #expect(test.state.benefits.cycles.isEmpty, "the first quarter's day was before the start")
    test.advance(to: "2026-05-10")
    #expect(test.cycle().name == "2026-Q2")
  }

  @Test func overdueCyclesRunOldestFirst() {
    let test = TestLedger.world()
    sixFamilies(test)
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-08-20")
    #expect(test.state.benefits.cycles.map(\.record.name) == ["2026-Q1", "2026-Q2", "2026-Q3"])
    #expect(test.state.benefits.cycles.allSatisfy { $0.record.totals.paidRupiah == 460 })
  }

  /// Many families, so that several chunks and lanes share the work.
  private func crowd(rowsPerBlock: UInt32, lanes: Int) -> TestLedger {
    let test = TestLedger.world(rowsPerBlock: rowsPerBlock, lanes: lanes, money: 10_000_000)
    var random = SplitMix64(seed: 7)
    var accounts: [AccountNumber] = []
    let sizes = (0..<4500).map { _ in Int(random.next() % 4) + 1 }
    let first = test.register(sizes)
    for index in sizes.indices { accounts.append(first + UInt32(index)) }
    let facts = zip(accounts, sizes).map { account, size in
      test.familyFact(
        account, level: Int64(random.next() % 6),
        (0..<size).map { _ in
          (TestWorld.Stage(rawValue: UInt16(random.next() % 4) + 1)!, random.next() % 5 == 0 ? nil : 90)
        })
    }
    test.attest("test.family/1", facts)
    test.activate(TestWorld.programme(cap: 10_000_000))
    test.fund("id.test", 5_000_000)
    test.advance(to: "2026-02-10")
    return test
  }

  @Test func anyNumberOfLanesGivesTheSameRoot() {
    let one = crowd(rowsPerBlock: 100_000, lanes: 1)
    let two = crowd(rowsPerBlock: 100_000, lanes: 2)
    #expect(one.blockEntries.last!.stateRoot == two.blockEntries.last!.stateRoot)
    #expect(one.recordedDecisions == two.recordedDecisions)
    #expect(one.cycle().totals.entitled > 1000)
  }

  @Test func boundedPassesGiveWhatUnboundedOnesDo() {
    let whole = crowd(rowsPerBlock: 100_000, lanes: 2)
    let parts = crowd(rowsPerBlock: 700, lanes: 2)
    #expect(parts.state.height > whole.state.height + 10)
    #expect(parts.cycle().totals == whole.cycle().totals)
    #expect(parts.state.money.root == whole.state.money.root)
    for registrant in 0..<UInt32(whole.state.accounts.count) {
      #expect(parts.entitlement(registrant) == whole.entitlement(registrant))
    }
  }

  @Test func threeRowsABlockGiveTheSameToo() {
    let test = TestLedger.world(rowsPerBlock: 3)
    let first = sixFamilies(test)
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    #expect((0..<6).map { test.vouchers(first + $0) } == [170, 290, 0, 0, 0, 0])
    #expect(test.cycle().totals.refused == [1, 1, 0])
  }

  @Test func aFactThatComesDuringPassOneTakesEffectAfterIt() {
    let test = TestLedger.world(rowsPerBlock: 3)
    let first = sixFamilies(test)
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.now = TestLedger.time("2026-02-10")
    test.apply()
    #expect(test.cycle().stage == .deciding)
    test.attest("test.family/1", [test.familyFact(first + 5, level: 1, [(.infant, nil), (.adult, nil)])])
    while test.cycle().stage == .deciding { test.apply() }
    #expect(test.entitlement(first.raw + 5).verdict == .undecided, "it came after the cut-off")
    test.settle()
    #expect(test.entitlement(first.raw + 5).verdict == .yes)
    #expect(test.vouchers(first + 5) == 100)
  }

  @Test func aChildThatMovedCountsOnce() {
    let test = TestLedger.world()
    let first = test.register([2, 1])
    let people = test.state.people(of: test.state.account(first)!)
    test.attest(
      "test.family/1",
      [
        test.familyFact(first, level: 1, [(.adult, nil), (.infant, nil)]),
        test.familyFact(first + 1, level: 1, [(.infant, nil)]),
      ])
    // The child moves to the second family, whose new fact lists it too.
    test.change(first + 1, to: test.state.people(of: test.state.account(first + 1)!) + [people[1]])
    test.attest("test.family/1", [test.familyFact(first + 1, level: 1, [(.infant, nil), (.infant, nil)])])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    #expect(test.vouchers(first) == 0)
    #expect(test.vouchers(first + 1) == 200)
    #expect(test.entitlement(first.raw).reason == EntitlementRow.noPayment)
  }

  @Test func aMoveAfterTheCutOffChangesNothingOfThatCycle() {
    let test = TestLedger.world()
    let first = test.register([2, 1])
    let people = test.state.people(of: test.state.account(first)!)
    test.attest("test.family/1", [test.familyFact(first, level: 1, [(.adult, nil), (.infant, nil)])])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    #expect(test.vouchers(first) == 100)
    test.change(first + 1, to: test.state.people(of: test.state.account(first + 1)!) + [people[1]])
    // A late fact about the second family lists the child; at the cut-off it was the first one's.
    test.attest("test.family/1", [test.familyFact(first + 1, level: 1, [(.adult, nil), (.infant, nil)])])
    test.settle()
    #expect(test.entitlement(first.raw + 1).revisedAt > 0)
    #expect(test.vouchers(first + 1) == 0)
    test.advance(to: "2026-05-10")
    #expect(test.vouchers(first + 1) == 100, "in the next cycle it is the second one's")
    #expect(test.vouchers(first) == 100)
  }
}

extension AccountNumber {
  static func + (account: AccountNumber, offset: UInt32) -> AccountNumber { AccountNumber(account.raw + offset) }
}

extension TestLedger {
  /// Gives a family a new list of people.
  func change(_ family: AccountNumber, to people: [PersonNumber], region: UInt64 = 53_15_06_2001) {
    let members = people.map { Nullifier(value: state.persons[$0.row].nullifier, keyVersion: 1) }
    let sealed = Sealed(salt: salt(), content: FamilyChange(region: Region(raw: region)!, members: members).encoded)
    accept(command(.identity, .changeFamily(account: family, sealed: sealed.digest), sealed: [sealed]))
  }
}
