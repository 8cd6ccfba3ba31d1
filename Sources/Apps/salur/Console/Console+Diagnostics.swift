import Documents

extension Console {
  /// Shows what is wrong with a file: one sentence a problem, the line it stands on, a caret under the place.
  func show(_ problems: DocumentError) {
    for problem in problems.diagnostics {
      errors.write(errors.styled(Phrase.error.text(language), .red) + " \(problem)\n")
    }
  }
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
