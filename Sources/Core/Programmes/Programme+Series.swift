import Coding
import Model
import Rules

extension Programme {
  /// The series its rules ask about with `receives()`, in order of first use; rules that cannot be parsed name none.
  public var seriesAskedAbout: [Text] {
    var names: [Text] = []
    for rule in eligible.map(\.when) + pay.map(\.when) {
      guard let expression = try? Rule.parse(rule.string) else { continue }
      expression.walk { part in
        guard case .call("receives", target: nil, let arguments) = part.node,
          case .string(let name)? = arguments.first?.node,
          !names.contains(name)
        else { return }
        names.append(name)
      }
    }
    return names
  }
}

extension Expression {
  /// Visits this expression and all its parts.
  fileprivate func walk(_ visit: (Expression) -> Void) {
    visit(self)
    switch node {
    case .bool, .int, .string, .name: break
    case .select(let part, _), .has(let part, _), .not(let part), .negate(let part): part.walk(visit)
    case .index(let left, let right), .binary(_, let left, let right):
      left.walk(visit)
      right.walk(visit)
    case .call(_, let target, let arguments):
      target?.walk(visit)
      for argument in arguments { argument.walk(visit) }
    case .list(let parts), .and(let parts), .or(let parts):
      for part in parts { part.walk(visit) }
    case .map(let entries):
      for entry in entries {
        entry.key.walk(visit)
        entry.value.walk(visit)
      }
    case .conditional(let condition, let yes, let no):
      for part in [condition, yes, no] { part.walk(visit) }
    case .macro(_, let range, _, _, let filter, let body):
      range.walk(visit)
      filter?.walk(visit)
      body?.walk(visit)
    }
  }
}
