import Foundation
import Testing

@Suite struct DemoTests {
  private func summary(_ seed: Int) throws -> [String: Any] {
    let outcome = try Salur.run("demo", "--families", "300", "--seed", String(seed), "--json")
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
    #expect((first["answersChecked"] as? Int ?? 0) > 0)
    let programmes = try #require(first["programmes"] as? [[String: Any]])
    #expect(programmes.count == 3)
    for programme in programmes {
      func value(_ key: String) throws -> Int { try #require(programme[key] as? Int, "\(key)") }
      #expect(try value("families") > 0 && value("families") <= 300)
      #expect(try value("paid") > 0 && value("paid") <= value("entitled"))
      #expect(try value("funded") == value("unspent") + value("held") + value("spent"))
      #expect(try value("milliseconds") >= 0 && value("returned") >= 0)
    }
    let movers = try #require(first["movedBy"] as? [[String: Any]])
    #expect(
      movers.map { $0["who"] as? String } == [
        "owner", "helper", "agent (refunds)", "nobody yet (still in wallets)",
      ])
    #expect(try summary(8)["stateRoot"] as? String != root)
  }
}
