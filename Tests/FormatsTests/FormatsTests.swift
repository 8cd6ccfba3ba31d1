import Foundation
import Testing

@Suite("The documents say what the code does")
struct FormatsTests {
  static let remedy =
    "run `UPDATE_FORMATS=1 script/test --filter FormatsTests`, read what changed with `git diff docs`, and mend the "
    + "words around it. A change to bytes that are hashed or signed needs a new record version."

  @Test("docs/FORMATS.md: tables and example bytes follow from the code")
  func formats() throws {
    try check(
      "docs/FORMATS.md",
      [
        "limits": Tables.limits, "algorithms": Tables.algorithms, "actions": try Tables.actions(),
        "action-examples": Tables.actionExamples, "records": try Tables.records(), "receipt-kinds": Tables.receiptKinds,
        "receipt-example": Tables.receiptExample, "movers": Tables.movers, "entry-kinds": Tables.entryKinds,
        "enumerations": Tables.enumerations, "rows": Tables.rows, "framing": Tables.framing,
        "frame-examples": Tables.frameExamples, "rejections": Tables.rejections,
      ])
  }

  @Test("docs/PROGRAMMES.md: limits, and the messages of common mistakes, are the real ones")
  func programmes() throws {
    let mistakes = try ProgrammeParts.mistakes()
    #expect(!mistakes.contains("is good"), "a slip of Tests/FormatsTests/ProgrammeParts.swift no longer fits PKH's text")
    try check("docs/PROGRAMMES.md", ["profile": ProgrammeParts.profile, "mistakes": mistakes])
  }

  @Test("Every action the decoder knows has an example")
  func everyAction() {
    #expect(
      Examples.actions.map(\.number) == Examples.knownActionNumbers,
      "add the action to Tests/FormatsTests/Examples+Actions.swift, in the order of the numbers")
  }

  /// Compares a page's generated parts with what they should be, or rewrites them where asked to.
  private func check(_ path: String, _ expected: [String: String]) throws {
    var page = try GeneratedPage(path)
    #expect(Set(page.parts) == Set(expected.keys), "\(path) has not the generated parts this test knows")
    let rewrites = ProcessInfo.processInfo.environment["UPDATE_FORMATS"] == "1"
    for (part, content) in expected where page[part] != content {
      if rewrites {
        page.replace(part, with: content)
      } else {
        Issue.record("\(path), part '\(part)', is not what the code says; \(Self.remedy)")
      }
    }
    if rewrites { try page.write() }
  }
}
