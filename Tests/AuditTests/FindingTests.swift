import Audit
import Foundation
import Testing

@Suite("Findings")
struct FindingTests {
  @Test("say something in both languages, each something else")
  func words() {
    let sentences = Finding.Code.allCases.map { $0.words }
    #expect(Set(sentences.map(\.english)).count == sentences.count)
    #expect(Set(sentences.map(\.indonesian)).count == sentences.count)
  }

  @Test("name their place before anything else")
  func place() {
    let finding = Finding(.opening, Finding.Place(height: 12, entry: 345, file: "journal/1", offset: 4096))
    #expect(finding.text(.english).hasPrefix("block 12, entry 345, journal/1 at byte 4096: The receipt"))
    #expect(finding.text(.indonesian).hasPrefix("blok 12, entri 345, journal/1 pada bita 4096: Tanda terima"))
  }

  @Test("are all on the auditor's page, with their severity and meaning")
  func documented() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let page = try String(contentsOf: root.appending(path: "docs/AUDIT.md"), encoding: .utf8)
    for code in Finding.Code.allCases {
      let row = "| `\(code.rawValue)` | \(code.severity.rawValue) | \(code.words.english) |"
      #expect(page.contains(row), "docs/AUDIT.md should have: \(row)")
    }
  }
}
