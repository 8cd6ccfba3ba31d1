import Coding

/// The text of a file, by lines and columns of code points.
struct SourceText: Sendable {
  let file: String
  let text: String
  private let scalars: [Unicode.Scalar]
  /// Where each line starts.
  private let lineStarts: [Int]

  init(file: String, text: String) {
    self.file = file
    self.text = text
    let scalars = Array(text.unicodeScalars)
    self.scalars = scalars
    lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
  }

  func diagnostic(at place: Diagnostic.Place, _ message: Phrase, _ remedy: Phrase) -> Diagnostic {
    diagnostic(at: place, onLine: place.line, message, remedy)
  }

  /// A diagnostic about a text that is a piece of its file and starts further down there.
  func diagnostic(at place: Diagnostic.Place, onLine line: Int, _ message: Phrase, _ remedy: Phrase) -> Diagnostic {
    Diagnostic(
      file: file, place: Diagnostic.Place(line: line, column: place.column), message: message, remedy: remedy,
      excerpt: excerpt(at: place, onLine: line))
  }

  /// The code point at a place, nil at the end of the text.
  func scalar(at place: Diagnostic.Place) -> Unicode.Scalar? {
    let offset = offset(of: place)
    return offset < scalars.count ? scalars[offset] : nil
  }

  /// The line and a caret, `  12 | eligble: [`. Long lines are cut around the place.
  private func excerpt(at place: Diagnostic.Place, onLine shownLine: Int) -> String {
    let line = line(place.line)
    let start = max(0, place.column - 1 - 60)
    let shown = line.dropFirst(start).prefix(100)
    let number = String(shownLine)
    let margin = String(repeating: " ", count: number.count)
    let before = shown.prefix(place.column - 1 - start)
    let caret = String(before.map { $0 == "\t" ? "\t" : " " }) + "^"
    var visible = String.UnicodeScalarView()
    visible.append(contentsOf: shown.map { $0.isDisruptive && $0 != "\t" ? "\u{FFFD}" : $0 })
    return "  \(number) | \(String(visible))\n  \(margin) | \(caret)"
  }

  /// The first code point of a kind, and where it stands.
  func first(where condition: (Unicode.Scalar) -> Bool) -> (scalar: Unicode.Scalar, place: Diagnostic.Place)? {
    scalars.firstIndex(where: condition).map { (scalars[$0], place(of: $0)) }
  }

  func line(_ number: Int) -> ArraySlice<Unicode.Scalar> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    let end = number < lineStarts.count ? lineStarts[number] - 1 : scalars.count
    let line = scalars[lineStarts[number - 1]..<end]
    return line.last == "\r" ? line.dropLast() : line
  }

  private func offset(of place: Diagnostic.Place) -> Int {
    guard place.line >= 1, place.line <= lineStarts.count else { return scalars.count }
    return min(lineStarts[place.line - 1] + max(0, place.column - 1), scalars.count)
  }

  private func place(of offset: Int) -> Diagnostic.Place {
    let line = lineStarts.partitioningIndex { $0 > offset }
    return Diagnostic.Place(line: line, column: offset - lineStarts[line - 1] + 1)
  }
}

extension SourceText {
  /// The place of one code point of a YAML scalar's value: past quotes, doubled quotes, escapes, folds and indents.
  ///
  /// Falls back to the scalar's start where the value and the source cannot be aligned.
  func place(inScalar value: String, at start: Diagnostic.Place, index: Int) -> Diagnostic.Place {
    var cursor = offset(of: start)
    guard cursor < scalars.count else { return start }
    let opening = scalars[cursor]
    switch opening {
    case "'", "\"": cursor += 1
    case "|", ">":
      while cursor < scalars.count, scalars[cursor] != "\n" { cursor += 1 }
      skipBlanks(&cursor)
    default: break
    }
    for wanted in value.unicodeScalars.prefix(index) {
      guard cursor < scalars.count else { return start }
      let found = scalars[cursor]
      if wanted == " " || wanted == "\n", found == "\n" || found == "\r" {
        skipBlanks(&cursor)
      } else if opening == "'", wanted == "'", found == "'" {
        cursor += 2
      } else if opening == "\"", found == "\\" {
        cursor += 2
      } else if found == wanted {
        cursor += 1
      } else {
        return start
      }
    }
    return place(of: min(cursor, scalars.count))
  }

  private func skipBlanks(_ cursor: inout Int) {
    while cursor < scalars.count, [" ", "\n", "\r", "\t"].contains(scalars[cursor]) { cursor += 1 }
  }
}

extension Array {
  /// The first index whose element satisfies a condition that all later elements satisfy too.
  func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
