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
    let again = ["registry", "generate", "--families", "300", "--seed", "7", "--out"]
    let there = try Salur.run(again + [folder.path("a.csv")])
    #expect(there.status == 1 && there.errors.contains("is there already"), "\(there.errors)")
    #expect(try Salur.run(again + [folder.path("a.csv"), "--force"]).status == 0)
    #expect(try Salur.run(again + ["-"]).output == folder.text(of: "b.csv"))
    #expect(try Salur.run(again + ["/dev/null"]).status == 0)
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

  @Test("A day on which nobody could have been born is a usage error", arguments: ["0001-01-01", "0100-01-01"])
  func badDay(day: String) throws {
    let folder = TemporaryFolder()
    let outcome = try Salur.run(
      "registry", "generate", "--families", "10", "--as-of", day, "--out", folder.path("x.csv"))
    #expect(outcome.status == 2)
    #expect(outcome.errors == "Error: '--as-of' must be from 1900-01-01 to 9999-12-31, not \(day)\n")
  }

  @Test("A file as spreadsheets save it is read: with a byte order mark, and with semicolons")
  func spreadsheets() throws {
    let rows = "\(Self.header)\n\(Self.row)\n"
    #expect(try read("\u{FEFF}" + rows).status == 0)
    let semicolons = try read("\u{FEFF}" + rows.replacing(",", with: ";"))
    #expect(semicolons.status == 0, "\(semicolons.errors)")
    let wide = "{ printf '\\377\\376f\\000a\\000'; } | $SALUR registry import -"
    let utf16 = try Salur.shell(wide)
    #expect(utf16.errors == "Error: <stdin>:1:1: the file was saved as UTF-16; save it as 'CSV UTF-8'\n")
    let many = try read(Self.header + "\n" + String(repeating: "x\n", count: 200))
    #expect(many.errors.hasSuffix("There are more; only the first are shown.\n"))
    let empty = try read(Self.header + "\n")
    #expect(empty.status == 1 && empty.errors.contains("the file has nothing but a header"), "\(empty.errors)")
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

  @Test("People twice, families torn apart and missing columns are refused")
  func badFiles() throws {
    let twice = try read("\(Self.header)\n\(Self.row)\n\(Self.row)\n")
    #expect(twice.status == 1)
    #expect(twice.errors.hasPrefix("Error: <stdin>:3:"), "\(twice.errors)")
    let column = try read("\(Self.header.replacing("born,", with: ""))\n")
    #expect(column.status == 1)
    #expect(column.errors.contains("born"), "\(column.errors)")
    #expect(try read("").status == 1)
  }
}
