import Foundation
import Testing

@Suite struct DemoTests {
  private func summary(_ seed: Int) throws -> [String: Any] {
    let outcome = try Salur.run("demo", "--families", "5000", "--seed", String(seed), "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let line = try #require(outcome.lines.last)
    return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func twoProcessesWithOneSeedEndInTheSameState() throws {
    let (first, second) = (try summary(7), try summary(7))
    let root = try #require(first["stateRoot"] as? String)
    #expect(root.count == 64)
    #expect(second["stateRoot"] as? String == root)
    #expect(first["unaccounted"] as? Int == 0 && first["auditFindings"] as? Int == 0)
    #expect(first["cosignatures"] as? Int == 2)
    #expect((first["answersChecked"] as? Int ?? 0) > 0)
    let programmes = try #require(first["programmes"] as? [[String: Any]])
    #expect(programmes.count == 3)
    for programme in programmes {
      func value(_ key: String) throws -> Int { try #require(programme[key] as? Int, "\(key)") }
      #expect(try value("families") > 0 && value("families") <= 5_000)
      #expect(try value("paid") > 0 && value("paid") <= value("entitled"))
      #expect(try value("funded") == value("unspent") + value("held") + value("spent"))
      #expect(try value("milliseconds") >= 0 && value("returned") >= 0)
    }
    let movers = try #require(first["movedBy"] as? [String: Int])
    #expect(movers.keys.sorted() == ["agentRefunds", "helper", "nobodyYet", "owner"])
    #expect(try summary(8)["stateRoot"] as? String != root)
  }

  @Test func theSmallestCountryHasTheWholeStory() throws {
    let story = try Salur.run("demo", "--families", "5000", "--seed", "3", "--lang", "en")
    #expect(story.status == 0, "\(story.errors)")
    for part in ["tries Kios Rokok Pojok", ": no, because", "waits for the fact", "paid its wholesaler"] {
      #expect(story.output.contains(part), "\(part)")
    }
    #expect(!story.output.contains("Rp 0"))
    let small = try Salur.run("demo", "--families", "4999")
    #expect(small.status == 2)
    #expect(small.errors == "Error: '--families' must be from 5000 to 5000000, not 4999\n")
  }

  @Test func bothWitnessesCosignWhatTheAuditChecks() throws {
    let folder = TemporaryFolder()
    let data = folder.path("data")
    let story = try Salur.run("demo", "--families", "5000", "--data", data)
    #expect(story.status == 0, "\(story.errors)")
    #expect(story.output.contains("Both witnesses cosign: the log goes on from what they had signed before the crash."))
    #expect(story.output.contains("Witnesses: the last head of the log is cosigned by 2 of 2\n"))
    let note = try String(contentsOfFile: data + "/cosigned", encoding: .utf8)
    #expect(note.contains("\n— witness-1.example/nusantara ") && note.contains("\n— witness-2.example/nusantara "))
    #expect(try Salur.run("audit", "verify", "--data", data, "--checkpoint", data + "/cosigned").status == 0)
    // One of two is not most of them, and a false signature is worse than none.
    let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
    let one = lines.filter { !$0.contains("witness-2") }
    let forged = lines.map { $0.contains("witness-2") ? $0.dropLast(8) + "AAAAAA==" : $0 }
    for (lines, code) in [(one, "checkpoint-witnesses"), (forged, "checkpoint-signature")] {
      let file = folder.file("changed", lines.joined(separator: "\n")).path
      let audit = try Salur.run("audit", "verify", "--data", data, "--checkpoint", file, "--json")
      #expect(audit.status == 1 && audit.output.contains(code), "\(code): \(audit.output)")
    }
  }

  @Test func examplesThatAreNotThereAreRefused() throws {
    let outcome = try Salur.run("demo", "--examples", "/nope2")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("/nope2 is no folder of example documents"), "\(outcome.errors)")
  }

  @Test func anInterruptedDemoLeavesNothing() throws {
    let folder = TemporaryFolder()
    let demo = try RunningSalur("demo", "--families", "100000", environment: ["TMPDIR": folder.url.path])
    try demo.waitForOutput("Registration")
    #expect(demo.interrupt() == 130)
    #expect(demo.errors == "The demo was stopped; its temporary directory is gone.\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }
}
