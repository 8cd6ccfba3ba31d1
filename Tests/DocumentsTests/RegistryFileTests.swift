import Coding
import Documents
import Model
import Rules
import Testing

@Suite struct RegistryFileTests {
  private let file: RegistryFile

  init() throws {
    file = RegistryFile(
      layout: try #require(RegistryLayout(try Examples.schemas()[0])), regions: try Examples.regions())
  }

  private func read(_ bytes: [UInt8]) -> (families: [RegistryFamily], problems: [Diagnostic]) {
    var families: [RegistryFamily] = []
    let problems = diagnostics { () throws(DocumentError) in
      let problem = bytes.withUnsafeBytes { buffer in
        do throws(DocumentError) {
          try file.read(file: "f.csv", bytes: buffer) { families.append($0) }
          return nil as DocumentError?
        } catch {
          return error
        }
      }
      if let problem { throw problem }
    }
    return (families, problems)
  }

  private func csv(_ families: [RegistryFamily]) -> [UInt8] {
    var csv = file.header
    for family in families { file.append(family, to: &csv) }
    return csv
  }

  private let good = """
    family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability
    1,53.01.04.2003,2,11,1980-02-29,farmer,none,0,,0,none
    1,53.01.04.2003,2,12,2015-05-01,none,SD,4,92,0,none
    2,53.01.04.2004,7,21,1990-01-01,private,none,0,,1,mild

    """

  @Test func readsWhatItWrites() throws {
    let generator = try Examples.generator(seed: 7)
    let families = (0..<300).map { generator.family($0).family }
    let (again, problems) = read(csv(families))
    #expect(problems == [])
    #expect(again == families)
  }

  @Test func readsSpreadsheetsAsPeopleSaveThem() throws {
    let plain = read(Array(good.utf8))
    #expect(plain.problems == [])
    #expect(plain.families.map(\.members.count) == [2, 1])
    #expect(read(Array(good.replacing("\n", with: "\r\n").utf8)).families == plain.families)
    #expect(read(Array(good.dropLast().utf8)).families == plain.families)
    #expect(read(Array(good.replacing("farmer", with: "\"farmer\"").utf8)).families == plain.families)
    let reordered = good.split(separator: "\n").map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return (cells[3...] + cells[..<3]).joined(separator: ",") + "\n"
    }
    #expect(read(Array(reordered.joined().utf8)).families == plain.families)
    let withoutAttendance = good.split(separator: "\n").map { line in
      var cells = line.split(separator: ",", omittingEmptySubsequences: false)
      cells.remove(at: 8)
      return cells.joined(separator: ",") + "\n"
    }
    #expect(read(Array(withoutAttendance.joined().utf8)).families[0].members[1].values[4] == .absent)
  }

  @Test func makesTheRecordToAttest() throws {
    let family = read(Array(good.utf8)).families[0]
    let record = file.layout.record(of: family, account: AccountNumber(9), validFrom: CivilDate("2026-01-01")!) {
      PersonNumber(100 + UInt32($0))
    }
    #expect(record.values[0] == .int(2))
    let schema = file.layout.schema
    #expect(try FactRecord(encoded: record.encoded, schema: schema) == record)
  }

  @Test(arguments: [
    ("1980-02-29", "1981-02-29", 2, 22, "'1981-02-29' is not a day of the calendar; write year-month-day, such as 2026-02-28"),
    ("farmer", "framer", 2, 33, "did you mean 'farmer'?"),
    (",4,92,", ",-4,92,", 3, 41, "-4 is outside 0 to 12"),
    (",4,92,", ",4,9x,", 3, 43, "'9x' is not a whole number; write digits only"),
    ("2,53.01.04.2004", "2,53.01.04.2999", 4, 3, "there is no region 53.01.04.2999"),
    ("2,53.01.04.2004", "2,53.01.04", 4, 3, "53.01.04 is not a village"),
    ("2,53.01.04.2004", "2,5301", 4, 3, "'5301' is not a region code"),
    ("7,21,", "7,12,", 4, 19, "person 12 stands in this file twice"),
    ("7,21,", "7,-21,", 4, 19, "'-21' is no number of a person"),
    ("1,53.01.04.2003,2,12", "1,53.01.04.2003,3,12", 3, 17, "'decile' differs from the row above"),
    ("1,53.01.04.2003,2,12", "1,53.01.04.2004,2,12", 3, 3, "family 1 lives in 53.01.04.2003 one row above"),
    (",1,mild", ",mild", 4, 1, "the row has 10 fields, the header 11"),
    ("2,53.01.04.2004,7", "2,53.01.04.2004,", 4, 17, "'decile' is empty; fill it in"),
    ("decile", "desil", 1, 15, "'desil' is no column of this registry"),
    ("decile", "region", 1, 15, "the column 'region' stands twice"),
    (",disability", "", 1, 1, "the column 'disability' is missing"),
  ])
  func saysWhereAndWhat(_ old: String, _ new: String, _ line: Int, _ column: Int, _ says: String) {
    let found = read(Array(good.replacing(old, with: new, maxReplacements: 1).utf8)).problems
    let place = Diagnostic.Place(line: line, column: column)
    #expect(found.contains { $0.place == place && "\($0)".contains(says) }, "\(found)")
  }

  @Test func refusesAFamilyInTwoPlaces() {
    let found = read(Array((good + "1,53.01.04.2003,2,13,2015-05-01,none,SD,4,92,0,none\n").utf8)).problems
    #expect(found.map(\.message.english) == ["family 1 stands in more than one place"])
    #expect(found.map(\.place.line) == [5])
  }

  @Test func refusesANegativeAmount() throws {
    let member = RecordType(name: "m", version: 1, fields: [.init("spending", .rupiah)])
    let record = RecordType(name: "f", version: 1, fields: [.init("people", .records(member, max: 9))])
    let schema = FactSchema(
      record: record, title: Words(indonesian: "f", english: "f"), subject: .family, life: nil, key: [])
    let file = RegistryFile(layout: try #require(RegistryLayout(schema)), regions: try Examples.regions())
    let text = "family,region,person,spending\n1,53.01.04.2003,11,-250000\n"
    let bytes = Array(text.utf8)
    let found = bytes.withUnsafeBytes { buffer in
      diagnostics { () throws(DocumentError) in try file.read(file: "f", bytes: buffer) { _ in } }
    }
    #expect(found.map(\.message.english) == ["the amount -250000 is negative"])
    #expect(found.map(\.place) == [Diagnostic.Place(line: 2, column: 20)])
  }

  @Test func reportsManyProblemsAndHandsOutOnlyGoodFamilies() {
    let text = good.replacing("farmer", with: "x").replacing("2015-05-01", with: "y")
    let (families, problems) = read(Array(text.utf8))
    #expect(problems.map(\.place.line) == [2, 3])
    #expect(families.map(\.card) == [2])
    let flood = good + String(repeating: "x\n", count: 10_000)
    #expect(read(Array(flood.utf8)).problems.count == 100)
  }
}
