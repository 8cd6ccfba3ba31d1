import Coding

/// Collects what is wrong with one document while it is read to its end.
final class Problems {
  let source: SourceText
  private var diagnostics: [Diagnostic] = []
  private var isCut = false

  /// Nobody reads more; a hostile file must not make us write more.
  private static let most = 100

  init(_ source: SourceText) {
    self.source = source
  }

  var isEmpty: Bool { diagnostics.isEmpty }

  /// The words are made up only where they are kept.
  func report(at place: Diagnostic.Place, _ message: @autoclosure () -> Phrase, _ remedy: @autoclosure () -> Phrase) {
    guard diagnostics.count < Self.most else {
      isCut = true
      return
    }
    let diagnostic = source.diagnostic(at: place, message(), remedy())
    // What an alias repeats is wrong once.
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  func throwIfAny() throws(DocumentError) {
    guard !diagnostics.isEmpty else { return }
    let numbered = diagnostics.enumerated()
    throw DocumentError(
      numbered.sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element), isCut: isCut)
  }
}
