import Foundation
import Testing

@Suite("salur programme")
struct ProgrammeTests {
  static let pkh = "Examples/programmes/pkh.yaml"

  /// The example with one change.
  private func check(replacing part: String, with other: String) throws -> Salur.Outcome {
    let text = try #require(Salur.text(of: Self.pkh))
    #expect(text.contains(part))
    let folder = TemporaryFolder()
    let file = folder.file("pkh.yaml", text.replacing(part, with: other))
    return try Salur.run("programme", "check", file.path, "--schemas", "Examples/schemas")
  }

  @Test("The examples are good")
  func examples() throws {
    let outcome = try Salur.run(
      "programme", "check", "Examples/programmes/pkh.yaml", "Examples/programmes/pip.yaml",
      "Examples/programmes/gempa-ntt.yaml")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.lines.filter { $0.hasPrefix("Examples/") }.count == 3)
    #expect(outcome.lines.contains("  bukan-asn            242"))
    #expect(
      outcome.output.contains("Remark: Examples/programmes/pkh.yaml:13:7: one registrant is due at most Rp 3,000,000"))
    #expect(
      outcome.lines[0].hasPrefix("Examples/programmes/pkh.yaml: id.kemensos.pkh 2026.1 is good: 9 rules, at most "))
  }

  @Test("A warning has a place, a caret and what to do, and the programme stays good")
  func warning() throws {
    let text = try #require(Salur.text(of: Self.pkh)).replacing(
      "m.disability == 'severe'", with: "age(m.born, due) >= 80"
    )
    .replacing("family.decile <= 4", with: "in_region(home, 99) && family.decile <= 4")
    let folder = TemporaryFolder()
    let file = folder.file("pkh.yaml", text).path
    let outcome = try Salur.run("programme", "check", file, "--schemas", "Examples/schemas")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        Warning: \(file):25:26: no region has the code 99; look the code up in the list of regions
          25 |   when: "in_region(home, 99) && family.decile <= 4"
             |                          ^
        Warning: \(file):65:10: this payment is never made: where it holds, 'lansia' holds too and pays no less; \
        correct the condition, or leave the rule out
          65 |   when: "age(m.born, due) >= 80"
             |          ^

        """)
    let json = try Salur.run("programme", "check", "--json", file, "--schemas", "Examples/schemas")
    #expect(json.output.contains(#""severity":"warning""#) && json.output.contains(#"{"cost":3,"id":"lansia"}"#))
  }

  @Test("Code hosts get the same as SARIF")
  func sarif() throws {
    let folder = TemporaryFolder()
    let bad = folder.file("bad.yaml", "eligble: 1\n").path
    let outcome = try Salur.run("programme", "check", "--sarif", "--schemas", "Examples/schemas", Self.pkh, bad)
    #expect(outcome.status == 1 && outcome.errors == "")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(report["version"] as? String == "2.1.0")
    let runs = try #require(report["runs"] as? [[String: Any]])
    let results = try #require(runs.first?["results"] as? [[String: Any]])
    #expect(Set(results.compactMap { $0["level"] as? String }) == ["error", "note"])
    #expect(outcome.output.contains(#""region":{"startColumn":1,"startLine":1}"#))
  }

  @Test("Machines get every file's verdict")
  func json() throws {
    let folder = TemporaryFolder()
    let bad = folder.file("bad.yaml", "eligble: 1\n").path
    let outcome = try Salur.run("programme", "check", "--json", "--schemas", "Examples/schemas", Self.pkh, bad)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains(#""file":"\#(Self.pkh)","id":""#))
    #expect(outcome.output.contains(#"{"column":1,"file":"\#(bad)","line":1,"message":"'eligble' is no field"#))
  }

  @Test(
    "A mistyped field, an unknown fact, a rule that costs too much: each is named with place and remedy",
    arguments: [
      ("eligible:", "eligble:", ": 'eligble' is no field of a programme; did you mean 'eligible'?"),
      ("dtsen.family/1}", "dtsen.famili/1}", ": there is no schema 'dtsen.famili/1'; register the schema first"),
      ("family.decile <= 4", "family.desil <= 4", "desil"),
      (
        "!family.members.exists(x, x.job in ['ASN', 'TNI', 'POLRI'])",
        "family.members.all(a, family.members.all(b, family.members.all(c, a.job == c.job)))",
        ":"
      ),
      ("cap: 28700000000000", "cap: 28.7", ":13:13: '28.7' is not a plain whole number"),
      ("amount: 750000", "amount: -750000", "-750000"),
    ])
  func mistakes(part: String, other: String, message: String) throws {
    let outcome = try check(replacing: part, with: other)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.contains(" | ") && outcome.errors.contains("^"), "\(outcome.errors)")
  }

  @Test("Officials read what is wrong in Indonesian: the form, the rules, and machines' answers too")
  func indonesian() throws {
    let text = try #require(Salur.text(of: Self.pkh))
    let folder = TemporaryFolder()
    let file = folder.file(
      "pkh.yaml",
      text.replacing("eligible:", with: "eligble:").replacing("each: m", with: "each: a\nlimit: 1")
        .replacing("cap: 28700000000000", with: "cap: 28.7"))
    let arguments = ["programme", "check", file.path, "--schemas", "Examples/schemas"]
    let outcome = try Salur.run(arguments, environment: [:])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("Galat: \(file.path):"))
    #expect(outcome.errors.contains("'eligble' bukan bidang program; maksudnya 'eligible'?"), "\(outcome.errors)")
    #expect(outcome.errors.contains("'28.7' bukan bilangan bulat biasa; tulis angka saja"), "\(outcome.errors)")
    let rule = folder.file("rule.yaml", text.replacing("family.decile <= 4", with: "family.desile <= 4"))
    let machine = try Salur.run(
      ["programme", "check", rule.path, "--schemas", "Examples/schemas", "--json"], environment: [:])
    #expect(
      machine.output.contains(
        #""message":"dtsen.family/1 tidak punya bidang 'desile'","remedy":"maksudnya 'decile'?""#), "\(machine.output)")
  }

  @Test("All problems come at once")
  func severalProblems() throws {
    let outcome = try Salur.run(
      "programme", "check", "-", "--schemas", "Examples/schemas", input: "eligble: 1\nprogramme: id.x\n")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: <stdin>:1:1: "))
    #expect(outcome.errors.components(separatedBy: "Error: <stdin>:").count > 5)
  }

  @Test(
    "What is not YAML is refused in one sentence",
    arguments: [
      ("\u{FEFF}programme: x\n", "<stdin>:1:1: the file starts with a byte order mark; save it as UTF-8 without BOM"),
      ("a: [1\n", "<stdin>:2:1: this is not YAML"),
      ("", "<stdin>:1:1: the file is empty"),
    ])
  func noYAML(text: String, message: String) throws {
    let outcome = try Salur.run("programme", "check", "-", "--schemas", "Examples/schemas", input: text)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: " + message), "\(outcome.errors)")
  }

  @Test("A missing file is named")
  func missing() throws {
    let outcome = try Salur.run("programme", "check", "nowhere.yaml")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "Error: cannot open nowhere.yaml: No such file or directory; check the path\n")
    #expect(try Salur.run("programme", "check").status == 2)
  }

  @Test("A programme is shown in words, in both languages")
  func show() throws {
    let outcome = try Salur.run("programme", "show", Self.pkh)
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "Family Hope Programme")
    #expect(outcome.output.contains("fund at most    Rp 28,700,000,000,000\n"))
    #expect(outcome.output.contains("Child aged 0–6                                   Rp 750,000  anak       "))
    #expect(
      outcome.output.contains(
        "day 10 of month 2 of every quarter, 1 January 2026 – 31 December 2026, UTC+07:00\n"))
    let indonesian = try Salur.run("programme", "show", "--lang", "id", Self.pkh)
    #expect(indonesian.output.contains("Anak usia 0–6 tahun") && indonesian.output.contains("Rp 750.000"))
    #expect(indonesian.output.contains("dana paling banyak  Rp 28.700.000.000.000\n"))
    #expect(indonesian.output.contains("tanggal 10, 1 Januari 2026 – 31 Desember 2026, UTC+07:00\n"))
    let quake = try Salur.run("programme", "show", "Examples/programmes/gempa-ntt.yaml")
    #expect(quake.output.contains("bmkg.quake/1, when 3 of 5 sources agree, 1 instalment, 1 January 2026 – "))
    #expect(quake.output.contains("the agent's fee at most Rp 2,500\n"))
    let pip = try Salur.run("programme", "show", "Examples/programmes/pip.yaml", "--lang", "id")
    #expect(pip.output.contains("tiap tahun tanggal 15 Agustus, "))
    let json = try Salur.run("programme", "show", "--json", Self.pkh)
    #expect(json.output.contains(#""fund":{"cap":28700000000000,"onShortfall":"wait"}"#))
  }
}
