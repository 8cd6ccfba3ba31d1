import Foundation
import Testing

@Suite("salur programme simulate")
struct SimulateTests {
  private static let pkh = "Examples/programmes/pkh.yaml"

  private func object(_ outcome: Salur.Outcome) throws -> [String: Any] {
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test("A file and the same families made up come to the same, with the sums that belong together")
  func fileAndGenerated() throws {
    let folder = TemporaryFolder()
    let file = folder.path("r.csv")
    _ = try Salur.run("registry", "generate", "--families", "2000", "--out", file)
    let read = try object(Salur.run("programme", "simulate", Self.pkh, "--registry", file, "--json"))
    let made = try object(Salur.run("programme", "simulate", Self.pkh, "--generate", "2000", "--json"))
    for key in ["cycles", "total", "regions", "classes", "budget", "families", "people"] {
      #expect(read[key] as? NSObject == made[key] as? NSObject, "\(key)")
    }
    let cycles = try #require(read["cycles"] as? [[String: Any]])
    #expect(cycles.count == 4)
    let budget = try #require(read["budget"] as? [String: Any])
    let rupiah = cycles.compactMap { $0["rupiah"] as? Int }
    #expect(budget["total"] as? Int == rupiah.reduce(0, +))
    #expect(budget["peak"] as? Int == rupiah.max())
    for cycle in cycles {
      let payments = try #require(cycle["payments"] as? [[String: Any]])
      #expect(payments.compactMap { $0["rupiah"] as? Int }.reduce(0, +) == cycle["rupiah"] as? Int)
      let refused = try #require(cycle["refused"] as? [[String: Any]]).compactMap { $0["count"] as? Int }.reduce(0, +)
      let paid = try #require(cycle["paid"] as? Int)
      #expect(refused + paid + (cycle["undecided"] as? Int ?? 0) == 2000)
    }
  }

  @Test("Who gains and who loses adds up to the difference")
  func against() throws {
    let folder = TemporaryFolder()
    let text = try #require(Salur.text(of: Self.pkh))
    let changed = folder.file(
      "new.yaml", text.replacing("decile <= 4", with: "decile <= 5").replacing("members: 4", with: "members: 2")
    ).path
    let result = try object(
      Salur.run(
        "programme", "simulate", changed, "--against", Self.pkh, "--schemas", "Examples/schemas", "--generate", "3000",
        "--json", "--html", folder.path("r.html"), "--csv", folder.path("r.csv")))
    let against = try #require(result["against"] as? [String: Any])
    let change = try #require(against["change"] as? [String: Any])
    let new = try #require((result["budget"] as? [String: Any])?["total"] as? Int)
    let more = try #require(change["more"] as? Int)
    let less = try #require(change["less"] as? Int)
    #expect(more > 0 && less > 0)
    #expect(new - (against["rupiah"] as? Int ?? 0) == more - less)
    let page = folder.text(of: "r.html")
    #expect(page.contains("<svg") && page.contains("prefers-color-scheme") && page.contains("lang=\"en\""))
    #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("src="))
    #expect(
      folder.text(of: "r.csv").hasPrefix("document,table,cycle,key,count,rupiah\r\nnew,decided,2026-Q1,,3000,0\r\n"))
  }

  @Test("A file that is there is replaced only where that is asked for")
  func replaces() throws {
    let folder = TemporaryFolder()
    let mine = folder.file("mine.csv", "mine").path
    let arguments = [
      "programme", "simulate", Self.pkh, "--schemas", "Examples/schemas", "--generate", "100", "--csv", mine,
    ]
    let kept = try Salur.run(arguments)
    #expect(kept.status == 1 && kept.errors.contains("is there already"), "\(kept.errors)")
    #expect(folder.text(of: "mine.csv") == "mine")
    #expect(try Salur.run(arguments + ["--force"]).status == 0)
    #expect(folder.text(of: "mine.csv").hasPrefix("document,"))
  }

  @Test("A cap that falls short is said first of all")
  func shortfall() throws {
    let folder = TemporaryFolder()
    let text = try #require(Salur.text(of: Self.pkh))
    let poor = folder.file("poor.yaml", text.replacing("cap: 28700000000000", with: "cap: 900000000")).path
    let outcome = try Salur.run("programme", "simulate", poor, "--schemas", "Examples/schemas", "--generate", "2000")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("THE CAP FALLS SHORT by Rp "), "\(outcome.output)")
  }

  @Test("Other programmes' decisions, pupils' facts and events come from where one says")
  func besides() throws {
    let blt = "Examples/programmes/blt-dana-desa.yaml"
    let alone = try Salur.run("programme", "simulate", blt, "--generate", "500")
    #expect(alone.errors == "Error: \(blt) asks about id.kemensos.pkh; name its programme with --with FILE\n")
    let result = try object(
      Salur.run(
        "programme", "simulate", blt, "--with", Self.pkh, "--with", "Examples/programmes/sembako.yaml", "--generate",
        "3000", "--json", "--cycles", "2"))
    let refused = try #require((result["total"] as? [String: Any])?["refused"] as? [[String: Any]])
    #expect(refused.allSatisfy { ($0["rule"] as? String) == "no-payment" || ($0["count"] as? Int ?? 0) > 0 })
    let pip = try object(
      Salur.run("programme", "simulate", "Examples/programmes/pip.yaml", "--generate", "500", "--json"))
    #expect(pip["unit"] as? String == "person")
    let folder = TemporaryFolder()
    let (families, students) = (folder.path("r.csv"), folder.path("s.csv"))
    _ = try Salur.run("registry", "generate", "--families", "500", "--out", families, "--students", students)
    let read = try object(
      Salur.run(
        "programme", "simulate", "Examples/programmes/pip.yaml", "--registry", families, "--facts",
        "dapodik.student/1=\(students)", "--json"))
    #expect(read["total"] as? NSObject == pip["total"] as? NSObject)
    let quake = "Examples/programmes/gempa-ntt.yaml"
    let weak = try Salur.run("programme", "simulate", quake, "--generate", "500", "--region", "53")
    #expect(weak.errors.contains("this event does not set the programme off"))
    let strong = try object(
      Salur.run(
        "programme", "simulate", quake, "--generate", "3000", "--region", "53", "--event", "magnitude_x10=64", "--json")
    )
    #expect(((strong["total"] as? [String: Any])?["paid"] as? Int ?? 0) > 0)
  }

  @Test("What is wrong with a registry is said with line and column; quotes are no mistake")
  func registries() throws {
    let folder = TemporaryFolder()
    let header = "family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability\n"
    let row = "1,11.01.01.2001,3,10,2022-05-06,none,none,0,,0,none\n"
    let twice = folder.file("twice.csv", header + row + row).path
    let refused = try Salur.run("programme", "simulate", Self.pkh, "--registry", twice)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("twice.csv:3:19: person 10 stands in this file twice"), "\(refused.errors)")
    let quoted = folder.file("quoted.csv", header + row.replacing("none,none", with: "\"none\",none")).path
    let good = try object(Salur.run("programme", "simulate", Self.pkh, "--registry", quoted, "--json"))
    #expect(good["families"] as? Int == 1)
    let neither = try Salur.run("programme", "simulate", Self.pkh)
    #expect(neither.status == 2)
  }

  private static let zone = """
    schema: bps.price-zone
    version: 1
    title: {id: Zona harga, en: Price zone}
    subject: region
    life: P400D
    fields:
      index_pct: {type: int, min: 50, max: 300, doc: "Price level, 100 being the country's"}
      ferry: {type: bool, optional: true, doc: "Reached by ferry only"}
    """

  private static let zoned = """
    programme: id.kemensos.harga
    version: "1"
    title: {id: Bantuan harga, en: Help with prices}
    fund: {cap: 1000000000, on_shortfall: wait}
    unit: family
    facts: {zone: bps.price-zone/1}
    schedule: {every: year, due: {month: 3, day: 1}, tz: "+07:00", from: 2026-01-01, until: 2026-12-31}
    eligible:
    - {id: mahal, say: {id: Harga di atas rata-rata, en: Prices above the average}, when: "zone.index_pct > 100"}
    choose: sum
    pay:
    - {id: semua, say: {id: Semua, en: Everybody}, amount: 100000, when: "true"}
    - {id: pulau, say: {id: Pulau, en: An island}, amount: 50000, when: "has(zone.ferry) && zone.ferry"}
    spend: {cash_out: true, cash_out_fee: 0, expires: P60D, unspent: return-to-fund}
    appeal: {window: P30D}
    """

  @Test("Facts about regions come as CSV or JSON lines, count for whoever lives there, and are checked line by line")
  func regions() throws {
    let folder = TemporaryFolder()
    let schemas = folder.path("schemas")
    try FileManager.default.createDirectory(atPath: schemas, withIntermediateDirectories: true)
    _ = folder.file("schemas/bps.price-zone.1.yaml", Self.zone)
    _ = folder.file("schemas/dtsen.family.1.yaml", try #require(Salur.text(of: "Examples/schemas/dtsen.family.1.yaml")))
    let programme = folder.file("p.yaml", Self.zoned).path
    let header = "family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability\n"
    let homes = ["11.01.01.2001", "11.01.01.2002", "11.01.02.2001", "53.15.06.2001"]
    let rows = homes.enumerated().map { "\($0 + 1),\($1),3,\($0 + 10),1985-05-06,none,none,0,,0,none\n" }
    let registry = folder.file("r.csv", header + rows.joined()).path
    let simulate = ["programme", "simulate", programme, "--schemas", schemas, "--registry", registry]
    let without = try Salur.run(simulate)
    #expect(without.errors.contains("name a file of it with --facts bps.price-zone/1=FILE"), "\(without.errors)")

    let csv = folder.file("z.csv", "region,index_pct,ferry\n11.01,120,\n11.01.01.2002,130,true\n11.01.02,90,\n").path
    let lines = folder.file(
      "z.jsonl",
      """
      {"region": "11.01", "index_pct": 120}

      {"index_pct": 130, "ferry": true, "region": "11.01.01.2002"}
      {"region": "11.01.02", "index_pct": 90, "ferry": null}
      """
    ).path
    for file in [csv, lines] {
      let result = try object(Salur.run(simulate + ["--facts", "bps.price-zone/1=\(file)", "--json"]))
      let cycle = try #require((result["cycles"] as? [[String: Any]])?.first)
      // The village's own fact before its regency's; a district's low prices; a province nobody has spoken of.
      #expect(cycle["paid"] as? Int == 2 && cycle["rupiah"] as? Int == 250_000, "\(result)")
      #expect(cycle["undecided"] as? Int == 1)
    }

    let wrong = folder.file("w.csv", "region,index_pct\n11.01,120\n11.99,120\nX,120\n11.02,20\n").path
    let refused = try Salur.run(simulate + ["--facts", "bps.price-zone/1=\(wrong)"])
    #expect(refused.status == 1)
    for part in [
      "w.csv:3:1: no region has the code 11.99;", "w.csv:4:1: 'X' is no region's code;", "w.csv:5:7: 20 is outside",
    ] {
      #expect(refused.errors.contains(part), "\(refused.errors)")
    }
    let bad = folder.file(
      "w.jsonl", "{\"region\": \"11.01\", \"index_pct\": 20}\n{\"region\": \"11.02\", \"index\": 100}\n"
    ).path
    let named = try Salur.run(simulate + ["--facts", "bps.price-zone/1=\(bad)"])
    for part in [
      "w.jsonl:1:21: 20 is outside 50 to 300;", "w.jsonl:2:21: 'index' is no field of bps.price-zone/1; write one of",
      "w.jsonl:2:1: 'index_pct' is empty;",
    ] {
      #expect(named.errors.contains(part), "\(named.errors)")
    }
    let torn = folder.file("t.jsonl", "{\"region\": \"11.01\", \"index_pct\": 120}\n{\"region\": 11.01}\n").path
    let cut = try Salur.run(simulate + ["--facts", "bps.price-zone/1=\(torn)"])
    #expect(cut.errors.contains("t.jsonl:2:"))
  }
}
