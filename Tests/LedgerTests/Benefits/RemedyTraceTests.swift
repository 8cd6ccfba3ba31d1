import Coding
import Ledger
import Model
import Records
import Rules
import Testing

/// What would have to be otherwise, as the rule itself confirms it.
@Suite struct RemedyTraceTests {
  private static let member = RecordType(
    name: "test.person", version: 1,
    fields: [
      .init("born", .date), .init("school", .enumeration(["none", "SD", "SMP"])),
      .init("attendance", .int(min: 0, max: 100), optional: true),
    ])

  private static let household = FactSchema(
    record: RecordType(
      name: "test.new", version: 1,
      fields: [
        .init("income", .rupiah), .init("farm", .bool), .init("plot", .region), .init("group", .text(maxBytes: 8)),
        .init("since", .date), .init("assets", .int(min: 0, max: 1_000_000_000)),
        .init("members", .records(member, max: 8)),
      ]), title: TestWorld.words("Rumah tangga"), subject: .family, life: nil, key: [])

  /// One family of two: a farmer born in 1958 and a child of ten.
  private func world(_ eligible: [Text], pay: Text = "true") -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    test.accept(test.command(.registry, .registerSchema(schema: Self.household)))
    let first = test.register([2])
    let people = test.state.people(of: test.state.account(first)!)
    test.attest(
      "test.new/1",
      [
        FactRecord(
          subject: .family(first), validFrom: CivilDate("2026-01-01")!, validUntil: nil,
          values: [
            .int(2_000_000), .bool(false), .region(Region("53.15")!), .text("Melati"),
            .date(CivilDate("2020-05-01")!), .int(10),
            .members([
              MemberRow(person: people[0], values: [.date(CivilDate("1958-03-04")!), .code(1), .absent]),
              MemberRow(person: people[1], values: [.date(CivilDate("2015-06-01")!), .code(2), .int(80)]),
            ]),
          ])
      ])
    test.activate(
      TestWorld.programme("id.base", eligible: [TestWorld.rule("r", "true")]) { programme in
        (programme.each, programme.limits) = (nil, PaymentLimits())
        programme.pay = [TestWorld.pay("p", 10, "true")]
      })
    test.activate(
      TestWorld.programme(
        facts: [FactInput(name: "house", schema: "test.new/1")],
        eligible: eligible.enumerated().map { TestWorld.rule(Text("r\($0)"), $1) }
      ) { programme in
        programme.limits = PaymentLimits()
        programme.pay = [TestWorld.pay("p", 10, pay)]
      })
    return (test, first)
  }

  private func describe(_ trace: DecisionTrace.RuleTrace) -> [String] {
    trace.remedies.map { remedy in
      remedy.changes.map { change in
        var text = change.subject.path + (change.subject.member.map { "#\($0)" } ?? "") + (change.isOneMore ? "+" : "")
        switch change.wanted {
        case .absent: text += " absent"
        case .text(let test): text += " \(test)"
        case .numbers(let set):
          text += set.ranges.map { range in
            let ends = [range.lowerBound, range.upperBound].map { number in
              number == .min || number == .max ? "" : word(change.subject.type.value(number: number)) ?? "\(number)"
            }
            return " " + (ends[0] == ends[1] ? ends[0] : ends.joined(separator: "…"))
          }.joined()
        }
        return text
      }.joined(separator: " & ")
    }
  }

  private func word(_ value: Value?) -> String? {
    if case .string(let text) = value { text.string } else { value.map { "\($0)" } }
  }

  private func remedies(_ rule: Text) throws -> [String] {
    let (test, first) = world([rule])
    let found = test.state.trace(series: "id.test", registrant: first.raw)
    let trace = try #require(found)
    return describe(trace.eligible[0])
  }

  @Test(
    arguments: [
      ("house.income <= 1500000", ["house.income …1500000"]),
      ("house.farm", ["house.farm true"]),
      ("in_region(house.plot, '53.16')", ["house.plot 53.16…53.16.99.9999"]),
      ("in_region(home, 11)", ["home 11…11.99.99.9999"]),
      ("house.group == 'Mawar'", ["house.group oneOf([Mawar])"]),
      ("!house.group.startsWith('Me')", ["house.group not(Rules.TextTest.starting(Me))"]),
      ("house.since <= date('2019-12-31')", ["house.since 0001-01-01…2019-12-31"]),
      ("house.assets > 1000", ["house.assets 1001…1000000000"]),
      ("house.income < 1000000 && house.farm", ["house.income …999999 & house.farm true"]),
      ("size(house.members) >= 3", ["house.members 3…8"]),
      (
        "house.members.exists(x, has(x.attendance) && x.attendance >= 85)",
        [
          "house.members.attendance#1 85…100", "house.members.attendance#0 85…100",
          "house.members.attendance#2+ 85…100",
        ]
      ),
      ("!house.members.exists(x, x.school == 'SD')", ["house.members.school#1 none SMP"]),
      ("receives('id.base')", ["receives(id.base) true"]),
    ] as [(Text, [String])])
  func everyKindOfFact(_ rule: Text, _ expected: [String]) throws {
    #expect(try remedies(rule) == expected, "\(rule)")
  }

  @Test("Time makes some rules hold by itself")
  func time() throws {
    let found = try remedies("house.members.exists(x, age(x.born, due) >= 70)")
    #expect(found.first?.hasPrefix("due 2028-03-04…") ?? false, "\(found)")
    #expect(found.count == 4, "\(found)")
  }

  @Test("What the search does not see through is tried, field by field")
  func tried() throws {
    #expect(try remedies("house.assets % 7 == 100").isEmpty)
    let found = try remedies(
      "house.since.getMonth() == 0 && house.since.getDate() == 1 && house.since.getFullYear() == 2020")
    #expect(found == ["house.since 2020-01-01"])
  }

  @Test("A member's own field is the family's field too")
  func mirrored() throws {
    let (test, first) = world(["true"], pay: "m.school == 'SMP' && !house.members.exists(x, x.school == 'SD')")
    let trace = try #require(test.state.trace(series: "id.test", registrant: first.raw))
    #expect(
      describe(trace.payments[1]) == ["m.school#1 SMP", "house.members.school#1 SMP"], "the pupil of SD is the member")
  }

  @Test("Every remedy is confirmed, and asking leaves nothing changed")
  func unchanged() throws {
    let (test, first) = world([
      "house.income <= 1500000", "house.members.exists(x, has(x.attendance) && x.attendance >= 85)", "house.income > 0",
    ])
    let before = try #require(test.state.explain(series: "id.test", registrant: first.raw))
    let trace = try #require(test.state.trace(series: "id.test", registrant: first.raw))
    #expect(trace.eligible[2].remedies.isEmpty && trace.eligible[2].readings.count == 1)
    let again = try #require(test.state.trace(series: "id.test", registrant: first.raw))
    #expect(describe(trace.eligible[1]) == describe(again.eligible[1]))
    let after = try #require(test.state.explain(series: "id.test", registrant: first.raw))
    #expect(before.rules.map(\.answer) == after.rules.map(\.answer))
  }

  @Test("Where a fact is missing there is nothing to change")
  func undecided() throws {
    let (test, _) = world(["house.income <= 1500000"])
    let stranger = test.register([1])
    let trace = try #require(test.state.trace(series: "id.test", registrant: stranger.raw))
    #expect(trace.eligible[0].remedies.isEmpty)
  }
}
