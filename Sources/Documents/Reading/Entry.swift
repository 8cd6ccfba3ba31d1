import Coding
import Rules
import Yams

/// One value of a document and where it stands. Readers return nil after reporting why the value is none of theirs.
struct Entry {
  let node: Node
  let problems: Problems

  var place: Diagnostic.Place { Diagnostic.Place(node.mark) }

  func report(_ message: @autoclosure () -> String, _ remedy: @autoclosure () -> String) {
    problems.report(at: place, message(), remedy())
  }

  /// Reports something about one code point of a text.
  func report(atIndex index: Int, _ message: String, _ remedy: String) {
    problems.report(at: place(atIndex: index), message, remedy)
  }

  /// Where one code point of a text stands.
  func place(atIndex index: Int) -> Diagnostic.Place {
    problems.source.place(inScalar: node.scalar?.string ?? "", at: place, index: index)
  }
}

// MARK: - Lists and choices

extension Entry {
  /// The values of a list.
  func list(max: Int) -> [Entry]? {
    guard case .sequence(let sequence) = node else {
      report("expected a list, found \(kind)", "write [a, b], or one '- ' line for each")
      return nil
    }
    guard sequence.count <= max else {
      report("the list has \(sequence.count) values, above the limit of \(max)", "shorten it")
      return nil
    }
    return sequence.map { Entry(node: $0, problems: problems) }
  }

  /// The values of a list, each read by `read`; nil where one could not be read.
  func list<Value>(max: Int, _ read: (Entry) -> Value?) -> [Value]? {
    guard let entries = list(max: max) else { return nil }
    let values = entries.map(read)
    return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
  }

  /// One of a few words.
  func choice<Value>(_ choices: [(word: String, value: Value)]) -> Value? {
    guard let word = word() else { return nil }
    if let choice = choices.first(where: { $0.word == word }) { return choice.value }
    report("'\(word)' is not one of the words allowed here", remedy(for: word, among: choices.map(\.word)))
    return nil
  }
}

// MARK: - Scalars

extension Entry {
  /// What people call this kind of value.
  var kind: String {
    switch node {
    case .mapping: "fields"
    case .sequence: "a list"
    case .scalar(let scalar) where scalar.style == .plain && scalar.string.isEmpty: "nothing"
    case .scalar, .alias: "a single value"
    }
  }

  /// A scalar's characters, whatever they would mean without quotes.
  func word() -> String? {
    guard case .scalar(let scalar) = node, scalar.style != .plain || !scalar.string.isEmpty else {
      report("expected a single value, found \(kind)", "write one after the colon")
      return nil
    }
    return scalar.string
  }

  private var isPlain: Bool { node.scalar?.style == .plain }

  /// Text of 1 to `max` bytes; in quotes where some reader of YAML would take it for something else.
  func text(max: Int = 64) -> Text? {
    guard let word = word() else { return nil }
    if isPlain {
      switch PlainScalar(word) {
      case .text: break
      case .integer:
        report("\(word) without quotes is a number, and text is expected", "write \"\(word)\"")
        return nil
      case .surprising(let meaning):
        report("\(word) without quotes is \(meaning), and text is expected", "write \"\(word)\"")
        return nil
      }
    }
    guard !word.isEmpty else {
      report("the text is empty", "write something between the quotes")
      return nil
    }
    guard word.utf8.count <= max else {
      report("the text has \(word.utf8.count) bytes, above the limit of \(max)", "shorten it")
      return nil
    }
    return Text(word)
  }

  /// A whole number in a range, without quotes, separators or leading zeros.
  func integer(in range: ClosedRange<Int64>) -> Int64? {
    guard let word = word() else { return nil }
    guard isPlain, PlainScalar(word) == .integer else {
      let digits = String(
        decoding: word.utf8.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }, as: UTF8.self)
      let meant = Int64(digits).map { ": \(word.hasPrefix("-") ? -$0 : $0)" } ?? ""
      report(
        "'\(word)' is not a plain whole number",
        "write digits only, without quotes, separators or leading zeros\(meant)")
      return nil
    }
    guard let value = Int64(word), range.contains(value) else {
      report("\(word) is outside \(range.lowerBound) to \(range.upperBound)", "write a number in that range")
      return nil
    }
    return value
  }

  func integer<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) -> Value? {
    integer(in: Int64(range.lowerBound)...Int64(range.upperBound)).map { Value($0) }
  }

  /// `true` or `false`; never `yes`, `on` or `1`.
  func bool() -> Bool? {
    guard let word = word() else { return nil }
    if isPlain, word == "true" { return true }
    if isPlain, word == "false" { return false }
    report("'\(word)' is neither true nor false", "write true or false, without quotes")
    return nil
  }

  func date() -> CivilDate? {
    parsed("a day of the calendar", "write it as 2026-02-28") { CivilDate($0) }
  }

  func period() -> Period? {
    parsed("a length of time", "write days as P90D or hours as PT6H") { Period($0) }
  }

  func offset() -> UTCOffset? {
    guard text() != nil else { return nil }
    return parsed("an offset from UTC", "write it as \"+07:00\"") { UTCOffset($0) }
  }

  private func parsed<Value>(_ what: String, _ remedy: String, _ parse: (String) -> Value?) -> Value? {
    guard let word = word() else { return nil }
    if let value = parse(word) { return value }
    report("'\(word)' is not \(what)", remedy)
    return nil
  }
}
