import ArgumentParser
import Presentation
import Rules

/// How values and errors of rules are shown.
enum RuleAnswer {
  static func type(_ value: Value) -> String { value.type?.description ?? "_" }

  static func members(_ value: Value) -> [JSON.Member] {
    [
      JSON.Member(key: "type", value: .string(type(value))),
      JSON.Member(key: "value", value: .written(value.json)),
    ]
  }

  static func json(_ error: RuleError, _ language: Language) -> JSON {
    [
      "kind": .string(error.kind.description), "message": .string(error.message.text(language)),
      "line": JSON(error.line),
      "column": JSON(error.column),
    ]
  }

  /// Shows the error with the place in its source, and ends the command.
  static func fail(_ error: RuleError, in source: String, _ console: Console) -> any Error {
    if console.isJSON {
      console.answer(["error": json(error, console.language)])
      return ExitCode.failure
    }
    let place = "\(error.line):\(error.column): "
    let excerpt = excerpt(error, in: source)
    return Failure(
      place + RulePhrase.kind(error.kind).indonesian + ": " + error.message.indonesian + "\n" + excerpt,
      place + RulePhrase.kind(error.kind).english + ": " + error.message.english + "\n" + excerpt)
  }

  /// What is allowed in a rule and hardly meant, in the order of its text.
  static func warnings(_ rule: Rule, isRegion: (Region) -> Bool) -> [(phrase: Phrase, index: Int)] {
    var warnings = rule.regions.filter { !isRegion($0.region) }.map { (RulePhrase.noRegion($0.region), $0.index) }
    guard rule.type == .bool else { return warnings }
    let prospect = rule.prospect()
    warnings += prospect.idle.map { (RulePhrase.neverTrue, $0) }
    if prospect.yes == nil, prospect.idle.isEmpty { warnings.append((RulePhrase.neverTrue, 0)) }
    if prospect.no == nil { warnings.append((RulePhrase.alwaysTrue, 0)) }
    return warnings.sorted { $0.1 < $1.1 }
  }

  static func json(_ warning: (phrase: Phrase, index: Int), in source: String, _ language: Language) -> JSON {
    let place = place(of: warning, in: source)
    return [
      "message": .string(warning.phrase.text(language)), "line": JSON(place.line), "column": JSON(place.column),
    ]
  }

  /// Shows a warning with the place in its source.
  static func warn(_ warning: (phrase: Phrase, index: Int), in source: String, _ console: Console) {
    let place = place(of: warning, in: source)
    console.errors.write(
      "\(console.errors.styled(Phrase.warning.text(console.language), .yellow)) \(place.line):\(place.column): "
        + "\(warning.phrase.text(console.language))\n\(excerpt(place, in: source))\n")
  }

  private static func place(of warning: (phrase: Phrase, index: Int), in source: String) -> RuleError {
    let before = source.unicodeScalars.prefix(warning.index)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    return RuleError(.type, warning.phrase, line: lines.count, column: (lines.last?.count ?? 0) + 1)
  }

  /// The line it happened on and a caret under the place.
  private static func excerpt(_ error: RuleError, in source: String) -> String {
    let lines = source.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let line = error.line <= lines.count ? Array(lines[error.line - 1]) : []
    let start = max(0, error.column - 1 - 60)
    let shown = line.dropFirst(start).prefix(100).map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: shown)
    return "  \(String(text))\n  \(String(repeating: " ", count: max(0, error.column - 1 - start)))^"
  }
}
