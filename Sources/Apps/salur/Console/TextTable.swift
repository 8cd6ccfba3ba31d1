import Model

/// Rows and columns, aligned for people: text to the left, numbers to the right.
struct TextTable {
  enum Alignment {
    case left
    case right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []
  private let hasHeader: Bool

  /// A table with a header line.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
    hasHeader = true
  }

  /// A table of names and values.
  init() {
    alignments = [.left, .left]
    hasHeader = false
  }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == alignments.count, "a row has one cell a column")
    rows.append(cells.map(\.printable))
  }

  mutating func add(_ name: String, _ value: String) { add([name, value]) }

  /// The lines, each ending in a newline. Widths count what a reader sees as one character.
  func text(_ stream: OutputStream) -> String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (index, row) in rows.enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += alignments[column] == .right ? padding + cell : cell + padding
      }
      while line.last == " " { line.removeLast() }
      text += (hasHeader && index == 0 ? stream.styled(line, .bold) : line) + "\n"
    }
    return text
  }
}

extension Console {
  func show(_ table: TextTable) { output.write(table.text(output)) }
}
