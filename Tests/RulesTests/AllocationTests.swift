import AllocationCounter
import Coding
import Rules
import TestSupport
import Testing

/// A compiled rule asks for no memory while it runs.
@Suite struct AllocationTests {
  @Test func theCounterCounts() {
    let before = allocation_count()
    var numbers: [Int] = []
    for number in 0..<Int.random(in: 100...200) { numbers.append(number) }
    #expect(numbers.count >= 100)
    #expect(allocation_count() > before)
  }

  @Test(arguments: [
    // What programmes ask
    "family.decile >= 1 && family.decile <= 4", "m.job in ['ASN', 'TNI'] && m.attendance >= 85",
    "!family.members.exists(x, x.job in ['ASN', 'TNI', 'POLRI'])", "age(m.born, due) >= 0 && age(m.born, due) <= 6",
    "in_region(family.region, '53.15') || province(family.region) == '52'", "receives('id.pkh') || m.disabled",
    // Errors, absorbed and not
    "1 / m.pregnancy == 1 || true", "1 / m.pregnancy == 1", "family.members.all(x, 1 / x.pregnancy > 0)",
    // Texts, lists and maps made on the way
    "(m.job + '!').startsWith('none') && size(m.job + m.job) == 8",
    "family.members.filter(x, x.attendance >= 85).map(x, string(x.born)).exists(t, t == '2015-03-01')",
    "[m.pregnancy, 1, 2].map(x, x * 2) == [0, 2, 4] && m.pregnancy in [m.attendance, 0]",
    "{m.job: 1, 'b': 2}[m.job] == 1 && m.job in {m.job: 1} && family.members[0].job == m.job",
    // Conversions, both ways
    "string(m.pregnancy) + string(m.disabled) + string(m.born) + string(family.region) != ''",
    "string(now) + string(now - timestamp(0)) != '' && timestamp(string(now)) == now",
    "int(string(m.attendance)) == 90 && date(string(due)) == due && bool(string(m.disabled)) == m.disabled",
    "duration(string(now - timestamp(0))) > duration('1s') && duration(string(m.attendance) + 'h') > duration('1h')",
    "now.getHours('+0' + string(m.pregnancy) + ':30') >= 0 && due.getDayOfYear() == 40",
    "in_region(string(family.region), '53') && family.income / size(family.members) > 1",
  ])
  func noRuleAllocatesWhileItRuns(_ source: String) throws {
    let rules = try RuleSet([Rule(test: source, in: Facts.environment)], in: Facts.environment)
    let columns = Columns(families: [Facts.familyValue()], members: [Facts.memberValue()])
    var frame = Frame(rules)
    for column in rules.columns {
      if let base = columns.bases[column] { frame.bind(column: column, to: base) }
    }
    frame.setRow(0, 0)
    frame.setRow(1, 0)
    frame.setChildren(0, first: 0, count: 1)
    frame.set(2, to: CivilDate("2026-02-10")!)
    frame.set(3, to: Timestamp("2026-02-10T01:02:03.5Z")!)
    let first = frame.evaluate(0)
    let before = allocation_count()
    var same = true
    for _ in 0..<100 { same = frame.evaluate(0) == first && same }
    #expect(allocation_count() == before, "\(source)")
    #expect(same, "\(source) gives \(first)")
  }
}
