import Coding
import Rules
import Testing

/// Every operator, macro and function by example: an expression and its value as written.
@Suite struct LanguageTests {
  @Test(arguments: [
    // Literals
    ("true", "true"), ("-9223372036854775808", "-9223372036854775808"), ("0xff", "255"), ("-0x10", "-16"),
    ("'a' + \"b\" + r'\\n' + '''c'''", "\"ab\\\\nc\""), ("'\\u0041\\x42\\103\\U0001F431'", "\"ABC🐱\""),
    ("[1, 2, ]", "[1, 2]"), ("{'a': 1, 'b': 2, }", "{\"a\": 1, \"b\": 2}"), ("[]", "[]"), ("{}", "{}"),
    ("[[], [1]]", "[[], [1]]"), ("1 // comment\n + 1", "2"), ("--5", "5"), ("!!true", "true"),
    // Arithmetic
    ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 2", "-1"), ("2 + 3 * 4 - 1", "13"), ("(2 + 3) * 4", "20"), ("-(3)", "-3"),
    ("[1] + [2, 3]", "[1, 2, 3]"), ("[] + []", "[]"),
    // Comparison
    ("1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 && 1 != 2 && 1 == 1", "true"), ("'a' < 'b' && 'a' < 'aa'", "true"),
    ("false < true", "true"), ("'é' == 'e\\u0301'", "false"), ("[1, 2] == [1, 2] && [1] != [1, 2]", "true"),
    ("{'a': [1], 'b': []} == {'b': [], 'a': [1]}", "true"), ("[[]] == [[]]", "true"),
    ("2 in [1, 2, 3] && !('x' in ['y']) && 'k' in {'k': 1}", "true"), ("1 in []", "false"),
    ("100 in [1, 1000, 100]", "true"), ("[1] in [[2], [1]]", "true"),
    // Conditions and absorption
    ("1 < 2 ? 'yes' : 'no'", "\"yes\""), ("true ? (false ? 1 : 2) : 3", "2"), ("false ? 1 : true ? 2 : 3", "2"),
    ("1 / 0 == 1 || true", "true"),
    ("1 / 0 == 1 && false", "false"), ("false && 1 / 0 == 1", "false"), ("[1, 0].exists(x, 1 / x == 1)", "true"),
    ("[0, 2].all(x, 1 / x > 1)", "false"), ("(1 / 0 > 0 || 1 / 0 > 0) || true", "true"),
    ("(true ? 1 : 1 / 0) == 1", "true"),
    // Indexing and fields
    ("[7, 8][1]", "8"), ("{'a': 1}['a'] + {'a': 2}.a", "3"), ("{'x y': 5}.`x y`", "5"),
    ("has({'a': 1}.a) && !has({'a': 1}.b)", "true"),
    // Macros
    ("[1, 2, 3].all(x, x > 0)", "true"), ("[1, 2, 3].exists(x, x == 4)", "false"),
    ("[1, 2, 2].exists_one(x, x == 2)", "false"), ("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"),
    ("[1, 2, 3].map(x, x * x)", "[1, 4, 9]"), ("[1, 2, 3].map(x, x > 1, string(x))", "[\"2\", \"3\"]"),
    ("{'a': 1, 'b': 2}.map(k, k + k)", "[\"aa\", \"bb\"]"), ("{'a': 1}.exists(k, k == 'a')", "true"),
    ("[[1, 2], [3]].map(l, l.map(x, x + 1))", "[[2, 3], [4]]"), ("[].map(n, n + n)", "[]"),
    ("[1, 2].filter(x, [2, 3].exists(y, y == x))", "[2]"), ("['b'].map(x, [x, 'c'])", "[[\"b\", \"c\"]]"),
    // Text
    ("size('πέντε') + 'abc'.size()", "8"), ("'hello'.startsWith('he') && 'hello'.endsWith('lo')", "true"),
    ("'hello'.contains('ell') && ''.contains('') && !''.contains('x')", "true"),
    // Lists and maps
    ("size([1, 2]) + size({'a': 1}) + [].size()", "3"),
    // Conversions
    ("int('-42') + int('+1') + int(timestamp(7))", "-34"), ("int('-9223372036854775808')", "-9223372036854775808"),
    ("string(5) + string(true) + string('x')", "\"5truex\""), ("bool('TRUE') && !bool('0')", "true"),
    (
      "string(duration('1h1ms')) + string(timestamp(0)) + string(date('2024-02-29'))",
      "\"3600.001s1970-01-01T00:00:00Z2024-02-29\""
    ),
    // Time
    ("timestamp('2009-02-13T23:31:30Z') + duration('30s')", "2009-02-13T23:32:00Z"),
    ("timestamp(10) - duration('1h') < timestamp(10)", "true"), ("timestamp(10) - timestamp(4)", "6s"),
    ("duration('1h') - duration('30m') + duration('1s')", "1801s"),
    ("timestamp('2026-02-10T20:00:00Z').getDate('+07:00')", "11"),
    ("timestamp('2026-02-10T20:00:00Z').getMonth()", "1"), ("timestamp('2026-02-10T20:00:00Z').getDayOfWeek()", "2"),
    ("duration('90m').getHours() + duration('90m').getMinutes()", "91"),
    ("duration('1.234s').getMilliseconds()", "234"),
    ("date('2026-02-10').getFullYear() + date('2026-02-10').getDayOfYear()", "2066"),
    ("timestamp('0001-01-01T00:00:00Z').getDayOfYear('-12:00')", "365"),
    ("date('2026-02-10') < date('2026-02-11')", "true"), ("age(date('2020-02-29'), date('2021-03-01'))", "1"),
    // Regions
    ("in_region('53.15.06.2001', '53.15')", "true"), ("in_region('53.15.06.2001', '52')", "false"),
    ("province('53.15.06.2001')", "53"), ("province('53.15.06.2001') == '53'", "true"),
    ("province(5315062001) in [53, 52]", "true"), ("in_region('53' + '.15', 53)", "true"),
  ])
  func value(_ expression: String, _ expected: String) throws {
    #expect(try Evaluation.evaluate(expression).description == expected, "\(expression)")
  }

  @Test(arguments: [
    // Parse
    ("", "parse 1:1 a value is missing"), ("1 +", "parse 1:4 stops too early"), ("1 2", "parse 1:3 ends before"),
    ("(1", "parse 1:3 never closed"), ("[1, 2", "parse 1:6 never closed"), ("'abc", "parse 1:1 never closed"),
    ("'a\nb'", "parse 1:1 never closed"), ("'\\q'", "parse 1:2 escape"), ("'\\ud800'", "parse 1:2 code point"),
    ("9223372036854775808", "parse 1:1 64 bits"), ("99999999999999999999", "parse 1:1 64 bits"),
    ("a = 1", "parse 1:3 '=='"), ("true & false", "parse 1:6 '&&'"), ("1 |\n2", "parse 1:3 '||'"),
    ("if", "parse 1:1 reserved"), ("@", "parse 1:1 cannot stand"), ("1x", "parse 1:2 letter"),
    ("f(1,)", "parse 1:5 argument"),
    ("true ? 1", "parse 1:9 ':'"), ("true ? false ? 1 : 2 : 3", "parse 1:14 ':'"), ("{'a' 1}", "parse 1:6 ':'"),
    ("has(1)", "parse 1:1 one field"),
    ("[1].all(x)", "parse 1:5 takes a name"), ("[1].all(1, true)", "parse 1:9 plain name"),
    ("x.true", "parse 1:3 word"),
    ("'é' + @", "parse 1:7 cannot stand"),
    ("[1].all(a, [1].all(b, [1].all(c, true)))", "parse 1:5 nested 2 deep"),
    // Outside the profile
    ("1.5", "type 1:1 outside"), ("1e3", "type 1:1 outside"), ("5u", "type 1:1 outside"), ("b'x'", "type 1:1 outside"),
    ("null", "type 1:1 outside"), ("dyn(1)", "type 1:1 outside"), (".x", "type 1:1 outside"),
    ("type(1)", "type 1:1 outside"),
    ("'a'.matches('b')", "type 1:5 outside"), ("Foo{a: 1}", "type 1:4 outside"), ("[?1]", "type 1:2 outside"),
    ("timestamp(0).getHours('Asia/Jakarta')", "type 1:23 outside"), ("{1: 2}", "type 1:2 keys of a map"),
    // Types
    ("x", "type 1:1 nothing is called 'x'"), ("1 + 'a'", "type 1:3 int + string"),
    ("1 == 'a'", "type 1:3 int == string"),
    ("[1, 'a']", "type 1:5 one type"), ("true\n  && 1", "type 2:6 must be a bool"), ("!1", "type 1:2 must be a bool"),
    ("true ? 1 : 'a'", "type 1:6 both branches"), ("1 in 2", "type 1:3 looks into"),
    ("'a' in [1]", "type 1:5 never in"),
    ("[1]['a']", "type 1:5 indexed by an int"), ("1[0]", "type 1:2 cannot be indexed"), ("-'a'", "type 1:1 a number"),
    ("1.foo", "type 1:3 no fields"), ("sise([1])", "type 1:1 did you mean 'size'"), ("size(1)", "type 1:1 size(int)"),
    ("'a'.startsWith(1)", "type 1:5 string.startsWith(int)"), ("startsWith('a', 'b')", "type 1:1 is written"),
    ("timestamp(0).getHours(1)", "type 1:14 means nothing"), ("age(1, 2)", "type 1:1 age(int, int)"),
    ("size(1, 2)", "type 1:1 takes 1 argument"), ("[1].all(x, [2].all(x, true))", "type 1:20 already means"),
    ("[1].all(x, x)", "type 1:12 must be a bool"), ("1.map(x, x)", "type 1:3 walked through"),
    ("[1] < [2]", "type 1:5 list(int) < list(int)"),
    ("in_region('xx', '53')", "type 1:11 no region code"), ("receives('id.x')", "type 1:10 no series"),
    ("receives(1)", "type 1:1 one series"),
    // Cost
    (
      "[1,2,3,4,5,6,7,8,9,10].map(x, [1,2,3,4,5,6,7,8,9,10].map(y, [1,2,3,4,5,6,7,8,9,10] + [x] + [y] + [1,2,3,4,5,6,7,8,9,10] + [1,2,3,4,5,6,7,8,9,10]))",
      "cost 1:24 steps"
    ),
    // Evaluation
    ("1 / 0", "evaluation 1:3 division by zero"), ("5 % 0", "evaluation 1:3 division by zero"),
    ("9223372036854775807 + 1", "evaluation 1:21 out of range"),
    ("-9223372036854775808 - 1", "evaluation 1:22 out of range"),
    ("4611686018427387904 * 2", "evaluation 1:21 out of range"),
    ("-9223372036854775808 / -1", "evaluation 1:22 out of range"),
    ("-9223372036854775808 % -1", "evaluation 1:22 out of range"),
    ("-(-9223372036854775808)", "evaluation 1:1 out of range"),
    ("[1][1]", "evaluation 1:4 no element"), ("[1][-1]", "evaluation 1:4 no element"),
    ("{'a': 1}.b", "evaluation 1:10 no such key"),
    ("{'a': 1, 'a': 2}", "evaluation 1:1 twice"), ("{'a': 1, 'a' + '': 2}", "evaluation 1:1 twice"),
    ("int('x')", "evaluation 1:1 cannot be converted"), ("int('9223372036854775808')", "evaluation 1:1 converted"),
    ("bool('TrUe')", "evaluation 1:1 converted"), ("timestamp('x')", "evaluation 1:1 converted"),
    ("timestamp(253402300800)", "evaluation 1:1 range"), ("duration('1')", "evaluation 1:1"),
    ("date('2026-02-30')", "evaluation 1:1 converted"), ("province('5' + 'x')", "evaluation 1:14 converted"),
    ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "evaluation 1:35 out of range"),
    ("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "evaluation 1:35 out of range"),
    ("timestamp(0).getHours('x' + 'y')", "evaluation 1:14 converted"),
    ("true && 1 / 0 == 1", "evaluation 1:11 division"), ("1 / 0 == 1 && int('x') == 1", "evaluation 1:3 division"),
    ("[1, 0].exists_one(x, 1 / x == 5)", "evaluation 1:24 division"), ("[0].map(x, 1 / x)", "evaluation 1:14 division"),
    ("[1, 0].all(x, 1 / x == 1)", "evaluation 1:17 division"),
  ])
  func error(_ expression: String, _ expected: String) {
    do throws(RuleError) {
      let value = try Evaluation.evaluate(expression)
      Issue.record("\(expression) gave \(value)")
    } catch {
      let parts = expected.split(separator: " ", maxSplits: 2)
      #expect("\(error.kind) \(error.line):\(error.column)" == "\(parts[0]) \(parts[1])", "\(expression): \(error)")
      if parts.count > 2 {
        #expect(error.message.english.contains(parts[2]), "\(expression): \(error.message.english)")
      }
    }
  }

  @Test func limitsOnForm() throws {
    func kind(_ source: String) -> RuleError.Kind? {
      do throws(RuleError) {
        _ = try Evaluation.evaluate(source)
        return nil
      } catch { return error.kind }
    }
    #expect(kind(String(repeating: "(", count: 32) + "1" + String(repeating: ")", count: 32)) == nil)
    #expect(kind(String(repeating: "(", count: 33) + "1" + String(repeating: ")", count: 33)) == .parse)
    #expect(kind("1" + String(repeating: " + 1", count: 32)) == nil)
    #expect(kind("1" + String(repeating: " + 1", count: 33)) == .parse)
    #expect(kind("true" + String(repeating: " && true", count: 500)) == nil)
    #expect(kind("true" + String(repeating: " && true", count: 512)) == .parse)
    #expect(kind("'" + String(repeating: "é", count: 4_094) + "'") == nil)
    #expect(kind("'" + String(repeating: "é", count: 4_095) + "'") == .parse)
  }

  @Test func variablesAreTypedByTheirValues() throws {
    let variables: [(String, Value)] = [
      ("x", .int(3)), ("names", .list([.string("a"), .string("b")])), ("empty", .list([])),
      ("m", .map([.init(key: "k", value: .bool(true))])), ("a.b", .string("dotted")),
    ]
    #expect(try Evaluation.evaluate("x + size(names) + size(empty)", variables: variables) == .int(5))
    #expect(
      try Evaluation.evaluate("m.k && a.b == 'dotted' && empty == [1] || x == 3", variables: variables) == .bool(true))
    #expect(throws: RuleError.self) {
      try Evaluation.evaluate("x", variables: [("x", .list([.int(1), .bool(true)]))])
    }
    #expect(throws: RuleError.self) { try Evaluation.evaluate("[1].all(x, true)", variables: variables) }
  }

  @Test func valuesAsJSON() throws {
    let source = "{'a': 1, 'b': 2}"
    #expect(try Evaluation.evaluate(source).json == #"{"a": 1, "b": 2}"#)
    #expect(try Evaluation.evaluate("[timestamp(0)]").json == #"["1970-01-01T00:00:00Z"]"#)
    #expect(try Evaluation.evaluate("[duration('5s')]").json == #"["5s"]"#)
    #expect(try Evaluation.evaluate("'\\a\\\"\\\\\\n'").json == #""\u0007\"\\\n""#)
    #expect(try Evaluation.evaluate("{'a': [date('2026-02-10')]}").type?.description == "map(string, list(date))")
  }
}
