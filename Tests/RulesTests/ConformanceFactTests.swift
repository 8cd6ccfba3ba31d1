import Rules
import Testing

/// What the conformance suite of CEL asks at the edges, in examples of our own.
@Suite struct ConformanceFactTests {
  @Test(arguments: [
    // Text: code points, escapes, raw and triple quotes
    #"'\377\xff\u00ff' == 'ÿÿÿ'"#, "size('🐱😀') == 2", #"!('é' == 'e\u0301')"#, "'ÿ' < '🐱' && 'é' < '中'",
    "\"\"\"a'b\"\"c\n\"\"\" == 'a\\'b\"\"c\\n'", #"r"\u0041" + R'''\''' == '\\u0041\\'"#,
    "'🐱'.contains('🐱') && ''.size() == 0",
    #"'\a\b\f\v\?\`' == '\x07\x08\x0c\x0b?`'"#, #"'\U0010FFFF' > '\uFFFD'"#,
    // Numbers
    "-0x8000000000000000 == -9223372036854775808", "0x7fffffffffffffff == 9223372036854775807",
    "9223372036854775807 * -1 == -9223372036854775807", "43 % -5 + -43 % 5 == 0", "-9223372036854775808 / 1 < 0",
    "---5 == -5 && !!!false", "int('-0') == 0 && string(-1) == '-1'",
    // Errors are absorbed where the answer is certain without them
    "[3, 4].exists(x, 1 / (x - 3) == 1)", "!([0, 5].all(x, 5 / x > 9))", "(1 / 0 > 1 ? true : true) || true",
    "!(false && [1][7] == 1)", "{'a': 1}['b'] == 1 || true", "int('x') == 1 || bool('TRUE')",
    // Lists and maps
    "{'a': 1, 'b': 0}.all(k, k.size() == 1) && 'c' in {'c': []}", "{'k': {'l': 2}}.k['l'] == 2",
    "!({}.exists(k, true) || [].exists_one(x, true)) && [].all(x, false)", "['a'] + [] == ['a'] && !([1] == [1, 1])",
    "{'a': 1, 'b': 2} == {'b': 2, 'a': 1} && {'a': 1} != {'a': 2}", "[[1], []].map(l, l.size()) == [1, 0]",
    "has({'x-y': 1}.`x-y`) && !has({'a': {}}.a.b)",
    // Times
    "timestamp('0001-01-01T00:00:00Z') < timestamp('9999-12-31T23:59:59.999999999Z')",
    "timestamp('2009-02-13T23:31:20Z') - timestamp('2009-02-13T23:31:30Z') == duration('-10s')",
    "timestamp('2009-02-13T23:31:30Z').getHours('-09:30') == 14 && timestamp(0).getMinutes('02:45') == 45",
    "timestamp('2009-02-13T02:00:00Z').getDayOfMonth('-02:30') == 11", "timestamp(0).getFullYear('-00:01') == 1969",
    "duration('9223372036s') == duration('153722867m16s')", "duration('-0.5s').getMilliseconds() == -500",
    "timestamp('2009-02-13T23:31:30+07:00') == timestamp('2009-02-13T16:31:30Z')",
    "int(timestamp('1969-12-31T23:59:59Z')) == -1",
    "string(timestamp('2009-02-13T23:31:30.25Z')) == '2009-02-13T23:31:30.25Z'", "string(duration('1.5h')) == '5400s'",
  ])
  func holds(_ expression: String) throws {
    #expect(try Evaluation.evaluate(expression) == .bool(true), "\(expression)")
  }

  @Test(arguments: [
    "timestamp('0000-01-01T00:00:00Z')", "timestamp('10000-01-01T00:00:00Z')", "timestamp('2009-02-30T00:00:00Z')",
    "timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "timestamp(-62135596801)",
    "timestamp('2009-02-13T23:31:30')",
    "duration('320000000000s')", "duration('-320000000000s')", "duration('9223372036s') + duration('1s')",
    "duration('1d')",
    "-9223372036854775808 * -1", "0 - -9223372036854775808", "-(-9223372036854775808)", "-9223372036854775808 / -1",
    "{'a': 1}['b'] == 1 || false", "1 / 0 == 1 || 2 / 0 == 1", "[1, 0].all(x, 1 / x == 1)",
    "int('9223372036854775808')",
    "[7][-1]", "timestamp(0).getHours('25' + ':00')", "bool('yes')", "{'a': 1, 'a': 2}",
  ])
  func failsWhenItRuns(_ expression: String) {
    #expect(kind(expression) == .evaluation, "\(expression)")
  }

  @Test(arguments: [
    "[1].all(i, v, true)", "[1].exists_one(i, v, true)", "[1].transformList(i, v, v)", "{'a': 1}.transformMap(k, v, v)",
    "math.greatest(1, 2)", "cel.bind(x, 1, x)", "double(1) == 1", "uint(1)", "1u + 1u", "1.0", "b'a'", "null", "dyn(1)",
    "type(1)",
    "{1: 2}", "[1, 'a']", "1 == 'a'", "true ? 1 : 'a'", "'a' || true", "[0] < [1]", "a.?b", "[?x]",
    "google.protobuf.Any{}",
    ".a == 1", "'a'.matches('a')", "timestamp(0).getHours('Asia/Jakarta')", "-true", "x",
  ])
  func isRefusedBeforehandWithAReason(_ expression: String) {
    #expect(kind(expression) == .type, "\(expression)")
  }

  private func kind(_ expression: String) -> RuleError.Kind? {
    do throws(RuleError) {
      _ = try Evaluation.evaluate(expression)
      return nil
    } catch {
      #expect(!error.message.english.isEmpty && error.line == 1 && error.column >= 1)
      return error.kind
    }
  }
}

/// Costs that chance seldom finds.
@Suite struct EqualListCostTests {
  @Test(arguments: [
    "[m.attendance, 5] == [m.attendance, 5]", "[m.attendance, 5] != [m.attendance, 7]",
    "[[m.attendance], [1]] == [[m.attendance], [1]]", "{'a': m.attendance} == {'a': m.attendance}",
  ])
  func comparingListsThatAreEqualStaysWithinTheBound(_ source: String) throws {
    let member = Facts.memberValue(
      born: "2000-01-01", job: "none", attendance: 3, pregnancy: 0, disabled: false, nick: "")
    let measured = try Evaluation.measure(source, variables: [("m", member)], in: Facts.environment)
    #expect(measured.steps <= measured.cost, "\(measured.steps) of \(measured.cost)")
  }
}
