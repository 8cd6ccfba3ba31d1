import Presentation

extension JSONError {
  /// The sentence, with its place in a file.
  func failure(in file: String) -> Failure {
    Failure(
      "\(file):\(line):\(column): \(phrase.indonesian)", "\(file):\(line):\(column): \(phrase.english)")
  }
}
