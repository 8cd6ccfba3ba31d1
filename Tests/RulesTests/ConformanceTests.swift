import Coding
import Foundation
import Rules
import Testing

/// The cases of the CEL conformance suite, one JSON array a line: file, section, name, expression, expected value or
/// `"ERR"`, and perhaps variables. Read where they are, beside the package; skipped with a notice where they are not.
@Suite struct ConformanceTests {
  /// Cases outside the profile that have a value in CEL: map keys that are not strings, lists that mix types.
  static let refusedInSample: Set<String> = [
    "lists/size/map", "macros/exists/list_elem_type_shortcircuit", "macros/exists/list_elem_type_exhaustive",
    "macros/exists/map_key_type_shortcircuit", "macros/exists/map_key_type_exhaustive",
    "macros/all/list_elem_type_shortcircuit", "macros/exists_one/map_one",
  ]

  @Test func everyAdmittedCaseAgreesAndTheRestIsRefusedWithAReason() throws {
    let custom = ProcessInfo.processInfo.environment["CEL_CONFORMANCE"]
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file =
      custom.map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/data/cel-conformance.jsonl")
    guard let data = try? Data(contentsOf: file) else {
      print("no conformance cases at \(file.path): skipped")
      return
    }
    var admitted = 0
    var refused: [String: String] = [:]
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let row = try #require(try JSONSerialization.jsonObject(with: line) as? [Any])
      let name = row[0...2].map { "\($0)" }.joined(separator: "/")
      let expression = try #require(row[3] as? String)
      let expected = row[4]
      let variables = (row.count > 5 ? row[5] as? [String: Any] : nil) ?? [:]
      do throws(RuleError) {
        let value = try Evaluation.evaluate(
          expression, variables: variables.compactMap { key, json in self.value(of: json).map { (key, $0) } })
        admitted += 1
        #expect(matches(value, expected), "\(name): \(expression) gave \(value)")
      } catch {
        if error.kind == .evaluation || expected as? String == "ERR" {
          admitted += 1
          #expect(expected as? String == "ERR", "\(name): \(expression) failed: \(error)")
        } else {
          #expect(!error.message.english.isEmpty)
          refused[name] = "\(error)"
        }
      }
    }
    print(
      "\(file.lastPathComponent): \(admitted) cases admitted and right, \(refused.count) refused as outside the profile"
    )
    if custom == nil {
      #expect(Set(refused.keys) == ConformanceTests.refusedInSample)
    } else {
      for (name, reason) in refused.sorted(by: { $0.value < $1.value }) { print("  \(name): \(reason)") }
    }
  }

  private func value(of json: Any) -> Value? {
    if let scalar = json as? [String: Any], let kind = scalar["k"] as? String {
      switch kind {
      case "int64_value": return (scalar["v"] as? NSNumber).map { .int($0.int64Value) }
      case "bool_value": return (scalar["v"] as? Bool).map { .bool($0) }
      case "string_value": return (scalar["v"] as? String).map { .string(Text($0)) }
      case "duration": return (scalar["v"] as? String).flatMap { TimeSpan($0) }.map { .duration($0) }
      case "list": return (scalar["v"] as? [Any]).map { .list($0.compactMap(value)) }
      case "map":
        guard let entries = scalar["v"] as? [[Any]] else { return nil }
        return .map(
          entries.compactMap { entry in
            guard case .string(let key) = value(of: entry[0]), let value = value(of: entry[1]) else { return nil }
            return Value.Entry(key: key, value: value)
          })
      default: return nil
      }
    }
    return nil
  }

  private func matches(_ value: Value, _ expected: Any) -> Bool {
    if let scalar = expected as? [String: Any], let kind = scalar["k"] as? String {
      switch (kind, value) {
      case ("list", .list), ("map", .map): return matches(value, scalar["v"] as Any)
      case ("int64_value", .int(let number)): return (scalar["v"] as? NSNumber)?.int64Value == number
      case ("bool_value", .bool(let flag)): return scalar["v"] as? Bool == flag
      case ("string_value", .string(let text)): return (scalar["v"] as? String).map { Text($0) == text } ?? false
      default: return false
      }
    }
    guard let items = expected as? [Any] else { return false }
    switch value {
    case .list(let elements):
      return elements.count == items.count && zip(elements, items).allSatisfy { matches($0, $1) }
    case .map(let entries):
      return entries.count == items.count
        && entries.allSatisfy { entry in
          items.contains { item in
            guard let pair = item as? [Any] else { return false }
            return matches(.string(entry.key), pair[0]) && matches(entry.value, pair[1])
          }
        }
    default: return false
    }
  }
}
