import Coding

/// A parsed expression: the tree as written, macros recognised, nothing resolved.
public struct Expression: Sendable {
  public let node: Node
  /// Byte offset in the source of what to point at: a name, an operator, an opening bracket.
  public let offset: Int
  /// Operators and brackets on the longest path down to a leaf.
  let height: Int
  /// How deep macro bodies nest.
  let macroNesting: Int

  public indirect enum Node: Sendable {
    case bool(Bool)
    case int(Int64)
    case string(Text)
    case name(Text)
    case select(Expression, field: Text)
    case index(Expression, Expression)
    case call(Text, target: Expression?, arguments: [Expression])
    case list([Expression])
    case map([(key: Expression, value: Expression)])
    case not(Expression)
    case negate(Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// A chain of two or more operands: absorption makes nesting and chaining the same.
    case and([Expression])
    case or([Expression])
    case conditional(Expression, then: Expression, else: Expression)
    case has(Expression, field: Text)
    case macro(Macro, range: Expression, variable: Text, variableOffset: Int, filter: Expression?, body: Expression?)
  }
}

public enum BinaryOperator: UInt8, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `in`
  case add, subtract, multiply, divide, remainder

  var symbol: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .in: "in"
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .remainder: "%"
    }
  }
}

/// `all`, `exists` and `existsOne` have a filter, `filter` has one too, `map` has a body and perhaps a filter.
public enum Macro: UInt8, Sendable {
  case all, exists, existsOne, filter, map
}
