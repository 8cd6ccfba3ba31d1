import Coding

// Texts, and words of an enumeration that are read as texts.
extension RemedySearch {
  mutating func textComparison(_ operation: BinaryOperator, _ a: Term, _ b: Term, _ locals: Locals) -> [Remedy] {
    guard operation == .equal || operation == .notEqual else { return [] }
    func test(_ text: Text) -> TextTest { operation == .equal ? .oneOf([text]) : .not(.oneOf([text])) }
    var found: [Remedy] = []
    if !a.isConstant, let text = text(b, locals) { found += solve(a, test(text), locals) }
    if !b.isConstant, let text = text(a, locals) { found += solve(b, test(text), locals) }
    return cheapest(found)
  }

  /// A test of a text by a part of it.
  mutating func text(
    _ arguments: [Term], _ answer: Bool, _ locals: Locals, _ test: (Text) -> TextTest
  ) -> [Remedy] {
    guard let part = text(arguments[1], locals) else { return [] }
    return solve(arguments[0], answer ? test(part) : .not(test(part)), locals)
  }

  /// Ways for a text to be like this.
  mutating func solve(_ term: Term, _ test: TextTest, _ locals: Locals) -> [Remedy] {
    switch term.node {
    case .word(let code, let words):
      let codes = words.indices.filter { test.admits(words[$0]) }.map { Int64($0) + 1 }
      return solve(code, IntegerSet(codes), locals)
    case .field(let record, let field):
      guard let circumstance = circumstance(record, field, locals) else { return [] }
      return [Remedy([Remedy.Demand(circumstance, .text(test), circumstances)])]
    default: return text(term, locals).map(test.admits) ?? false ? [Remedy()] : []
    }
  }

  private func text(_ term: Term, _ locals: Locals) -> Text? {
    let value: Value?
    switch term.node {
    case .constant(let constant): value = constant
    case .local(let local): if case .constant(let constant) = locals[local] { value = constant } else { value = nil }
    case .field(let record, let field): value = circumstance(record, field, locals).flatMap { circumstances[$0] }
    case .word(let code, let words):
      return number(code, locals).flatMap { $0 >= 1 && $0 <= words.count ? words[Int($0) - 1] : nil }
    default: value = nil
    }
    if case .string(let text) = value { return text } else { return nil }
  }
}
