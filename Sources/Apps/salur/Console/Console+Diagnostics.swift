import Documents

extension Console {
  /// Shows what is wrong with a file: one sentence a problem, the line it stands on, a caret under the place.
  func show(_ problems: DocumentError) {
    for problem in problems.diagnostics {
      errors.write(errors.styled(Phrase.error.text(language), .red) + " \(problem.text(language))\n")
    }
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

extension DocumentError {
  func json(_ language: Language) -> JSON { .array(diagnostics.map { $0.json(language) }) }
}
