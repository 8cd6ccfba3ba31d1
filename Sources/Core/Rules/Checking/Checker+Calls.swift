import Coding

extension Checker {
  mutating func call(
    _ name: Text, _ target: Expression?, _ arguments: [Expression], at offset: Int
  ) throws(RuleError) -> Term {
    if name == "receives", target == nil { return try receives(arguments, at: offset) }
    if let target {
      if case .name(let prefix) = target.node, environment.input(prefix) == nil,
        !locals.contains(where: { $0.name == prefix })
      {
        throw unknown(Text(validated: (prefix.utf8 + [UInt8(ascii: ".")] + name.utf8)[...]), at: target.offset)
      }
    }
    guard let style = Checker.functions.first(where: { $0.name == name }) else { throw unknown(name, at: offset) }
    guard style.method && target != nil || style.global && target == nil else {
      let example = style.method ? "value.\(name)(…)" : "\(name)(value)"
      throw error(Phrase("\(name) ditulis \(example)", "\(name) is written \(example)"), at: offset)
    }
    var terms: [Term] = []
    for operand in (target.map { [$0] } ?? []) + arguments { terms.append(try value(operand)) }
    let call = Call(name: name, method: target != nil, offset: offset)
    return try resolve(call, &terms)
  }

  struct Call {
    let name: Text
    let method: Bool
    let offset: Int
  }

  private func unknown(_ name: Text, at offset: Int) -> RuleError {
    for outside in Checker.outsideNames
    where name == outside.name || name.utf8.starts(with: outside.name.utf8 + [UInt8(ascii: ".")]) {
      return self.outside(name, outside.reason, at: offset)
    }
    return error(
      Phrase("tidak ada fungsi '\(name)'", "there is no function '\(name)'")
        + suggestion(for: name, among: Checker.functions.map { $0.name }, orElse: Phrase("di sini", "here")), at: offset
    )
  }

  private static let functions: [(name: Text, method: Bool, global: Bool)] = [
    ("size", true, true), ("startsWith", true, false), ("endsWith", true, false), ("contains", true, false),
    ("getFullYear", true, false), ("getMonth", true, false), ("getDayOfYear", true, false),
    ("getDayOfMonth", true, false), ("getDate", true, false), ("getDayOfWeek", true, false),
    ("getHours", true, false), ("getMinutes", true, false), ("getSeconds", true, false),
    ("getMilliseconds", true, false), ("timestamp", false, true), ("duration", false, true), ("date", false, true),
    ("int", false, true), ("string", false, true), ("bool", false, true), ("age", false, true),
    ("in_region", false, true), ("province", false, true),
  ]

  private mutating func resolve(_ call: Call, _ terms: inout [Term]) throws(RuleError) -> Term {
    switch call.name {
    case "size": return try size(call, &terms)
    case "startsWith": return try texts(call, .startsWith, &terms)
    case "endsWith": return try texts(call, .endsWith, &terms)
    case "contains": return try texts(call, .contains, &terms)
    case "timestamp", "duration", "date", "int", "string", "bool": return try conversion(call, &terms)
    case "age": return try age(call, &terms)
    case "in_region": return try inRegion(call, &terms)
    case "province":
      try expect(1, call, terms)
      try region(&terms[0])
      return Term(node: .call(.province, terms), type: .region, offset: call.offset)
    default: return try getter(call, &terms)
    }
  }

  private func expect(_ count: Int, _ call: Call, _ terms: [Term]) throws(RuleError) {
    let extra = call.method ? 1 : 0
    guard terms.count == count else {
      let (wanted, given) = (String(count - extra), String(terms.count - extra))
      throw error(
        Phrase(
          "\(call.name)() memerlukan \(wanted) argumen, bukan \(given)",
          "\(call.name)() takes \(wanted) argument\(count - extra == 1 ? "" : "s"), not \(given)"), at: call.offset)
    }
  }

  private func refuse(_ call: Call, _ terms: [Term]) -> RuleError {
    var types = ""
    for term in terms.dropFirst(call.method ? 1 : 0) { types += (types.isEmpty ? "" : ", ") + describe(term.type) }
    let target = call.method ? describe(terms[0].type) + "." : ""
    return error(
      Phrase("\(target)\(call.name)(\(types)) tidak berarti apa-apa", "\(target)\(call.name)(\(types)) means nothing"),
      at: call.offset)
  }
}

// MARK: - One function each

extension Checker {
  private mutating func size(_ call: Call, _ terms: inout [Term]) throws(RuleError) -> Term {
    try expect(1, call, terms)
    let function: Builtin
    switch resolve(terms[0].type) {
    case .string: function = .sizeOfText
    case .list, .map: function = .sizeOfList
    default: throw refuse(call, terms)
    }
    return Term(node: .call(function, terms), type: .int, offset: call.offset)
  }

  private mutating func texts(_ call: Call, _ function: Builtin, _ terms: inout [Term]) throws(RuleError) -> Term {
    try expect(2, call, terms)
    guard unify(terms[0].type, .string), unify(terms[1].type, .string) else { throw refuse(call, terms) }
    return Term(node: .call(function, terms), type: .bool, offset: call.offset)
  }

  private mutating func conversion(_ call: Call, _ terms: inout [Term]) throws(RuleError) -> Term {
    try expect(1, call, terms)
    let from = resolve(terms[0].type)
    let function: Builtin
    let type: Type
    switch (call.name, from) {
    case ("timestamp", .string): (function, type) = (.timestampFromText, .timestamp)
    case ("timestamp", .int): (function, type) = (.timestampFromInt, .timestamp)
    case ("duration", .string): (function, type) = (.durationFromText, .duration)
    case ("date", .string): (function, type) = (.dateFromText, .date)
    case ("int", .string): (function, type) = (.intFromText, .int)
    case ("int", .timestamp): (function, type) = (.intFromTimestamp, .int)
    case ("bool", .string): (function, type) = (.boolFromText, .bool)
    case ("string", .bool): (function, type) = (.textFromBool, .string)
    case ("string", .int), ("string", .rupiah): (function, type) = (.textFromInt, .string)
    case ("string", .timestamp): (function, type) = (.textFromTimestamp, .string)
    case ("string", .duration): (function, type) = (.textFromDuration, .string)
    case ("string", .date): (function, type) = (.textFromDate, .string)
    case ("string", .region): (function, type) = (.textFromRegion, .string)
    case (_, .unknown):
      // The element of an empty list: it never holds a value, so any type will do.
      guard let type = Checker.conversions.first(where: { $0.name == call.name })?.type else {
        throw refuse(call, terms)
      }
      _ = unify(terms[0].type, type)
      return terms[0]
    case ("int", .rupiah):
      // The same number under another name.
      return Term(node: terms[0].node, type: .int, offset: call.offset)
    default:
      guard Checker.conversions.contains(where: { $0.name == call.name && $0.type == from }) else {
        throw refuse(call, terms)
      }
      return terms[0]
    }
    return Term(node: .call(function, terms), type: type, offset: call.offset)
  }

  private static let conversions: [(name: Text, type: Type)] = [
    ("timestamp", .timestamp), ("duration", .duration), ("date", .date), ("int", .int), ("string", .string),
    ("bool", .bool),
  ]

  private mutating func getter(_ call: Call, _ terms: inout [Term]) throws(RuleError) -> Term {
    guard let part = Checker.part(call.name) else { throw refuse(call, terms) }
    let function: Builtin?
    switch resolve(terms[0].type) {
    case .timestamp: function = Builtin(rawValue: Builtin.fullYear.rawValue + part.rawValue)
    case .duration where part >= .hours:
      function = Builtin(rawValue: Builtin.spanHours.rawValue + part.rawValue - Timestamp.Part.hours.rawValue)
    case .date where part < .hours: function = Builtin(rawValue: Builtin.dateFullYear.rawValue + part.rawValue)
    default: function = nil
    }
    guard let function else { throw refuse(call, terms) }
    if terms.count == 2, resolve(terms[0].type) == .timestamp {
      try zone(call, &terms)
    } else {
      try expect(1, call, terms)
    }
    return Term(node: .call(function, terms), type: .int, offset: call.offset)
  }

  private mutating func zone(_ call: Call, _ terms: inout [Term]) throws(RuleError) {
    guard unify(terms[1].type, .string) else { throw refuse(call, terms) }
    guard case .constant(.string(let text)) = terms[1].node else { return }
    guard text == "UTC" || UTCOffset(utf8: text.utf8) != nil else {
      throw error(
        Phrase(
          "'\(text)' tidak termasuk profil: zona waktu adalah selisih tetap seperti '+07:00', atau 'UTC'",
          "'\(text)' is outside the profile: a time zone is a fixed offset such as '+07:00', or 'UTC'"),
        at: terms[1].offset)
    }
  }

  private static func part(_ name: Text) -> Timestamp.Part? {
    switch name {
    case "getFullYear": .fullYear
    case "getMonth": .month
    case "getDayOfYear": .dayOfYear
    case "getDayOfMonth": .dayOfMonth
    case "getDate": .date
    case "getDayOfWeek": .dayOfWeek
    case "getHours": .hours
    case "getMinutes": .minutes
    case "getSeconds": .seconds
    case "getMilliseconds": .milliseconds
    default: nil
    }
  }

  private mutating func age(_ call: Call, _ terms: inout [Term]) throws(RuleError) -> Term {
    try expect(2, call, terms)
    guard unify(terms[0].type, .date), unify(terms[1].type, .date) else { throw refuse(call, terms) }
    return Term(node: .call(.age, terms), type: .int, offset: call.offset)
  }

  private mutating func inRegion(_ call: Call, _ terms: inout [Term]) throws(RuleError) -> Term {
    try expect(2, call, terms)
    try region(&terms[0])
    try region(&terms[1])
    return Term(node: .call(.inRegion, terms), type: .bool, offset: call.offset)
  }

  /// A region from a region, from a literal code, or from text or a number computed on the way.
  private mutating func region(_ term: inout Term) throws(RuleError) {
    if unify(term.type, .region) || adopt(&term, .region) { return }
    if case .constant = term.node {
      throw error(
        Phrase(
          "ini bukan kode wilayah; tulis '53', '53.15', '53.15.06' atau '53.15.06.2001'",
          "this is no region code; write '53', '53.15', '53.15.06' or '53.15.06.2001'"), at: term.offset)
    }
    let function: Builtin
    switch resolve(term.type) {
    case .string: function = .regionFromText
    case .int: function = .regionFromInt
    case let other:
      throw error(
        Phrase(
          "di sini diperlukan kode wilayah, bukan \(other.description)",
          "a region code is wanted here, not \(other.description)"), at: term.offset)
    }
    term = Term(node: .call(function, [term]), type: .region, offset: term.offset)
  }

  private mutating func receives(_ arguments: [Expression], at offset: Int) throws(RuleError) -> Term {
    guard arguments.count == 1, case .string(let series) = arguments[0].node else {
      throw error(
        Phrase(
          "receives() memerlukan satu seri, seperti receives('id.kemensos.pkh')",
          "receives() takes one series, as in receives('id.kemensos.pkh')"), at: offset)
    }
    guard let index = environment.series.firstIndex(of: series) else {
      throw error(
        Phrase("tidak ada seri bernama '\(series)'", "no series is called '\(series)'")
          + suggestion(for: series, among: environment.series, orElse: Phrase("di sini", "here")),
        at: arguments[0].offset)
    }
    return Term(node: .receives(index), type: .bool, offset: offset)
  }
}

extension Timestamp.Part: Comparable {
  static func < (left: Timestamp.Part, right: Timestamp.Part) -> Bool { left.rawValue < right.rawValue }
}
