import Coding
import Documents
import Presentation
import Programmes

extension Console {
  /// Shows what is wrong with a file: one sentence a problem, the line it stands on, a caret under the place.
  func show(_ problems: DocumentError) {
    for problem in problems.diagnostics {
      errors.write(errors.styled(Phrase.error.text(language), .red) + " \(problem.text(language).printable)\n")
    }
    if problems.isCut {
      note(Phrase("Ada lebih banyak; hanya yang pertama ditampilkan.", "There are more; only the first are shown."))
    }
  }
}

extension Console {
  /// Shows a remark: what is worth knowing beside the answer, what should be looked at again where errors go.
  func show(_ placed: PlacedRemark) {
    let text = placed.diagnostic.text(language)
    guard placed.remark.isWarning else { return say(Phrase.remark.text(language) + " " + text.prefix { $0 != "\n" }) }
    errors.write(errors.styled(Phrase.warning.text(language), .yellow) + " \(text)\n")
  }
}

extension PlacedRemark {
  /// For machines, in one language.
  func json(_ language: Language) -> JSON {
    guard case .object(let members) = diagnostic.json(language) else { return .null }
    return .object(members + [JSON.Member(key: "severity", value: remark.isWarning ? "warning" : "note")])
  }
}

extension Diagnostic {
  /// For machines, in one language.
  func json(_ language: Language) -> JSON {
    [
      "file": .string(file), "line": JSON(place.line), "column": JSON(place.column),
      "message": .string(message.text(language)),
      "remedy": .string(remedy.text(language)),
    ]
  }
}

extension DocumentError: MachineError {
  func json(_ language: Language) -> JSON {
    ["diagnostics": list(language), "isCut": .bool(isCut)]
  }

  func list(_ language: Language) -> JSON { .array(diagnostics.map { $0.json(language) }) }
}
