import Coding
import Documents
import Ledger
import Model
import Platform
import Records
import Rules
import Testing

/// Program Keluarga Harapan as it is written in the examples, on families worked out by hand.
@Suite struct ExampleProgrammeTests {
  private typealias Person = (
    born: String, job: UInt16, school: UInt16, attendance: Int64?, pregnancy: Int64, severe: Bool
  )

  private func example(_ path: String) throws -> [UInt8] {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return try File.contents(of: "/\(root)/Examples/\(path)")
  }

  private func fact(_ test: TestLedger, _ family: AccountNumber, decile: Int64, _ members: [Person]) -> FactRecord {
    let people = test.state.people(of: test.state.account(family)!)
    let rows = zip(people, members).map { person, member in
      MemberRow(
        person: person,
        values: [
          .date(CivilDate(member.born)!), .code(member.job), .code(member.school), .int(0),
          member.attendance.map(FactValue.int) ?? .absent, .int(member.pregnancy), .code(member.severe ? 3 : 1),
        ])
    }
    return FactRecord(
      subject: .family(family), validFrom: CivilDate("2026-01-01")!, validUntil: nil,
      values: [.int(decile), .members(rows)])
  }

  @Test func pkhPaysWhatItsFormSays() throws {
    let schema = try SchemaDocument(file: "family", bytes: try example("schemas/dtsen.family.1.yaml")).schema
    let pkh = try ProgrammeDocument(file: "pkh", bytes: try example("programmes/pkh.yaml"), schemas: [schema]).programme
    let test = TestLedger.world(money: 100_000_000)
    test.accept(test.command(.registry, .registerSchema(schema: schema)))
    let first = test.register([6, 2, 2, 2])
    let adult: Person = ("1990-05-05", 2, 1, nil, 0, false)
    test.attest(
      "dtsen.family/1",
      [
        // Pregnant 750, infant 750, pupils SD 225 and SMP 375 and SMA 500, grandmother 600. Of four children three
        // count; of six members four: 750 + 750 + 600 + 500.
        fact(
          test, first, decile: 1,
          [
            ("1995-01-01", 1, 1, nil, 2, false), ("2022-02-11", 1, 1, nil, 0, false),
            ("2016-01-01", 1, 3, 85, 0, false), ("2012-01-01", 1, 4, 100, 0, false),
            ("2009-01-01", 1, 5, 99, 0, false), ("1956-02-10", 1, 1, nil, 0, false),
          ]),
        // Turns 70 the day after the due day; attendance too low.
        fact(test, first + 1, decile: 4, [("1956-02-11", 1, 1, nil, 0, false), ("2016-01-01", 1, 3, 84, 0, false)]),
        // A soldier in the family.
        fact(test, first + 2, decile: 1, [("1980-01-01", 8, 1, nil, 0, false), ("2022-01-01", 1, 1, nil, 0, false)]),
        fact(test, first + 3, decile: 5, [adult, adult]),
      ])
    test.activate(pkh)
    test.fund("id.kemensos.pkh", 50_000_000)
    test.advance(to: "2026-02-10")
    #expect((0..<4).map { test.vouchers(first + $0) } == [2_600_000, 0, 0, 0])
    #expect((1..<4).map { test.entitlement(first.raw + $0).reason } == [EntitlementRow.noPayment, 1, 0])
  }
}
