import Coding
import Documents
import Foundation
import Model
import Rules
import Testing

@Suite("Specs")
struct ProgrammeSpecTests {
  private func read(_ text: String) throws -> [Diagnostic] {
    let programme = try Examples.programme("pkh")
    let schemas = try Examples.schemas()
    return diagnostics { () throws(DocumentError) in
      _ = try ProgrammeSpec(file: "s.yaml", bytes: Array(text.utf8), programme: programme, schemas: schemas)
    }
  }

  private static let good = """
    spec: pkh.yaml
    due: 2026-02-10
    home: "53.15.06.2001"
    defaults: {members: {job: none, school: none, grade: 0, pregnancy_no: 0, disability: none}}
    cases:
    - case: A child
      facts: {family: {decile: 1, members: [{born: 2022-01-01}]}}
      expect: {amount: 750000, payments: [{member: 1, rule: usia-dini}]}
    """

  @Test("A case is read with its defaults")
  func good() throws {
    let programme = try Examples.programme("pkh")
    let spec = try ProgrammeSpec(
      file: "s.yaml", bytes: Array(Self.good.utf8), programme: programme, schemas: Examples.schemas())
    let first = try #require(spec.cases.first)
    #expect(first.line == 6)
    #expect(first.facts[0].values[0] == .int(1))
    #expect(first.expect.verdict == .amount(750_000))
    #expect(try ProgrammeSpec.programme(file: "s.yaml", bytes: Array(Self.good.utf8)) == "pkh.yaml")
  }

  @Test(
    "Mistakes are named with their place",
    arguments: [
      ("decile: 1", "desil: 1", "'desil' is no field of a fact"), ("decile: 1", "decile: 11", "11 is outside 1 to 10"),
      ("usia-dini", "usia-dina", "did you mean 'usia-dini'?"),
      ("amount: 750000, ", "", "an expectation has one verdict"),
      ("born: 2022-01-01", "job: none", "'born' is missing"),
      ("due: 2026-02-10", "# nothing", "the case has no due day"),
      ("facts:", "receives: {id.x: yes}\n  facts:", "'id.x' is no field of answers about series"),
      ("facts:", "event: {depth_km: 1}\n  facts:", "no event sets this programme off"),
    ])
  func mistakes(part: String, other: String, message: String) throws {
    let found = try read(Self.good.replacing(part, with: other))
    #expect(found.contains { "\($0)".contains(message) }, "\(found)")
  }
}
