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
    #expect(try summary(8)["stateRoot"] as? String != root)
  }
}
