import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// Which fact counts, and facts that are not about families.
@Suite struct FactSelectionTests {
  private func level(_ facts: (TestLedger, AccountNumber) -> [FactRecord]) -> (TestLedger, EntitlementRow) {
    let test = TestLedger.world()
    let family = test.register([1])
    for fact in facts(test, family) { test.attest("test.family/1", [fact]) }
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    return (test, test.entitlement(family.raw))
  }

  @Test func theFactThatBeganLastByTheDueDayCounts() {
    let (_, row) = level { test, family in
      [
        test.familyFact(family, level: 1, [(.infant, nil)], from: "2026-02-01"),
        test.familyFact(family, level: 9, [(.infant, nil)], from: "2026-01-15"),
        test.familyFact(family, level: 9, [(.infant, nil)], from: "2026-02-11"),
      ]
    }
    #expect(row.verdict == .yes)
  }

  @Test func ofTwoThatBeganTogetherTheOneRecordedLastCounts() {
    let (_, row) = level { test, family in
      [
        test.familyFact(family, level: 9, [(.infant, nil)]),
        test.familyFact(family, level: 1, [(.infant, nil)]),
      ]
    }
    #expect(row.verdict == .yes)
  }

  @Test func aFactThatIsOverDoesNotCount() {
    let (_, row) = level { test, family in
      [test.familyFact(family, level: 1, [(.infant, nil)], until: "2026-02-09")]
    }
    #expect(row.verdict == .undecided)
    #expect(row.detail == EntitlementRow.wholeRecord)
  }

  @Test func aFactIsBelievedForItsSchemasLife() {
    let (_, fresh) = level { test, family in
      [test.familyFact(family, level: 1, [(.infant, nil)], from: "2025-01-06")]
    }
    #expect(fresh.verdict == .yes)
    let (_, stale) = level { test, family in
      [test.familyFact(family, level: 1, [(.infant, nil)], from: "2025-01-05")]
    }
    #expect(stale.verdict == .undecided)
  }

  @Test func aRetractedFactDoesNotCount() {
    let test = TestLedger.world()
    let family = test.register([1])
    let sealed = test.seal(test.familyFact(family, level: 1, [(.infant, nil)]))
    test.attest("test.family/1", [sealed])
    test.accept(
      test.command(.registry, .retract(schema: "test.family/1", subject: .family(family), sealed: sealed.digest)))
    test.activate(TestWorld.programme())
    test.advance(to: "2026-02-10")
    #expect(test.entitlement(family.raw).verdict == .undecided)
  }

  @Test func aProgrammeAboutPersonsPaysTheirFamilies() {
    let test = TestLedger.world()
    let family = test.register([3])
    let people = test.state.people(of: test.state.account(family)!)
    test.attest(
      "test.person/1",
      [(people[0], true), (people[2], true), (people[1], false)].map { person, enrolled in
        FactRecord(
          subject: .person(person), validFrom: CivilDate("2026-01-01")!, validUntil: nil, values: [.bool(enrolled)])
      })
    test.activate(
      TestWorld.programme(
        facts: [FactInput(name: "person", schema: "test.person/1")],
        eligible: [TestWorld.rule("enrolled", "person.enrolled")]
      ) { programme in
        programme.unit = .person
        programme.each = nil
        programme.limits = PaymentLimits()
        programme.pay = [TestWorld.pay("all", 45, "true")]
      })
    test.fund("id.test", 10_000)
    test.now = TestLedger.time("2026-02-10")
    test.apply()
    test.apply()
    #expect(test.vouchers(family) == 90)
    #expect(test.receipts.map(\.person) == [people[0], people[2]])
    #expect(test.receipts.map(\.account) == [family, family])
    #expect(test.cycle().totals.refused == [1, 0])
  }

  @Test func aProgrammeAboutPersonsReadsTheirOwnRowOnTheFamilyCard() {
    let test = TestLedger.world()
    let family = test.register([3])
    let people = test.state.people(of: test.state.account(family)!)
    test.attest("test.family/1", [test.familyFact(family, level: 1, [(.adult, nil), (.pupil, 90), (.infant, nil)])])
    // The first moves out, and is a person of a family that nobody knows anything about.
    let other = test.register([1])
    test.change(other, to: test.state.people(of: test.state.account(other)!) + [people[0]])
    test.activate(
      TestWorld.programme(eligible: [TestWorld.rule("pupil", "m.stage == 'pupil' && family.level <= 4")]) { programme in
        programme.unit = .person
        programme.limits = PaymentLimits()
        programme.pay = [TestWorld.pay("all", 45, "m.attendance >= 85")]
      })
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    #expect(people.map { test.entitlement($0.raw).verdict } == [.undecided, .yes, .no])
    #expect(test.vouchers(family) == 45)
  }

  @Test func theNearestRegionWithAFactCounts() {
    let test = TestLedger.world()
    let first = test.register([1], region: 53_15_06_2001)
    test.register([1], region: 53_15_06_2002)
    test.register([1], region: 11_01_01_2001)
    for family in [first, first + 1, first + 2] {
      test.attest("test.family/1", [test.familyFact(family, level: 1, [(.infant, nil)])])
    }
    func dry(_ region: UInt64, _ value: Bool) -> FactRecord {
      FactRecord(
        subject: .region(Region(number: region)!), validFrom: CivilDate("2026-01-01")!, validUntil: nil,
        values: [.bool(value)])
    }
    test.attest("test.region/1", [dry(5315, true), dry(53_15_06_2002, false)])
    test.activate(
      TestWorld.programme(
        facts: [
          FactInput(name: "family", schema: "test.family/1"), FactInput(name: "place", schema: "test.region/1"),
        ],
        eligible: [TestWorld.rule("dry", "place.dry")]))
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    let verdicts = (0..<3).map { test.entitlement(first.raw + $0).verdict }
    #expect(verdicts == [.yes, .no, .undecided])
  }

  @Test func aReceiptNamesAllFactsThatWereUsed() {
    let test = TestLedger.world()
    let family = test.register([1])
    test.attest("test.family/1", [test.familyFact(family, level: 1, [(.infant, nil)])])
    let region = FactRecord(
      subject: .region(Region(number: 53)!), validFrom: CivilDate("2026-01-01")!, validUntil: nil, values: [.bool(true)]
    )
    test.attest("test.region/1", [region])
    test.activate(
      TestWorld.programme(
        facts: [
          FactInput(name: "family", schema: "test.family/1"), FactInput(name: "place", schema: "test.region/1"),
        ],
        eligible: [TestWorld.rule("dry", "place.dry")]))
    test.fund("id.test", 10_000)
    test.now = TestLedger.time("2026-02-10")
    test.apply()
    test.apply()
    let seals = [0, 2].map { test.state.benefits.stores[$0].rows[0].seal }
    #expect(test.receipts[0].digest == test.decisionDigest(registrant: family.raw, amount: 100, seals: seals))
  }

  @Test func aProgrammeReadsWhatAnotherDecidedOnTheSameDay() {
    let test = TestLedger.world()
    let first = test.register([1, 1, 1])
    test.attest(
      "test.family/1",
      [
        test.familyFact(first, level: 1, [(.infant, nil)]),
        test.familyFact(first + 1, level: 9, [(.infant, nil)]),
      ])
    // The first to be active asks about the second, so the second must be decided first.
    test.accept(test.command(.ministry, .proposeProgramme(document: TestWorld.programme("id.base").encoded)))
    test.activate(
      TestWorld.programme("id.top-up", eligible: [TestWorld.rule("base", "receives('id.base')")]) { programme in
        programme.each = nil
        programme.limits = PaymentLimits()
        programme.pay = [TestWorld.pay("all", 10, "true")]
      })
    test.accept(test.command(.ministry, .activate(programme: TestWorld.programme("id.base").id)))
    test.fund("id.base", 10_000)
    test.fund("id.top-up", 10_000)
    test.advance(to: "2026-02-10")
    let order = test.state.benefits.cycles.map { test.state.series[Int($0.record.series)].name }
    #expect(order == ["id.base", "id.top-up"])
    let verdicts = (0..<3).map { test.entitlement(first.raw + $0, cycle: 1).verdict }
    #expect(verdicts == [.yes, .no, .undecided])
    #expect(test.entitlement(first.raw + 2, cycle: 1).reason == EntitlementRow.series)
    #expect(test.vouchers(first) == 110)

    // When the base programme learns of the third family, so does the top-up.
    test.attest("test.family/1", [test.familyFact(first + 2, level: 1, [(.infant, nil)])])
    test.settle()
    #expect(test.vouchers(first + 2) == 110)
  }
}
