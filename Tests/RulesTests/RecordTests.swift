import Coding
import Rules
import Testing

/// Rules over declared records: what the checker catches, what is absent, what is read.
@Suite struct RecordTests {
  @Test(arguments: [
    ("family.decile >= 1 && family.decile <= 4", "true"), ("family.decile in [4, 5]", "false"),
    ("family.income / size(family.members) < 1500000", "true"), ("family.income * 12 + 1 > 14400000", "true"),
    ("family.income - 200000 == 1000000 && -family.income < 0", "true"), ("int(family.income) % 7", "4"),
    ("family.income in [1000000, 1200000]", "true"), ("family.code == 'C300' && family.code in ['C1', 'C300']", "true"),
    ("family.code + '!'", "\"C300!\""), ("m.job.startsWith('no')", "true"), ("m.job == m.job && m.job < 'z'", "true"),
    ("family.members.map(x, x.job)", "[\"none\"]"), ("'none' in family.members.map(x, x.job)", "true"),
    ("family.members.exists(x, x.job in ['ASN', 'TNI'])", "false"), ("family.members[0].attendance", "90"),
    ("family.members.filter(x, x.attendance >= 85).size()", "1"), ("size(family.members) == 1", "true"),
    ("family.members.filter(x, x.attendance >= 85)[0].born", "2015-03-01"),
    ("family.members.exists_one(x, age(x.born, due) == 10)", "true"),
    ("(true ? m : family.members[0]).job", "\"none\""),
    ("has(family.decile) && !has(m.nick) && has(family.members) && has(m.job)", "true"),
    ("in_region(family.region, '53.15') && province(family.region) == '53'", "true"),
    ("family.region == '53.15.06.2001' && family.region != 53", "true"), ("string(family.region)", "\"53.15.06.2001\""),
    ("family.since < due && family.since.getDayOfMonth() == 28", "true"), ("!m.disabled", "true"),
    ("m.disabled ? 1 : 2", "2"), ("now - duration('1h') < now && now.getHours('+07:00') == 8", "true"),
    ("age(m.born, due) >= 10 && age(m.born, due) <= 10", "true"), ("age(m.born, due)", "10"),
    (
      "family.members",
      "[test.member/1 {\"born\": 2015-03-01, \"job\": \"none\", \"attendance\": 90, \"pregnancy\": 0, \"disabled\": false}]"
    ),
  ])
  func value(_ expression: String, _ expected: String) throws {
    let value = try Evaluation.evaluate(expression, variables: Facts.variables, in: Facts.environment)
    #expect(value.description == expected, "\(expression)")
  }

  @Test(arguments: [
    ("family.desile", "1:8 did you mean 'decile'"), ("familly.decile", "1:1 did you mean 'family'"),
    ("m.job == 'PNS'", "1:10 can never be true: 'PNS' is not one of the field's words"),
    ("'ASM' != m.job", "1:1 did you mean 'ASN'"), ("m.job in ['ASN', 'TIN']", "1:18 did you mean 'TNI'"),
    ("family.decile > 10", "1:17 can never be true: the field holds 1 to 10"), ("0 >= family.decile", "1:1 never"),
    ("family.decile != 11", "1:18 always true"), ("family.decile in [1, 11]", "1:22 never"),
    ("family.income == 'a'", "1:15 rupiah == string"), ("family.income % 2 == 0", "1:15 rupiah % int"),
    ("family.income * family.income > 1", "1:15 rupiah * rupiah"), ("m == m", "1:3 compare their fields"),
    ("m in family.members", "1:3 compare their fields"), ("m.born < '2020-01-01'", "1:8 date < string"),
    ("family.region < '53'", "1:15 region < "), ("(true ? family : family).members", "1:26 named record"),
    ("family.members.all(m, true)", "1:20 already means"), ("family.members.all(due, true)", "1:20 already means"),
    ("due + 1 == due", "1:5 date + int"), ("receives('id.phk')", "1:10 did you mean 'id.pkh'"),
    ("m.foo.bar", "1:3 no field 'foo'"), ("has(m.foo)", "1:1 no field"),
    ("family.region == '99.x'", "1:15 region == string"),
  ])
  func refused(_ expression: String, _ expected: String) {
    do throws(RuleError) {
      _ = try Rule(expression, in: Facts.environment)
      Issue.record("\(expression) is accepted")
    } catch {
      let parts = expected.split(separator: " ", maxSplits: 1)
      #expect("\(error.line):\(error.column)" == parts[0], "\(expression): \(error)")
      #expect(
        error.kind == .type && error.message.english.contains(parts[1]), "\(expression): \(error.message.english)")
    }
  }

  @Test(arguments: [
    ("family.decile >= 1", "family.decile is absent"), ("family.income > 0", "family.income is absent"),
    ("m.attendance >= 85", "m.attendance is absent"), ("family.code == 'C1'", "family.code is absent"),
    ("m.disabled", "m.disabled is absent"), ("m.nick == 'x'", "m.nick is absent"),
    ("family.members.exists(x, x.attendance > 1)", "family.members.attendance is absent"),
    ("m.attendance > 1 && m.disabled", "m.attendance is absent"),
    ("receives('id.blt')", "series id.blt has not decided yet"),
    ("m.attendance > 1 && receives('id.pkh')", "m.attendance is absent"),
  ])
  func absenceIsNamed(_ expression: String, _ message: String) throws {
    let member = Facts.memberValue(attendance: nil, disabled: nil)
    let family = Facts.familyValue(decile: nil, income: nil, code: nil, members: [member])
    let measured = try Evaluation.measure(
      expression, variables: [("family", family), ("m", member)], in: Facts.environment)
    guard case .failure(let error) = measured.result else {
      throw RuleError(.evaluation, Phrase("tanpa galat", "no error"))
    }
    #expect(error.kind == .evaluation && error.message.english == message)
  }

  @Test(arguments: [
    ("m.attendance > 1 && false", "false"), ("m.attendance > 1 || true", "true"),
    ("has(m.attendance) && m.attendance > 1", "false"),
    ("family.members.exists(x, x.attendance > 1 || x.job == 'none')", "true"),
    ("family.members.all(x, x.attendance > 1 && x.job == 'TNI')", "false"),
    ("receives('id.blt') || m.job == 'none'", "true"),
  ])
  func absenceIsAbsorbed(_ expression: String, _ expected: String) throws {
    let member = Facts.memberValue(attendance: nil)
    let value = try Evaluation.evaluate(
      expression, variables: [("family", Facts.familyValue(members: [member])), ("m", member)], in: Facts.environment)
    #expect(value.description == expected)
  }

  @Test func anAbsentListIsNotAnEmptyOne() throws {
    let absent = Facts.familyValue(members: nil)
    for expression in [
      "family.members.exists(x, true)", "size(family.members) == 0", "family.members.map(x, 1) == []",
      "family.members[0].pregnancy == 1",
    ] {
      let rule = try Evaluation.measure(expression, variables: [("family", absent)], in: Facts.environment)
      guard case .failure(let error) = rule.result else {
        Issue.record("\(expression) has a value")
        continue
      }
      #expect(error.message.english == "family.members is absent")
    }
    let none = Facts.familyValue(members: [])
    #expect(
      try Evaluation.evaluate(
        "!family.members.exists(x, true) && size(family.members) == 0 && !has(family.members)",
        variables: [("family", none)], in: Facts.environment) == .bool(true))
  }

  @Test func mapsReadAsRecordsAndBadValuesAreNamed() throws {
    func entry(_ key: Text, _ value: Value) -> Value.Entry { Value.Entry(key: key, value: value) }
    let member = Value.map([entry("job", .string("ASN")), entry("born", .string("2000-01-01"))])
    let family = Value.map([
      entry("decile", .int(2)), entry("region", .string("53")), entry("income", .int(5)),
      entry("members", .list([member])),
    ])
    #expect(
      try Evaluation.evaluate(
        "family.decile == 2 && in_region(family.region, '53') && family.income == 5 && family.members[0].job == 'ASN'",
        variables: [("family", family)], in: Facts.environment) == .bool(true))
    for (bad, message) in [
      (entry("desile", .int(2)), "did you mean 'decile'"), (entry("decile", .int(11)), "11 is not in 1 to 10"),
      (entry("region", .string("5")), "no region code"), (entry("income", .bool(true)), "bool is not rupiah"),
      (entry("members", .int(1)), "at most 8 records"), (entry("code", .string("C0")), "not one of its words"),
    ] {
      do throws(RuleError) {
        _ = try Evaluation.evaluate("family.decile == 2", variables: [("family", .map([bad]))], in: Facts.environment)
        Issue.record("\(bad.key) is accepted")
      } catch {
        #expect(error.message.english.contains(message), "\(error.message.english)")
      }
    }
  }

  @Test func rulesSayWhatTheyReadAndCost() throws {
    let rule = try Rule(
      test: "m.school_like == 'x' || true",
      in: {
        var environment = Environment()
        try environment.declare(
          "m", .record(RecordType(name: "r", version: 1, fields: [.init("school_like", .text(maxBytes: 64))])))
        return environment
      }())
    #expect(rule.columns == [0])
    let environment = Facts.environment
    let other = try Rule(
      test: "family.members.exists(x, x.job == 'ASN') && m.attendance > 5 && receives('id.blt')", in: environment)
    #expect(other.columns.map { environment.path(of: $0) } == ["family.members", "family.members.job", "m.attendance"])
    #expect(other.series == [1])
    #expect(other.cost == 1 + 8 * (1 + 2) + 2 + 1 + 2)
    #expect(throws: RuleError.self) { try Rule(test: "m.attendance", in: environment) }
  }

  @Test func badSchemasAreRefused() {
    func refused(_ fields: [RecordType.Field]) -> String? {
      var environment = Environment()
      do throws(RuleError) {
        try environment.declare("r", .record(RecordType(name: "r", version: 1, fields: fields)))
        return nil
      } catch { return error.message.english }
    }
    #expect(refused([.init("a", .bool), .init("a", .bool)])?.contains("twice") == true)
    #expect(refused([.init("a", .int(min: 2, max: 1))])?.contains("range") == true)
    #expect(refused([.init("a", .int(min: .min, max: 1))])?.contains("range") == true)
    #expect(refused([.init("a", .enumeration([]))])?.contains("words") == true)
    #expect(refused([.init("a", .enumeration(["x", "x"]))])?.contains("twice") == true)
    #expect(refused([.init("a", .text(maxBytes: 65))])?.contains("64") == true)
    #expect(refused([.init("a", .records(Facts.family, max: 2))])?.contains("child rows") == true)
    #expect(refused([])?.contains("1 to 256") == true)
    #expect(refused([.init("a", .bool)]) == nil)
  }
}
