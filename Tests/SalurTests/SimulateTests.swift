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
}
