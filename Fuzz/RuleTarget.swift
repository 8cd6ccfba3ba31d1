import Coding
import Rules

/// Parser, checker, compiler and machine: any text is a value, or an error with a place.
enum RuleTarget {
  static let mutator = Mutator(
    seeds: [
      "family.decile >= 1 && family.decile <= 4", "!family.members.exists(x, x.job in ['ASN', 'TNI', 'POLRI'])",
      "m.school == 'SD' && m.attendance_pct >= 85", "age(m.born, due) >= 0 && age(m.born, due) <= 6",
      "in_region(home, 53) || in_region(home, '53.15.06.2001') || province(home) == '52'",
      "receives('id.pkh') ? [1, 2].map(x, x > 1, x * 2)[0] : -9223372036854775808 % -1",
      "family.members.filter(x, x.attendance_pct > 5).map(y, string(y.born) + y.nick).all(t, t.contains('20'))",
      "timestamp('2026-02-10T00:00:00.5+07:00').getHours('+07:00') + duration('1h30m').getMinutes()",
      "{'a': [1], \"b\": []}.a == [0x7f] && has({'x y': 1}.`x y`) && 'a' in {'a': '''t''', 'b': r'\\n'}",
      "'\\u00e9\\U0001F431\\x41\\103' < 'z' + string(date('2024-02-29')) // words\n",
    ],
    words: [
      "family", "family.members", "m", "home", "due", ".decile", ".income", ".nick", ".born", "==", "!=", "<", "<=",
      "&&", "||", "!", "-", "+", "*", "/", "%", "?", ":", "in", "(", ")", "[", "]", "{", "}", ",", ".", "'", "\"",
      "'''", "r'", "\\", "\\u", "\\U0010ffff", "`", "0", "1", "0x", "9223372036854775807", "9223372036854775808", "1.5",
      "1u", "true", "null", "size(", "has(", ".all(x, ", ".exists_one(x, ", ".map(x, ", ".filter(y, ", "age(",
      "timestamp(", "duration('1s')", "int(", "string(", "bool(", "date('2026-02-10')", "receives('id.pkh')",
      "in_region(home, ", ".getFullYear()", ".startsWith(", "é", "\u{0}", "\r\n", "//",
    ])

  static let member = RecordType(
    name: "fuzz.member", version: 1,
    fields: [
      .init("born", .date), .init("job", .enumeration(["none", "ASN", "TNI", "POLRI"])),
      .init("school", .enumeration(["none", "SD"])),
      .init("attendance_pct", .int(min: 0, max: 100), optional: true),
      .init("nick", .text(maxBytes: 12), optional: true),
    ])
  static let family = RecordType(
    name: "fuzz.family", version: 1,
    fields: [
      .init("decile", .int(min: 1, max: 10)), .init("income", .rupiah, optional: true),
      .init("members", .records(member, max: 8)),
    ])
  static let environment: Environment = {
    var environment = Environment(series: ["id.pkh"])
    do {
      try environment.declare("family", .record(family))
      try environment.declare("m", .record(member))
      try environment.declare("due", .date)
      try environment.declare("home", .region)
    } catch { preconditionFailure("the records above are sound: \(error)") }
    return environment
  }()

  private static let person = Value.record(
    member, [.date(CivilDate("2015-03-01")!), .string("none"), .string("SD"), .int(90), nil])
  private static let variables: [(String, Value)] = [
    ("family", .record(family, [.int(3), nil, .list([person, person])])), ("m", person),
    ("due", .date(CivilDate("2026-02-10")!)), ("home", .region(Region("53.15.06.2001")!)),
  ]

  static func run(_ input: [UInt8]) {
    let source = String(decoding: input, as: UTF8.self)
    do throws(RuleError) {
      let rule = try Rule(source, in: environment)
      _ = rule.prospect()
      _ = rule.regions
      let measured = try Evaluation.measure(source, variables: variables, in: environment)
      precondition(measured.steps <= measured.cost, "the meter passed its bound")
      _ = try measured.result.get().json
    } catch {
      precondition(
        error.line >= 1 && error.column >= 1 && !error.message.english.isEmpty, "an error without a place or words")
    }
  }
}
