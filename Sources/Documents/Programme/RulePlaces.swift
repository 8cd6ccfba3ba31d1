import Coding
import Programmes

/// Where a programme's rules stand in its file, for whoever has something to say about one later.
struct RulePlaces: Sendable {
  private let source: SourceText
  private var rules: [ProgrammePart: (text: String, start: Diagnostic.Place)] = [:]

  init(_ rules: [ProgrammePart: Entry], in source: SourceText) {
    self.source = source
    self.rules = rules.mapValues { ($0.node.scalar?.string ?? "", $0.place) }
  }

  func diagnostic(_ rule: ProgrammePart, index: Int, _ message: Phrase, _ remedy: Phrase) -> Diagnostic {
    let (text, start) = rules[rule] ?? ("", .start)
    return source.diagnostic(at: source.place(inScalar: text, at: start, index: index), message, remedy)
  }
}
