import Coding
import Documents
import Ledger
import Model
import Platform
import Programmes
import Records
import Rules
import Signing
import TestSupport
import Testing

/// A trial decides as the ledger would, about people who are on none.
@Suite struct TrialTests {
  private let families: [(level: Int64, members: [TestWorld.Member])] = [
    (4, [(.pupil, 100), (.infant, nil), (.elder, nil), (.infant, nil), (.adult, nil)]),
    (5, [(.infant, nil)]), (1, [(.pupil, nil)]), (1, [(.adult, nil)]), (1, [(.elder, nil)]), (2, [(.pupil, 84)]),
    (0, [(.infant, nil)]),
  ]

  private func compiled(_ programme: Programme) throws -> CompiledProgramme {
    try CompiledProgramme(programme, schemas: [TestWorld.family, TestWorld.person, TestWorld.region])
  }

  /// The families above and one nobody attests, on a ledger and on none.
  private func worlds() throws -> (TestLedger, AccountNumber, TrialWorld) {
    let test = TestLedger.world()
    let first = test.register(families.map(\.members.count) + [1])
    var world = TrialWorld([TestWorld.family])
    for (index, family) in families.enumerated() {
      let account = first + UInt32(index)
      test.attest("test.family/1", [test.familyFact(account, level: family.level, family.members)])
      let tried = world.addFamily(home: 53_15_06_2001, members: family.members.count)
      let person = world.people(of: tried).lowerBound
      let rows = family.members.enumerated().map { index, member in
        MemberRow(
          person: PersonNumber(person + UInt32(index)),
          values: [.code(member.stage.rawValue), member.attendance.map(FactValue.int) ?? .absent])
      }
      try world.attest(
        "test.family/1",
        FactRecord(
          subject: .family(tried), validFrom: CivilDate("2026-01-01")!, validUntil: nil,
          values: [.int(family.level), .members(rows)]))
    }
    world.addFamily(home: 53_15_06_2001, members: 1)
    return (test, first, world)
  }

  @Test func aTrialDecidesAsTheLedgerDoes() throws {
    let (test, first, world) = try worlds()
    let programme = TestWorld.programme()
    test.activate(programme)
    test.fund("id.test", 100_000)
    test.advance(to: "2026-02-10")
    let trial = Trial(try compiled(programme), due: CivilDate("2026-02-10")!, in: world)
    for index in 0...families.count {
      let row = test.entitlement(first.raw + UInt32(index))
      let explanation = try #require(trial.explain(UInt32(index)))
      #expect(explanation.verdict == row.verdict)
      #expect(explanation.amount == Rupiah(row.entitled))
      let onLedger = try #require(test.state.explain(series: "id.test", registrant: first.raw + UInt32(index)))
      #expect(explanation.rules.map(\.answer) == onLedger.rules.map(\.answer))
      #expect(explanation.payments.map(\.use) == onLedger.payments.map(\.use))
      #expect(explanation.refusedBy == onLedger.refusedBy)
    }
  }

  /// Random families and limits, and a second programme that asks about the first.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func aTrialDecidesAsTheLedgerDoesWhateverTheRules(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let test = TestLedger.world(rowsPerBlock: 7)
    let sizes = (0..<60).map { _ in Int.random(in: 1...7, using: &random) }
    let first = test.register(sizes)
    var world = TrialWorld([TestWorld.family])
    for (index, size) in sizes.enumerated() {
      let (account, tried) = (first + UInt32(index), world.addFamily(home: 53_15_06_2001, members: size))
      if Int.random(in: 0..<10, using: &random) == 0 { continue }
      let level = Int64.random(in: 0...6, using: &random)
      let members = (0..<size).map { _ in
        TestWorld.Member(
          stage: TestWorld.Stage(rawValue: .random(in: 1...4, using: &random))!,
          attendance: Bool.random(using: &random) ? Int64.random(in: 80...90, using: &random) : nil)
      }
      let fact = test.familyFact(account, level: level, members)
      test.attest("test.family/1", [fact])
      let person = world.people(of: tried).lowerBound
      let rows = members.enumerated().map { place, member in
        MemberRow(
          person: PersonNumber(person + UInt32(place)),
          values: [.code(member.stage.rawValue), member.attendance.map(FactValue.int) ?? .absent])
      }
      try world.attest(
        "test.family/1",
        FactRecord(
          subject: .family(tried), validFrom: fact.validFrom, validUntil: nil, values: [.int(level), .members(rows)]))
    }
    let base = TestWorld.programme("id.base", shortfall: .share) {
      $0.choose = Bool.random(using: &random) ? .highest : .sum
      $0.limits = PaymentLimits(
        groups: [.init(name: "children", count: .random(in: 1...3, using: &random))],
        members: .random(in: 1...4, using: &random))
    }
    let asker = TestWorld.programme(
      "id.asks", eligible: [TestWorld.rule("not-both", "!receives('id.base') || family.level == 3")])
    let series: [Text] = ["id.base", "id.asks"]
    for programme in [base, asker] { test.activate(programme) }
    test.fund("id.base", 1_000)
    test.advance(to: "2026-02-10")
    let schemas = [TestWorld.family, TestWorld.person, TestWorld.region]
    let day = CivilDate("2026-02-10")!
    let tried = Trial(try CompiledProgramme(base, schemas: schemas, series: series), due: day, in: world)
    let asking = Trial(
      try CompiledProgramme(asker, schemas: schemas, series: series), due: day,
      answers: ["id.base": .decided([tried.decideAll()])], in: world)
    for (cycle, trial) in [tried, asking].enumerated() {
      for index in sizes.indices {
        let row = test.entitlement(first.raw + UInt32(index), cycle: cycle)
        let explanation = try #require(trial.explain(UInt32(index)))
        #expect(explanation.verdict == row.verdict && explanation.amount == Rupiah(row.entitled))
      }
    }
  }

  @Test func aTallyAddsUpWhatTheCycleDoes() throws {
    let (test, _, world) = try worlds()
    let programme = TestWorld.programme()
    test.activate(programme)
    test.fund("id.test", 100_000)
    test.advance(to: "2026-02-10")
    let trial = Trial(try compiled(programme), due: CivilDate("2026-02-10")!, in: world)
    var tally = TrialTally(programme, regions: 1, classes: 11)
    var entitled = [Int64](repeating: 0, count: world.people)
    let groups = TrialGroups(
      region: Array(repeating: 0, count: world.families),
      kind: (0..<world.families).map { Int32(world.number(ofField: 0, in: 0, fact: $0) ?? -1) })
    trial.decideAll(&tally, groups, entitled: &entitled)
    let totals = test.cycle().totals
    #expect(tally.decided == Int(totals.decided))
    #expect(tally.paid.rupiah == totals.entitledRupiah.amount)
    #expect(tally.undecided == 2)
    #expect(tally.refused == [2, 1, 2])
    #expect(tally.payments.map(\.count) == [2, 0, 1])
    #expect(tally.regions[0].paid == tally.paid)
    #expect(tally.classes[4].paid.rupiah == 290)
    #expect(entitled.reduce(0, +) == tally.paid.rupiah)
  }

  /// Villages with facts of their own, in a regency with one, and where nobody has said anything.
  @Test func aTrialReadsRegionsAsTheLedgerDoes() throws {
    let test = TestLedger.world()
    var world = TrialWorld([TestWorld.family, TestWorld.region], factsAge: false)
    let homes: [UInt64] = [53_15_06_2001, 53_15_06_2002, 53_15_07_2001, 53_16_01_2001, 11_01_01_2001]
    let first = AccountNumber(UInt32(test.state.accounts.count))
    for home in homes {
      let account = test.register([1], region: home)
      test.attest("test.family/1", [test.familyFact(account, level: 1, [(.infant, nil)])])
      let tried = world.addFamily(home: home, members: 1)
      let row = MemberRow(
        person: PersonNumber(world.people(of: tried).lowerBound),
        values: [.code(TestWorld.Stage.infant.rawValue), .absent])
      try world.attest(
        "test.family/1",
        FactRecord(
          subject: .family(tried), validFrom: .earliest, validUntil: nil, values: [.int(1), .members([row])]))
    }
    for (code, dry) in [(53_15 as UInt64, true), (53_15_06_2002, false), (53, false), (53_16, false), (53_16, true)] {
      func fact(from day: CivilDate) -> FactRecord {
        FactRecord(
          subject: .region(Region(number: code)!), validFrom: day, validUntil: nil, values: [.bool(dry)])
      }
      test.attest("test.region/1", [fact(from: CivilDate("2026-01-01")!)])
      try world.attest("test.region/1", fact(from: .earliest))
    }
    let programme = TestWorld.programme(
      facts: [
        FactInput(name: "family", schema: "test.family/1"), FactInput(name: "place", schema: "test.region/1"),
      ], eligible: [TestWorld.rule("dry", "place.dry")])
    test.activate(programme)
    test.fund("id.test", 100_000)
    test.advance(to: "2026-02-10")
    let trial = Trial(try compiled(programme), due: CivilDate("2026-02-10")!, in: world)
    let tried = try homes.indices.map { try #require(trial.explain(UInt32($0))) }
    #expect(tried.map(\.verdict) == [.yes, .no, .yes, .yes, .undecided])
    #expect(tried.map(\.verdict) == homes.indices.map { test.entitlement(first.raw + UInt32($0)).verdict })
    for (index, explanation) in tried.enumerated() {
      #expect(explanation.amount.amount == test.vouchers(first + UInt32(index)))
    }
  }

  @Test func branchesAreAskedOfEveryMemberAndTracedRulesDecideAlike() throws {
    let (_, _, world) = try worlds()
    let plain = try compiled(TestWorld.programme())
    let traced = try plain.tracingBranches()
    let due = CivilDate("2026-02-10")!
    let (trial, tracing) = (Trial(plain, due: due, in: world), Trial(traced, due: due, in: world))
    for family in 0...UInt32(families.count) {
      let (a, b) = (try #require(trial.explain(family)), try #require(tracing.explain(family)))
      #expect(a.verdict == b.verdict && a.amount == b.amount && a.refusedBy == b.refusedBy && a.wait == b.wait)
      #expect(a.rules.map(\.answer) == b.rules.map(\.answer) && a.payments.map(\.answer) == b.payments.map(\.answer))
    }
    // Level 4: both sides of the range hold. Of its five people one is no elder, so that rule's test is seen true.
    let answers = tracing.branchAnswers(0)
    #expect(answers.count == plain.rules.rules.count)
    #expect(answers[0].allSatisfy { $0 == RuleBranch.Answers(yes: true) })
    // Level 5: the second side is false, and so is the whole.
    let refused = zip(traced.rules.branches(ofRule: 0), tracing.branchAnswers(1)[0]).sorted { $0.0.index < $1.0.index }
    #expect(refused.map(\.1.no) == [false, true, true])
    let untraced = trial.branchAnswers(0).flatMap(\.self)
    #expect(untraced.isEmpty)
  }

  @Test func aComparisonKeepsTheLargestChanges() {
    var comparison = TrialComparison(regions: 1, classes: 0)
    for place in 0..<50 {
      comparison.add(old: 100, new: 100 + Int64(place % 25) - 5, region: 0, kind: -1, place: place)
    }
    #expect(comparison.unchanged == 2)
    #expect(comparison.total.gains.count == 38)
    #expect(comparison.total.losses.count == 10)
    #expect(comparison.most.map(\.place) == [24, 49, 23, 48, 22, 47, 21, 46, 20, 45])
    #expect(comparison.least.first?.place == 0)
    var whole = TrialComparison(regions: 1, classes: 0)
    whole.add(comparison, placesBehind: 100)
    #expect(whole.most.first?.place == 124)
    #expect(whole.regions[0] == comparison.total)
  }
}
