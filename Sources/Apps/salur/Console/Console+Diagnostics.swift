import Documents
import Model
import Programmes

extension Console {
  /// Shows what is wrong with a file: one sentence a problem, the line it stands on, a caret under the place.
  func show(_ problems: DocumentError) {
    for problem in problems.diagnostics {
      errors.write(errors.styled(Phrase.error.text(language), .red) + " \(problem)\n")
    }
  }
}

extension Console {
  /// Shows a remark: what is worth knowing beside the answer, what should be looked at again where errors go.
  func show(_ placed: PlacedRemark) {
    let sentence = "\(placed.remark.message.text(language)); \(placed.remark.remedy.text(language))"
    let place = "\(placed.file):\(placed.place.line):\(placed.place.column): "
    guard placed.remark.isWarning else { return say(Phrase.remark.text(language) + " " + place + sentence) }
    errors.write(errors.styled(Phrase.warning.text(language), .yellow) + " " + place + sentence + "\n")
    errors.write(placed.excerpt + "\n")
  }
}

extension PlacedRemark {
  var json: JSON {
    [
      "severity": remark.isWarning ? "warning" : "note", "file": .string(file), "line": JSON(place.line),
      "column": JSON(place.column), "message": remark.message.json, "remedy": remark.remedy.json,
    ]
  }
}

extension Words {
  fileprivate var json: JSON { ["id": .string(indonesian.string), "en": .string(english.string)] }
}

extension Diagnostic {
  var json: JSON {
    [
      "file": .string(file), "line": JSON(place.line), "column": JSON(place.column), "message": .string(message),
      "remedy": .string(remedy),
    ]
  }
}

extension DocumentError {
  var json: JSON { .array(diagnostics.map(\.json)) }
}
