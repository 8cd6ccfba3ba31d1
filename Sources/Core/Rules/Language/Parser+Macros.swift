import Coding

// `members.all(m, …)` and its like.

extension Parser {
  mutating func macro(
    _ name: Text, of range: Expression, _ arguments: [Expression], at offset: Int
  ) throws(RuleError) -> Expression? {
    let macro: Macro
    switch name {
    case "all": macro = .all
    case "exists": macro = .exists
    case "exists_one", "existsOne": macro = .existsOne
    case "filter": macro = .filter
    case "map": macro = .map
    default: return nil
    }
    if arguments.count == 3, macro != .map {
      throw outside(
        Phrase(
          "\(name)() dengan dua nama di luar profil: namai satu unsur, seperti \(name)(x, …)",
          "\(name)() with two names is outside the profile: name one element, as in \(name)(x, …)"), at: offset)
    }
    guard arguments.count == 2 || (macro == .map && arguments.count == 3) else {
      throw error(
        Phrase(
          "\(name)() memerlukan nama dan syarat, seperti members.\(name)(x, x.born < due)",
          "\(name)() takes a name and a test, as in members.\(name)(x, x.born < due)"), at: offset)
    }
    guard case .name(let variable) = arguments[0].node else {
      throw error(
        Phrase(
          "\(name)() memerlukan nama biasa untuk unsurnya lebih dulu, seperti members.\(name)(x, …)",
          "\(name)() needs a plain name for the element first, as in members.\(name)(x, …)"), at: arguments[0].offset)
    }
    let filter: Expression? = macro != .map || arguments.count == 3 ? arguments[1] : nil
    let body: Expression? = macro == .map ? arguments[arguments.count - 1] : nil
    let deepest = body.map { body in filter.map { $0.macroNesting > body.macroNesting ? $0 : body } ?? body } ?? filter
    return try node(
      .macro(macro, range: range, variable: variable, variableOffset: arguments[0].offset, filter: filter, body: body),
      at: offset, over: [range] + (filter.map { [$0] } ?? []) + (body.map { [$0] } ?? []), inside: deepest)
  }
}
