import TestSupport

/// Writes random well-typed expressions over the inputs of `Facts`.
struct ExpressionGenerator {
  enum Kind: CaseIterable {
    case bool, int, rupiah, string, date, timestamp, duration, ints, strings
  }

  var random: SplitMix64
  private var macros = 0
  private var numbers = ["family.decile", "m.attendance", "m.pregnancy", "family.assets"]
  private var words = ["m.job", "m.nick", "family.code"]
  private var dates = ["due", "m.born", "family.since"]
  private var members: [String] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  mutating func expression(_ kind: Kind, _ depth: Int) -> String {
    switch kind {
    case .bool: bool(depth)
    case .int: int(depth)
    case .rupiah: rupiah(depth)
    case .string: string(depth)
    case .date: date(depth)
    case .timestamp: timestamp(depth)
    case .duration: duration(depth)
    case .ints: ints(depth)
    case .strings: strings(depth)
    }
  }

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
  private mutating func one(_ choices: [String]) -> String { choices[pick(choices.count)] }

  private mutating func any(_ depth: Int) -> (String, String) {
    let kind = Kind.allCases[pick(Kind.allCases.count)]
    return (expression(kind, depth), expression(kind, depth))
  }

  private mutating func bool(_ depth: Int) -> String {
    guard depth > 0 else {
      return one(["true", "false", "m.disabled", "has(m.nick)", "has(family.decile)", "has(m.attendance)"])
    }
    switch pick(15) {
    case 0: return "!(" + bool(depth - 1) + ")"
    case 1, 2: return "(" + bool(depth - 1) + " && " + bool(depth - 1) + " && " + bool(depth - 1) + ")"
    case 3, 4: return "(" + bool(depth - 1) + " || " + bool(depth - 1) + ")"
    case 5:
      let (a, b) = any(depth - 1)
      return "(" + a + one([" == ", " != "]) + b + ")"
    case 6:
      let kinds: [Kind] = [.int, .rupiah, .string, .date, .timestamp, .duration, .bool]
      let kind = kinds[pick(kinds.count)]
      return "(" + expression(kind, depth - 1) + one([" < ", " <= ", " > ", " >= "]) + expression(kind, depth - 1) + ")"
    case 7: return "(" + int(depth - 1) + " in " + ints(depth - 1) + ")"
    case 8: return "(" + string(depth - 1) + " in " + strings(depth - 1) + ")"
    case 9: return string(depth - 1) + one([".startsWith(", ".endsWith(", ".contains("]) + string(depth - 1) + ")"
    case 10:
      return one([
        "(m.job in ['ASN', 'TNI', 'none'])", "(family.code in ['C1', 'C300', 'C64'])", "(m.job == 'TNI')",
        "(family.decile >= 2 && family.decile < 5)", "(family.decile > 3 && family.decile <= 9)",
        "(m.attendance in [0, 1, 63, 90])", "(family.income <= 2000000)", "(family.income in [1, 1200000])",
      ])
    case 11:
      return one([
        "in_region(family.region, '53.15')", "in_region(family.region, '52')", "(province(family.region) == '53')",
        "(family.region == '53.15.06.2001')",
      ])
    case 12:
      return "(age(" + date(0) + ", " + date(0) + ")" + one([" >= ", " < ", " == ", " <= ", " > "]) + literal() + ")"
    case 13: return "(" + bool(depth - 1) + " ? " + bool(depth - 1) + " : " + bool(depth - 1) + ")"
    default: return macroTest(depth)
    }
  }

  private mutating func macroTest(_ depth: Int) -> String {
    guard macros < 2 else { return bool(depth - 1) }
    let macro = one([".all(", ".exists(", ".exists_one("])
    if pick(2) == 0 {
      let saved = (numbers, words, dates)
      return withMacro { generator, name in
        generator.numbers += [name + ".attendance", name + ".pregnancy"]
        generator.words += [name + ".job"]
        generator.dates += [name + ".born"]
        let body = generator.bool(depth - 1)
        (generator.numbers, generator.words, generator.dates) = saved
        return "family.members" + macro + name + ", " + body + ")"
      }
    }
    let range = ints(depth - 1)
    return withNumber { generator, name in range + macro + name + ", " + generator.bool(depth - 1) + ")" }
  }

  private mutating func withMacro(_ body: (inout ExpressionGenerator, String) -> String) -> String {
    macros += 1
    defer { macros -= 1 }
    return body(&self, "x\(macros)")
  }

  private mutating func withNumber(_ body: (inout ExpressionGenerator, String) -> String) -> String {
    let saved = numbers
    defer { numbers = saved }
    return withMacro { generator, name in
      generator.numbers += [name, name]
      return body(&generator, name)
    }
  }

  private mutating func literal() -> String {
    one(["0", "1", "-1", "2", "7", "10", "70", "300", "9223372036854775807", "-9223372036854775808", "5000000000"])
  }

  private mutating func int(_ depth: Int) -> String {
    guard depth > 0 else { return pick(2) == 0 ? literal() : "(" + one(numbers) + " + 0)" }
    switch pick(9) {
    case 0...3: return "(" + int(depth - 1) + one([" + ", " - ", " * ", " / ", " % "]) + int(depth - 1) + ")"
    case 4: return "size(" + (pick(2) == 0 ? strings(depth - 1) : string(depth - 1)) + ")"
    case 5: return ints(depth - 1) + "[" + one(["0", "1", "2", int(depth - 1)]) + "]"
    case 6: return "age(" + date(depth - 1) + ", " + date(depth - 1) + ")"
    case 7:
      return one([
        "int(" + string(depth - 1) + ")", "int(family.income)", "int(" + timestamp(depth - 1) + ")",
        date(0) + ".getFullYear()", date(0) + ".getMonth()", timestamp(0) + ".getHours()",
        duration(0) + ".getSeconds()",
        "{'a': 1, 'b': " + int(depth - 1) + "}." + one(["a", "b", "c"]),
      ])
    default: return "(" + bool(depth - 1) + " ? " + int(depth - 1) + " : " + int(depth - 1) + ")"
    }
  }

  private mutating func rupiah(_ depth: Int) -> String {
    guard depth > 0 else { return "family.income" }
    return switch pick(4) {
    case 0: "(" + rupiah(depth - 1) + one([" + ", " - "]) + one(["100000", rupiah(depth - 1)]) + ")"
    case 1: "(" + rupiah(depth - 1) + one([" * ", " / "]) + int(depth - 1) + ")"
    case 2: "(" + bool(depth - 1) + " ? " + rupiah(depth - 1) + " : " + rupiah(depth - 1) + ")"
    default: "-" + rupiah(depth - 1)
    }
  }

  private mutating func string(_ depth: Int) -> String {
    guard depth > 0 else {
      return pick(2) == 0
        ? one(["''", "'a'", "'πέ'", "'ASN'", "'none'", "'12'", "'e\\u0301'"]) : "(" + one(words) + " + '')"
    }
    return switch pick(6) {
    case 0, 1: "(" + string(depth - 1) + " + " + string(depth - 1) + ")"
    case 2:
      "string(" + one([int(depth - 1), bool(depth - 1), date(0), duration(0), timestamp(0), string(depth - 1)]) + ")"
    case 3: strings(depth - 1) + "[" + one(["0", "1"]) + "]"
    case 4: one(words)
    default: "(" + bool(depth - 1) + " ? " + string(depth - 1) + " : " + string(depth - 1) + ")"
    }
  }

  private mutating func date(_ depth: Int) -> String {
    guard depth > 0, pick(3) == 0 else {
      return pick(3) == 0
        ? one(["date('2024-02-29')", "date('1956-02-10')", "date('2026-02-28')", "date('2026-02-30')"]) : one(dates)
    }
    return "(" + bool(depth - 1) + " ? " + date(depth - 1) + " : " + date(depth - 1) + ")"
  }

  private mutating func timestamp(_ depth: Int) -> String {
    guard depth > 0 else { return one(["now", "timestamp(0)", "timestamp(-62135596800)", "timestamp(253402300799)"]) }
    return "(" + timestamp(depth - 1) + one([" + ", " - "]) + duration(depth - 1) + ")"
  }

  private mutating func duration(_ depth: Int) -> String {
    guard depth > 0 else {
      return one(["duration('1s')", "duration('-90m')", "duration('1.5h')", "duration('2000000h')", "duration('1ns')"])
    }
    return switch pick(3) {
    case 0: "(" + timestamp(depth - 1) + " - " + timestamp(depth - 1) + ")"
    default: "(" + duration(depth - 1) + one([" + ", " - "]) + duration(depth - 1) + ")"
    }
  }

  private mutating func ints(_ depth: Int) -> String {
    guard depth > 0 else { return one(["[]", "[1, 2]", "[0, 1, 70, 1000]", "[7]"]) }
    switch pick(5) {
    case 0: return "[" + int(depth - 1) + ", " + int(depth - 1) + "]"
    case 1: return "(" + ints(depth - 1) + " + " + ints(depth - 1) + ")"
    case 2 where macros < 2:
      let range = ints(depth - 1)
      return withNumber { generator, name in range + ".map(" + name + ", " + generator.int(depth - 1) + ")" }
    case 3 where macros < 2:
      let range = ints(depth - 1)
      return withNumber { generator, name in range + ".filter(" + name + ", " + generator.bool(depth - 1) + ")" }
    default: return "(" + bool(depth - 1) + " ? " + ints(depth - 1) + " : " + ints(depth - 1) + ")"
    }
  }

  private mutating func strings(_ depth: Int) -> String {
    guard depth > 0 else {
      return one(["['a']", "['ASN', 'TNI']", "['none', 'x', '']", "{'a': 1, 'ASN': 2}.map(k, k)"])
    }
    switch pick(4) {
    case 0: return "[" + string(depth - 1) + ", " + string(depth - 1) + "]"
    case 1: return "(" + strings(depth - 1) + " + " + strings(depth - 1) + ")"
    case 2 where macros < 2:
      return withMacro { generator, name in
        generator.words.append(name + ".job")
        defer { generator.words.removeLast() }
        return "family.members.map(" + name + ", " + generator.string(depth - 1) + ")"
      }
    default: return "(" + bool(depth - 1) + " ? " + strings(depth - 1) + " : " + strings(depth - 1) + ")"
    }
  }
}
