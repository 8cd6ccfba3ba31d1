import Testing

@Suite("salur registry")
struct RegistryTests {
  private static let header =
    "family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability"
  private static let row = "1,11.01.01.2001,3,10,2000-05-06,farmer,none,0,,0,none"

  private func read(_ rows: String) throws -> Salur.Outcome {
    try Salur.run("registry", "import", "-", input: rows)
  }

  @Test("A generated registry can be read back, and the same seed makes the same file")
  func generate() throws {
    let folder = TemporaryFolder()
    for name in ["a.csv", "b.csv"] {
      let outcome = try Salur.run(
        "registry", "generate", "--families", "300", "--seed", "7", "--out", folder.path(name))
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors == "", "no progress bar where the standard error is no terminal")
      #expect(outcome.output.hasPrefix(folder.path(name) + ": 300 families, "))
    }
    #expect(folder.text(of: "a.csv") == folder.text(of: "b.csv"))
    #expect(folder.text(of: "a.csv").hasPrefix(Self.header + "\n"))
    let outcome = try Salur.run("registry", "import", folder.path("a.csv"))
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "All of \(folder.path("a.csv")) can be read.")
    #expect(outcome.lines.last?.hasPrefix("all") ?? false)
    let json = try Salur.run("registry", "import", "--json", folder.path("a.csv"))
    #expect(json.output.contains(#""families":300,"#))
  }

  @Test("A folder gets a file of the usual name; nothing half-written stays")
  func folder() throws {
    let folder = TemporaryFolder()
    let outcome = try Salur.run("registry", "generate", "--families", "5", "--out", folder.url.path)
    #expect(outcome.status == 0)
    #expect(folder.text(of: "registry.csv").hasPrefix(Self.header))
    let nowhere = try Salur.run("registry", "generate", "--families", "5", "--out", "/nowhere/x.csv")
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.hasPrefix("Error: cannot open /nowhere/x.csv.new: No such file or directory"))
  }

  @Test("A number of families that cannot be is a usage error", arguments: ["0", "-1", "many", "100000001"])
  func badNumber(number: String) throws {
    let outcome = try Salur.run("registry", "generate", "--families", number, "--out", "/tmp/x.csv")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("'--families"), "\(outcome.errors)")
  }

  @Test("A row is read")
  func good() throws {
    let outcome = try read("\(Self.header)\n\(Self.row)\n")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("11 Aceh"))
  }

  @Test(
    "Bad cells are named with line, column and remedy",
    arguments: [
      ("2000-05-06", "06/05/2000", ":2:"), ("farmer", "petani", "farmer"),
      ("11.01.01.2001", "11.01.01.9999", "11.01.01.9999"),
      (",3,", ",-3,", "-3"), (",3,", ",eleven,", "eleven"), ("2000-05-06", "2000-02-30", "2000-02-30"),
    ])
  func badCells(part: String, other: String, message: String) throws {
    let outcome = try read("\(Self.header)\n\(Self.row.replacing(part, with: other))\n")
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: <stdin>:2:"), "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("A byte order mark, people twice, families torn apart and missing columns are refused")
  func badFiles() throws {
    let mark = try read("\u{FEFF}\(Self.header)\n\(Self.row)\n")
    #expect(mark.status == 1)
    #expect(mark.errors.contains("byte order mark"), "\(mark.errors)")
    let twice = try read("\(Self.header)\n\(Self.row)\n\(Self.row)\n")
    #expect(twice.status == 1)
    #expect(twice.errors.hasPrefix("Error: <stdin>:3:"), "\(twice.errors)")
    let column = try read("\(Self.header.replacing("born,", with: ""))\n")
    #expect(column.status == 1)
    #expect(column.errors.contains("born"), "\(column.errors)")
    #expect(try read("").status == 1)
  }
}
