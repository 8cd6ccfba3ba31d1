import Foundation
import Testing

/// What the pages print as a command's answer is what it answers.
@Suite("The documents' examples")
struct DocumentationTests {
  /// A command after a dollar, and the lines under it.
  private struct Example {
    let command: String
    let answer: String
  }

  @Test("Every command on a page answers what the page shows", arguments: ["docs/PROGRAMMES.md", "docs/TRYING.md"])
  func examples(page: String) throws {
    let folder = try Self.folder()
    // A page says "…" where it leaves something out.
    let examples = try Self.examples(of: page).filter { !$0.answer.contains("…") }
    #expect(!examples.isEmpty)
    for example in examples {
      let outcome = try Salur.shell(
        "salur() { \"$SALUR\" \"$@\"; }; cd '\(folder.url.path)' && { \(example.command)\n} 2>&1")
      #expect(outcome.output == example.answer, "\(page): \(example.command)")
    }
  }

  /// Where a reader stands: the examples, and the files the pages speak of.
  private static func folder() throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("Examples"),
      withDestinationURL: Salur.project.appendingPathComponent("Examples"))
    folder.file("vars.json", #"{"decile": 3, "pct": 90}"#)
    let old = try #require(Salur.text(of: "Examples/programmes/pkh.yaml"))
    folder.file("old.yaml", old)
    let oldPayment = try #require(old.firstMatch(of: /- id: lansia\n.*\n  amount: 600000/)?.output)
    folder.file(
      "new.yaml",
      old.replacing("family.decile <= 4", with: "family.decile <= 5").replacing("members: 4", with: "members: 3")
        .replacing(oldPayment, with: oldPayment.replacing("600000", with: "700000")))
    return folder
  }

  private static func examples(of page: String) throws -> [Example] {
    let text = try #require(Salur.text(of: page))
    let fences = text.components(separatedBy: "```").enumerated().filter { !$0.offset.isMultiple(of: 2) }
    return fences.flatMap { fence in
      fence.element.components(separatedBy: "\n$ ").dropFirst().map { part in
        let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
        let answer = lines.dropFirst().joined(separator: "\n")
        return Example(command: String(lines[0]), answer: answer.hasSuffix("\n") ? answer : answer + "\n")
      }
    }
  }
}
