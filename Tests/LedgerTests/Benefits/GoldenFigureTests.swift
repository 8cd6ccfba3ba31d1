import Coding
import Documents
import Ledger
import Model
import Platform
import Programmes
import Rules
import Testing

/// Figures the government has published, decided pupil by pupil and family by family.
@Suite struct GoldenFigureTests {
  private static func example(_ path: String) throws -> [UInt8] {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return try File.contents(of: "/\(root)/Examples/\(path)")
  }

  private static func programme(_ name: String) throws -> CompiledProgramme {
    let schemas = try ["dtsen.family.1", "dtsen.family.2", "dapodik.student.1"].map { name in
      try SchemaDocument(file: name, bytes: example("schemas/\(name).yaml")).schema
    }
    return try ProgrammeDocument(file: name, bytes: example("programmes/\(name).yaml"), schemas: schemas).compiled
  }

  private func total(_ trial: Trial) -> TrialTally {
    var tally = TrialTally(trial.programme, regions: 0, classes: 0)
    var entitled = [Int64](repeating: 0, count: trial.registrants)
    let nowhere = [Int32](repeating: -1, count: trial.registrants)
    trial.decideAll(&tally, TrialGroups(region: nowhere, kind: nowhere), entitled: &entitled)
    return tally
  }

  private static func bytes(_ values: [FactValue], of record: RecordType) -> [UInt8] {
    var bytes: [UInt8] = []
    for (field, value) in zip(record.fields, values) {
      let column = field.type.column!
      var element = [UInt8](repeating: 0, count: column.stride)
      element.withUnsafeMutableBytes { column.write(value, to: $0.baseAddress!) }
      bytes += element
    }
    return bytes
  }

  /// Pupils alone on a card each.
  @Test(
    "PIP: half grants in the first and last grades",
    arguments: [
      (1, 1, 938_160, 211_086_000_000), (2, 9, 911_625, 341_859_375_000), (3, 12, 399_260, 359_334_000_000),
    ] as [(UInt16, Int64, Int, Int64)])
  func pip(school: UInt16, grade: Int64, pupils: Int, rupiah: Int64) throws {
    let pip = try Self.programme("pip")
    let (student, family) = (pip.inputs.schemas[0], pip.inputs.schemas[1])
    guard case .records(let member, _) = family.record.fields[1].type else { return }
    var world = TrialWorld(pip.inputs.schemas, factsAge: false)
    let pupil = Self.bytes([.code(school), .int(grade), .bool(true), .absent], of: student.record)
    let card: [UInt8] = [1, 1, 0, 0, 0]  // decile 1, a list of one
    let row = Self.bytes(
      [.date(CivilDate("2014-01-01")!), .code(1), .code(school + 2), .int(grade), .absent, .int(0), .code(1)],
      of: member)
    for number in 0..<UInt32(pupils) {
      world.addFamily(home: 53_15_06_2001, members: 1)
      let person = withUnsafeBytes(of: number.littleEndian) { Array($0) }
      pupil.withUnsafeBytes { world.attest(0, about: number, packed: $0.baseAddress!) }
      (card + person + row).withUnsafeBytes { world.attest(1, about: number, packed: $0.baseAddress!) }
    }
    let tally = total(Trial(pip, due: CivilDate("2026-08-15")!, in: world))
    #expect(tally.paid.count == pupils)
    #expect(tally.paid.rupiah == rupiah)
  }

  @Test("BLT Dana Desa: 1.8 million families, twelve months, 6.48 trillion")
  func blt() throws {
    let blt = try Self.programme("blt-dana-desa")
    var world = TrialWorld(blt.inputs.schemas, factsAge: false)
    // Decile 6, listed by the village, nobody on the card.
    let record: [UInt8] = [6, 1, 0, 0, 0, 0]
    for number in 0..<1_800_000 as Range<UInt32> {
      world.addFamily(home: 53_15_06_2001, members: 0)
      record.withUnsafeBytes { world.attest(0, about: number, packed: $0.baseAddress!) }
    }
    guard case .schedule(let schedule) = blt.programme.due else { return }
    var paid: Int64 = 0
    for month in 0..<12 {
      let cycle = try #require(schedule.occurrence(month))
      paid += total(Trial(blt, due: cycle.due, in: world)).paid.rupiah
    }
    #expect(paid == 6_480_000_000_000)
    let received = Trial(
      blt, due: CivilDate("2026-03-20")!, answers: ["id.kemensos.pkh": .same(.yes)], in: world)
    #expect(total(received).paid.count == 0, "not together with PKH")
  }
}
