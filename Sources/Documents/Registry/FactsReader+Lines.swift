import Coding
import Model
import Rules

/// A line of facts with named values, as a line of JSON has them.
public struct FactLine {
  public let file: String
  /// Counted from 1.
  public let number: Int
  public let text: String
  /// Each value as a cell would hold it; empty for one that is absent.
  public let cells: [(name: String, text: String)]

  public init(file: String, number: Int, text: String, cells: [(name: String, text: String)]) {
    self.file = file
    self.number = number
    self.text = text
    self.cells = cells
  }

  /// Something about a name in the line, or about the whole line where the name is not in it.
  fileprivate func diagnostic(about name: String, _ message: Phrase, _ remedy: Phrase) -> Diagnostic {
    let column = text.range(ofQuoted: name).map { text.unicodeScalars.distance(from: text.startIndex, to: $0) } ?? 0
    let place = Diagnostic.Place(line: 1, column: column + 1)
    return SourceText(file: file, text: text).diagnostic(at: place, onLine: number, message, remedy)
  }
}

extension FactsReader {
  /// Reads one line; nil where something is wrong with it, which is reported.
  public func read(_ line: FactLine, _ problems: inout [Diagnostic]) -> (number: UInt64, values: [FactValue])? {
    let before = problems.count
    let known = [subject] + schema.record.fields.map(\.name.string)
    for cell in line.cells where !known.contains(cell.name) {
      problems.append(
        line.diagnostic(
          about: cell.name,
          Phrase("'\(cell.name)' bukan isian \(schema.name)", "'\(cell.name)' is no field of \(schema.name)"),
          remedy(for: cell.name, among: known)))
    }
    func value<Value>(_ name: String, _ read: (String) throws(CellProblem) -> Value) -> Value? {
      do throws(CellProblem) {
        return try read(line.cells.first { $0.name == name }?.text ?? "")
      } catch {
        problems.append(line.diagnostic(about: name, error.message, error.remedy))
        return nil
      }
    }
    let number = value(subject) { (text) throws(CellProblem) in try self.number(text) }
    let values = schema.record.fields.map { field in
      value(field.name.string) { (text) throws(CellProblem) in try FactValue(text: text, of: field) }
    }
    guard let number, problems.count == before else { return nil }
    return (number, values.compactMap(\.self))
  }
}

extension String {
  /// Where a name stands in double quotes.
  fileprivate func range(ofQuoted name: String) -> Index? {
    let (whole, wanted) = (Array(utf8), Array("\"\(name)\"".utf8))
    guard whole.count >= wanted.count else { return nil }
    let start = (0...whole.count - wanted.count).first { whole[$0..<$0 + wanted.count].elementsEqual(wanted) }
    return start.map { utf8.index(startIndex, offsetBy: $0) }
  }
}
