import Foundation
import Testing

@Suite("salur programme test, diff, new, schema, explain; salur schema")
struct ProgrammeToolTests {
  private static let programmes = [
    "pkh", "pip", "sembako", "blt-dana-desa", "atensi-yapi", "gempa-ntt", "gempa-sewa",
  ].map { "Examples/programmes/\($0).yaml" }

  @Test("Every example decides what its spec says, and every rule, limit and branch of it is tried")
  func specs() throws {
    let outcome = try Salur.run(["programme", "test", "--min-coverage", "100"] + Self.programmes)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(
      outcome.output.contains(
        "pkh.spec.yaml: 12 of 12 cases as expected; 100% of rules and limits and 100% of branches tried"))
  }

  @Test("A miss is shown with what was expected and what came, and its line")
  func misses() throws {
    let folder = TemporaryFolder()
    let spec = try #require(Salur.text(of: "Examples/programmes/sembako.spec.yaml"))
    let programme = Salur.project.appendingPathComponent("Examples/programmes/sembako.yaml").path
    let file = folder.file(
      "s.spec.yaml",
      spec.replacing("spec: sembako.yaml", with: "spec: \(programme)").replacing(
        "amount: 200000", with: "amount: 300000")
    ).path
    let outcome = try Salur.run("programme", "test", file)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("Miss: \(file):10: Decile 5 is paid: the verdict\n"), "\(outcome.output)")
    #expect(outcome.output.contains("  expected amount: 300000\n  got      amount: 200000\n"))
    let json = try Salur.run("programme", "test", "--json", file)
    #expect(json.status == 1)
    #expect(json.output.contains(#""expected":"amount: 300000","got":"amount: 200000","line":10"#))
    let short = folder.file(
      "t.spec.yaml", String(spec.replacing("spec: sembako.yaml", with: "spec: \(programme)").prefix(700))
    ).path
    let little = try Salur.run("programme", "test", "--min-coverage", "100", short)
    #expect(little.status == 1)
  }

  @Test("A branch no case takes is named with its place, a caret and what is missing, in both languages")
  func branches() throws {
    let folder = TemporaryFolder()
    let programme = Salur.project.appendingPathComponent("Examples/programmes/atensi-yapi.yaml").path
    let spec = try #require(Salur.text(of: "Examples/programmes/atensi-yapi.spec.yaml"))
    let file = folder.file(
      "a.spec.yaml",
      spec.replacing("spec: atensi-yapi.yaml", with: "spec: \(programme)")
        .replacing("orphan: none}, {born: 2016-01-01}", with: "orphan: none}")
    ).path
    let test = ["programme", "test", file, "--schemas", "Examples/schemas"]
    let outcome = try Salur.run(test)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("100% of rules and limits and 90% of branches tried"), "\(outcome.output)")
    #expect(
      outcome.output.hasSuffix(
        """
        \(programme):24:35: never false; add a case in which it is false
          24 |   when: "age(m.born, due) < 18 && has(m.orphan) && m.orphan != 'none'"
             |                                   ^

        """), "\(outcome.output)")
    #expect(try Salur.run(test + ["--min-coverage", "90"]).status == 0)
    let little = try Salur.run(test + ["--min-coverage", "91", "--lang", "id"])
    #expect(little.status == 1)
    #expect(little.output.contains(":24:35: tidak pernah salah; tambahkan kasus yang membuatnya salah\n"))
    #expect(little.output.contains("Hanya 90% yang dicoba, paling sedikit 91% diminta"))
    let json = try Salur.run(test + ["--json"])
    for part in [#""branches":5"#, #""percent":90"#, #""column":35"#, #""rule":"yatim-piatu""#, #""false":false"#] {
      #expect(json.output.contains(part), "\(json.output)")
    }
  }

  @Test("Meaning is compared, not text")
  func diff() throws {
    let folder = TemporaryFolder()
    let text = try #require(Salur.text(of: Self.programmes[0]))
    let shuffled = folder.file(
      "a.yaml", "# another comment\n" + text.replacing("m.school == 'SD' &&", with: "m.school == 'SD'  &&")
    ).path
    let same = try Salur.run("programme", "diff", Self.programmes[0], shuffled, "--schemas", "Examples/schemas")
    #expect(same.output == "Both documents mean the same; only their form may differ.\n", "\(same.errors)")
    let changed = folder.file(
      "b.yaml",
      text.replacing("amount: 225000", with: "amount: 250000").replacing("day: 10", with: "day: 12")
        .replacing("id: lansia", with: "id: tua").replacing("{anak: 3}, members: 4", with: "{anak: 2}, members: 5")
    ).path
    let outcome = try Salur.run("programme", "diff", Self.programmes[0], changed, "--schemas", "Examples/schemas")
    for line in [
      "~ pay.sd.amount: Primary pupil, attendance at least 85%\n    Rp 225,000 → Rp 250,000\n",
      "~ cycle.2026-Q1\n    2026-02-10 → 2026-02-12\n", "− pay.lansia: Aged 70 or over\n",
      "+ pay.tua: Aged 70 or over\n",
      "~ limits.group.anak\n    3 → 2\n", "~ limits.members\n    4 → 5\n",
    ] { #expect(outcome.output.contains(line), "\(outcome.output)") }
    let json = try Salur.run(
      "programme", "diff", "--json", Self.programmes[0], changed, "--schemas", "Examples/schemas")
    #expect(json.output.contains(#""kind":"changed","new":"250000","old":"225000","part":"pay.sd.amount""#))
  }

  @Test("A new programme is good from the start, and never overwrites", arguments: ["family", "person", "event"])
  func new(template: String) throws {
    let folder = TemporaryFolder()
    let file = folder.path("new.yaml")
    #expect(try Salur.run("programme", "new", "--template", template, "--out", file).status == 0)
    let check = try Salur.run("programme", "check", file, "--schemas", "Examples/schemas")
    #expect(check.status == 0, "\(check.errors)")
    let again = try Salur.run("programme", "new", "--template", template, "--out", file)
    #expect(again.status == 1)
    #expect(again.errors == "Error: \(file) exists already; choose another name or remove it first\n")
  }

  @Test("The JSON Schema in docs is the one the code prints, and the examples satisfy it")
  func jsonSchema() throws {
    let printed = try Salur.run("programme", "schema")
    #expect(
      printed.output == Salur.text(of: "docs/schema/programme.schema.json"),
      "salur programme schema > docs/schema/programme.schema.json")
    let probe = try Salur.shell("python3 -c 'import jsonschema, yaml' 2>/dev/null")
    guard probe.status == 0 else {
      print("python3 with jsonschema and yaml is not here: examples are not validated against the JSON Schema")
      return
    }
    let outcome = try Salur.shell("python3 script/validate-programmes \(Self.programmes.joined(separator: " "))")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test("Schemas are listed, shown, checked and compared")
  func schemas() throws {
    let list = try Salur.run("schema", "list")
    #expect(list.output.contains("dtsen.family/1") && list.output.contains("dtsen.family/2"))
    let show = try Salur.run("schema", "show", "dtsen.family/2")
    #expect(show.output.contains("members.orphan") && show.output.contains("Which of a child's parents has died"))
    let forward = try Salur.run("schema", "diff", "dtsen.family/1", "dtsen.family/2")
    #expect(forward.output.contains("Records of the old schema can be read as the new one."))
    let back = try Salur.run("schema", "diff", "--json", "dtsen.family/2", "dtsen.family/1")
    #expect(back.output.contains(#""compatible":false"#))
    let check = try Salur.run("schema", "check", "Examples/programmes/pkh.yaml")
    #expect(check.status == 1)
    #expect(check.errors.contains("this is a programme, not a fact schema; name a file that holds a fact schema\n"))
  }

  @Test("A decision is explained as a tree; what facts say is for those entitled")
  func explain() throws {
    let network = try Network()
    let family = "Examples/schemas/dtsen.family.1.yaml"
    _ = try Salur.run("schema", "register", family, "--data", network.data, "--key", network.key("dtsen"))
    #expect(try network.act(as: "kemensos", ["programme", "activate", Self.programmes[0]]).status == 0)
    let header = "family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability\n"
    let file = network.folder.file(
      "r.csv",
      header
        + "1,11.01.01.2001,6,10,1985-05-06,TNI,none,0,,0,none\n2,11.01.01.2001,2,11,2016-05-06,none,SD,3,80,0,none\n"
    ).path
    let imported = try Salur.run(
      "registry", "import", file, "--data", network.data, "--key", network.key("dukcapil"), "--source-key",
      network.key("dtsen"))
    #expect(imported.status == 0, "\(imported.errors)")
    let open = try Salur.run(
      "programme", "explain", "--account", "18", "--data", network.data, "--key", network.key("dtsen"))
    #expect(open.status == 0, "\(open.errors)")
    #expect(open.output.contains("no, for not meeting: DTSEN decile 1–4\n"), "\(open.output)")
    #expect(open.output.contains("family.decile = 6; would have to be 1–4\n"))
    #expect(open.output.contains("family.members.job #1 = \"TNI\"; would have to be none, farmer, "))
    let closed = try Salur.run("programme", "explain", "--account", "18", "--data", network.data)
    #expect(closed.output.contains("family.decile\n") && !closed.output.contains("= 6"))
    #expect(closed.output.contains("What facts say is sealed"))
    let stranger = try Salur.run(
      "programme", "explain", "--account", "18", "--data", network.data, "--key", network.key("perizinan"), "--json")
    #expect(stranger.output.contains(#""sealed":true"#) && !stranger.output.contains(#""value":"6""#))
    let pupil = try Salur.run(
      "programme", "explain", "--account", "19", "--data", network.data, "--key", network.key("bpk"), "--all")
    #expect(pupil.output.contains("m.attendance_pct = 80; would have to be 85–100"), "\(pupil.output)")
    #expect(pupil.output.contains("→ holds by itself for what falls due from 2086-05-06 on"), "\(pupil.output)")
    #expect(
      pupil.output.contains("is attested by National social registry (dtsen); where it is wrong, they correct it."))
    #expect(!closed.output.contains("would have to be") && !closed.output.contains("attested by"))
    #expect(!stranger.output.contains(#""wouldHaveToBe":"1"#), "\(stranger.output)")
    let indonesian = try Salur.run(
      "programme", "explain", "--account", "19", "--data", network.data, "--key", network.key("bpk"), "--lang", "id")
    #expect(indonesian.output.contains("seharusnya m.school SMP dan m.attendance_pct 85–100"), "\(indonesian.output)")
    let nobody = try Salur.run("programme", "explain", "--account", "3", "--data", network.data)
    #expect(nobody.status == 1)
  }
}
