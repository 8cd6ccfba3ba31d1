import Presentation
import Rules

/// Cases from the standard input, one JSON object a line, answered in order.
struct RuleBatch {
  private let console: Console

  /// Longer lines hold no expression that could be accepted.
  private static let longestLine = 4 << 20

  init(_ console: Console) { self.console = console }

  func run() throws {
    var lines = InputLines(longest: Self.longestLine)
    while let line = try lines.next() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      console.answer(answer(line))
    }
  }

  private func answer(_ line: [UInt8]) -> JSON {
    let json: JSON
    do throws(JSONError) {
      json = try JSONReader.read(line)
    } catch {
      return refusal(id: nil, error.phrase, line: error.line, column: error.column)
    }
    let id = json["id"] ?? nil
    guard case .string(let expression)? = json["expr"] else {
      return refusal(id: id, RulePhrase.noExpression)
    }
    let variables: RuleVariables
    do throws(RuleVariables.Unfit) {
      variables = try RuleVariables(json["vars"] ?? .object([]))
    } catch {
      return refusal(id: id, error.phrase)
    }
    do throws(RuleError) {
      let value = try variables.evaluate(expression)
      return .object([JSON.Member(key: "id", value: id)] + RuleAnswer.members(value))
    } catch {
      return ["id": id, "error": RuleAnswer.json(error, console.language)]
    }
  }

  /// A case that cannot be read is answered like an expression that cannot be.
  private func refusal(id: JSON, _ phrase: Phrase, line: Int = 1, column: Int = 1) -> JSON {
    let error = RuleError(.parse, phrase, line: line, column: column)
    return ["id": id, "error": RuleAnswer.json(error, console.language)]
  }
}
