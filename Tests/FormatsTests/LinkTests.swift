import Foundation
import Testing

@Suite("Links lead somewhere")
struct LinkTests {
  @Test("Relative links of README, changelog and docs name files that exist", arguments: Project.pages())
  func relativeLinks(page: String) throws {
    let folder = Project.root.appending(path: page).deletingLastPathComponent()
    for target in try links(in: Project.text(page)) {
      let path = target.prefix { $0 != "#" }
      if path.isEmpty || target.contains("://") || target.hasPrefix("mailto:") { continue }
      let exists = FileManager.default.fileExists(atPath: folder.appending(path: String(path)).path)
      #expect(exists, "\(page) links to '\(target)', which does not exist: correct the path from the page's own folder")
    }
  }

  @Test("The pages a newcomer is sent to are there")
  func pages() {
    let pages = Set(Project.pages())
    for page in ["README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "docs/FORMATS.md", "docs/PROGRAMMES.md"] {
      #expect(pages.contains(page))
    }
  }

  /// The targets of `[words](target)`, outside code.
  private func links(in text: String) throws -> [String] {
    let fences = try Regex(#"(?s)```.*?```"#)
    let code = try Regex(#"`[^`\n]*`"#)
    let link = try Regex(#"\]\(([^)\s]+)\)"#)
    return text.replacing(fences, with: "").replacing(code, with: "").matches(of: link)
      .compactMap { $0.output[1].substring.map(String.init) }
  }
}
