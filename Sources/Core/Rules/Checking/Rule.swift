import Coding

/// An expression of `salur-cel/1` that has been parsed, typed and costed: it will run, and within its bound.
public struct Rule: Sendable {
  public let source: Text
  public let type: Type
  /// The most steps an evaluation can take; at most `Profile.maxCost`.
  public let cost: Int
  /// The columns of the environment that the rule reads, in order of first use.
  public let columns: [Int]
  /// The series it asks about, as numbers of the environment.
  public let series: [Int]
  let term: Term
  /// The term with every part that needs no input replaced by its value. Parts that fail stay, to fail when reached.
  let foldedTerm: Term

  /// Parses and checks an expression.
  ///
  /// - Throws: `RuleError` of kind `parse`, `type` or `cost`.
  public init(_ source: String, in environment: Environment) throws(RuleError) {
    let text = Text(source)
    try self.init(Parser.parse(text), text, in: environment)
  }

  /// Parses and checks a test; any other type is refused.
  public init(test source: String, in environment: Environment) throws(RuleError) {
    try self.init(source, in: environment)
    guard type == .bool else {
      throw RuleError(
        .type,
        Phrase(
          "aturan menjawab ya atau tidak, ini menghasilkan \(type.description)",
          "a rule answers yes or no, this yields \(type.description)"), in: self.source, at: term.offset)
    }
  }

  private init(_ expression: Expression, _ source: Text, in environment: Environment) throws(RuleError) {
    let term = try Checker.check(expression, source, in: environment)
    var estimator = CostEstimator(environment)
    let cost = estimator.estimate(term).cost
    guard cost <= Int64(Profile.maxCost) else {
      throw Self.tooCostly(cost, in: source, at: term.offset)
    }
    self.source = source
    self.term = term
    foldedTerm = Rule.folded(term)
    self.cost = Int(cost)
    type = term.type
    (columns, series) = Rule.references(of: term, in: environment)
  }

  private static func tooCostly(_ cost: Int64, in source: Text, at offset: Int) -> RuleError {
    let steps =
      cost >= Cost.limit ? Phrase("terlalu banyak", "far too many") : Phrase(String(cost), String(cost))
    let most = String(Profile.maxCost)
    return RuleError(
      .cost,
      Phrase(
        "ini dapat memakan \(steps.indonesian) langkah, dan sebuah aturan boleh \(most); telusuri daftar yang lebih "
          + "pendek atau kurangi sarangnya",
        "this could take \(steps.english) steps, and a rule may take \(most); walk through shorter lists or nest less"),
      in: source, at: offset)
  }

  /// A term without inputs on its own, to be worked out beforehand; its cost is in the rule it came from.
  init(closed term: Term) {
    var estimator = CostEstimator(Environment())
    source = ""
    self.term = term
    foldedTerm = term
    type = term.type
    cost = Int(min(estimator.estimate(term).cost, Int64(Profile.maxCost)))
    columns = []
    series = []
  }

  /// Parses an expression without resolving anything in it.
  public static func parse(_ source: String) throws(RuleError) -> Expression {
    try Parser.parse(Text(source))
  }
}

// MARK: - References

extension Rule {
  private static func references(of term: Term, in environment: Environment) -> (columns: [Int], series: [Int]) {
    var columns: [Int] = []
    var series: [Int] = []
    var tables: [Int: [Int]] = [:]
    func note(_ column: Int) {
      if !columns.contains(column) { columns.append(column) }
    }
    term.walk { term in
      switch term.node {
      case .macro(_, let range, let local, _, _): tables[local] = origins(of: range, tables, environment)
      case .field(let record, let field), .hasField(let record, let field):
        for first in origins(of: record, tables, environment) { note(first + field) }
      case .children(let list), .hasChildren(let list):
        let children = environment.children[list]
        note(environment.inputs[children.input].firstColumn + children.field)
      case .receives(let index):
        if !series.contains(index) { series.append(index) }
      default: break
      }
    }
    return (columns, series)
  }

  /// The first columns of the tables a record, or the records of a list, can come from.
  private static func origins(of term: Term, _ locals: [Int: [Int]], _ environment: Environment) -> [Int] {
    switch term.node {
    case .input(let input): [environment.inputs[input].firstColumn]
    case .local(let local): locals[local] ?? []
    case .children(let list): [environment.children[list].firstColumn]
    case .element(let list, _): origins(of: list, locals, environment)
    case .conditional(_, let a, let b), .arithmetic(_, let a, let b):
      origins(of: a, locals, environment) + origins(of: b, locals, environment)
    case .list(let elements): elements.flatMap { origins(of: $0, locals, environment) }
    case .map(let entries): entries.flatMap { origins(of: $0.value, locals, environment) }
    case .key(let map, _): origins(of: map, locals, environment)
    case .macro(_, let range, _, _, nil): origins(of: range, locals, environment)
    case .macro(_, let range, let local, _, let body?):
      origins(of: body, adding(origins(of: range, locals, environment), local, to: locals), environment)
    default: []
    }
  }

  private static func adding(_ origins: [Int], _ local: Int, to locals: [Int: [Int]]) -> [Int: [Int]] {
    var locals = locals
    locals[local] = origins
    return locals
  }
}

// MARK: - Constant folding

extension Rule {
  private static func folded(_ term: Term) -> Term {
    if case .constant = term.node { return term }
    guard isClosed(term, bound: []) else { return term.mapChildren(folded) }
    guard let value = Evaluation.constant(term) else { return term.mapChildren(folded) }
    return Term(node: .constant(value), type: term.type, offset: term.offset)
  }

  /// Whether the term needs no input and no variable of a macro around it.
  private static func isClosed(_ term: Term, bound: [Int]) -> Bool {
    switch term.node {
    case .input, .field, .hasField, .children, .hasChildren, .receives: return false
    case .local(let local): return bound.contains(local)
    case .macro(_, let range, let local, let filter, let body):
      let inner = bound + [local]
      return isClosed(range, bound: bound) && (filter.map { isClosed($0, bound: inner) } ?? true)
        && (body.map { isClosed($0, bound: inner) } ?? true)
    default:
      var closed = true
      _ = term.mapChildren { child in
        closed = closed && isClosed(child, bound: bound)
        return child
      }
      return closed
    }
  }
}
