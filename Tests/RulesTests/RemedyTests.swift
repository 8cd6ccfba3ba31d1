import Coding
import Rules
import TestSupport
import Testing

/// What would have to be otherwise, read off the rule.
@Suite struct RemedyTests {
  /// Decile 6, income 2,400,000, two members; one of them is `m`.
  private static let circumstances: Circumstances = {
    let environment = Facts.environment
    var circumstances = Circumstances(environment)
    func put(_ values: [Value?], _ first: Int, _ element: Int?) {
      for (field, value) in values.enumerated() {
        circumstances[.field(column: first + field, element: element)] = value
      }
    }
    guard case .record(_, let family) = Facts.familyValue(decile: 6, income: 2_400_000, assets: 40),
      case .record(_, let m) = Facts.memberValue(nick: "Siti"),
      case .record(_, let other) = Facts.memberValue(born: "1958-03-04", job: "TNI", attendance: nil, disabled: nil)
    else { return circumstances }
    put(family, environment.inputs[0].firstColumn, nil)
    put(m, environment.inputs[1].firstColumn, nil)
    put(m, environment.children[0].firstColumn, 0)
    put(other, environment.children[0].firstColumn, 1)
    circumstances[.count(list: 0)] = .int(2)
    circumstances[.input(2)] = .date(CivilDate("2026-02-10")!)
    circumstances[.series(0)] = .bool(true)
    circumstances[.series(1)] = .bool(false)
    return circumstances
  }()

  private func ways(_ source: String) throws -> [String] {
    let rule = try Rule(test: source, in: Facts.environment)
    let found = rule.remedies(in: Self.circumstances)
    return Remedy.least(found, most: 8).map { $0.demands.map(describe).joined(separator: " & ") }
  }

  private func describe(_ demand: Remedy.Demand) -> String {
    let name =
      switch demand.circumstance {
      case .field(let column, let element):
        Facts.environment.path(of: column) + (element.map { "#\($0)" } ?? "")
      case .input(let input): Facts.environment.inputs[input].name.string
      case .series(let series): Facts.environment.series[series].string
      case .count: "count"
      }
    switch demand.wanted {
    case .absent: return "\(name) absent"
    case .text(let test): return "\(name) \(test)"
    case .numbers(let set):
      let ranges = set.ranges.map { range in
        let ends = [range.lowerBound, range.upperBound].map { number in
          if number == .min || number == .max { return "" }
          guard case .date = Facts.environment.fieldType(of: demand.circumstance) else { return String(number) }
          return CivilDate(days: Int32(number))?.description ?? "?"
        }
        return ends[0] == ends[1] ? ends[0] : ends.joined(separator: "…")
      }
      return "\(name) \(ranges.joined(separator: ","))"
    }
  }

  @Test(
    arguments: [
      ("family.decile >= 1 && family.decile <= 4", ["family.decile 1…4"]),
      ("family.decile < 3 || family.decile > 8", ["family.decile 1…2,9…10"]),
      ("!(family.decile > 4)", ["family.decile 1…4"]),
      ("family.decile in [2, 3, 9]", ["family.decile 2,3,9"]),
      ("family.income <= 1500000", ["family.income …1500000"]),
      ("family.income / 2 < 500000", ["family.income …999999"]),
      ("family.income * 12 <= 18000000", ["family.income …1500000"]),
      ("family.income - 400000 <= 1000000", ["family.income …1400000"]),
      ("family.income / size(family.members) <= 600000", ["family.income …1200001"]),
      ("family.assets + 10 > 100", ["family.assets 91…5000000000"]),
      ("family.assets < family.decile", ["family.assets 0…5"]),
    ] as [(String, [String])])
  func numbers(_ source: String, _ expected: [String]) throws { #expect(try ways(source) == expected, "\(source)") }

  @Test(
    arguments: [
      ("m.disabled", ["m.disabled 1"]), ("m.job == 'ASN'", ["m.job 2"]),
      ("!(m.job in ['none', 'TNI'])", ["m.job 2,4…5"]),
      ("m.job.startsWith('T')", ["m.job 3"]), ("m.nick == 'Ani'", ["m.nick oneOf([Ani])"]),
      ("m.nick.startsWith('An')", ["m.nick starting(An)"]),
      ("m.nick != 'Siti'", ["m.nick not(Rules.TextTest.oneOf([Siti]))"]),
      ("has(m.attendance) == false", ["m.attendance absent"]),
      ("in_region(family.region, 11)", ["family.region 1100000000…1199999999"]),
      ("!in_region(family.region, '53.15')", ["family.region …5314999999,5316000000…"]),
      ("province(family.region) == '11'", ["family.region 1100000000…1199999999"]),
      ("family.region == '11.01'", ["family.region 1101000000"]),
      ("!receives('id.pkh')", ["id.pkh 0"]), ("receives('id.blt')", ["id.blt 1"]),
      ("!receives('id.pkh') && family.decile <= 4", ["id.pkh 0 & family.decile 1…4"]),
      (
        "family.decile <= 4 ? m.disabled : m.attendance > 95",
        ["m.attendance 96…100", "family.decile 1…4 & m.disabled 1"]
      ),
    ] as [(String, [String])])
  func kinds(_ source: String, _ expected: [String]) throws { #expect(try ways(source) == expected, "\(source)") }

  @Test(
    arguments: [
      ("age(m.born, due) >= 18", ["due 2033-03-01…2126-02-11", "m.born 0001-01-01…2008-02-10"]),
      ("age(m.born, due) <= 6", ["m.born 2019-02-11…9999-12-31"]),
      ("m.born < date('2010-01-01')", ["m.born 0001-01-01…2009-12-31"]),
      ("due >= date('2026-03-01')", ["due 2026-03-01…2126-02-11"]),
      ("due < date('2026-02-01')", []),
    ] as [(String, [String])])
  func days(_ source: String, _ expected: [String]) throws { #expect(try ways(source) == expected, "\(source)") }

  @Test(
    arguments: [
      ("!family.members.exists(x, x.job in ['ASN', 'TNI', 'POLRI'])", ["family.members.job#1 1,5"]),
      ("family.members.all(x, x.job == 'none')", ["family.members.job#1 1"]),
      (
        "family.members.exists(x, x.job == 'ASN')",
        ["family.members.job#0 2", "family.members.job#1 2", "family.members.job#2 2"]
      ),
      (
        "family.members.exists(x, x.job == 'none' && x.attendance >= 95)",
        [
          "family.members.attendance#0 95…100", "family.members.job#1 1 & family.members.attendance#1 95…100",
          "family.members.job#2 1 & family.members.attendance#2 95…100",
        ]
      ),
      ("size(family.members) >= 4", ["count 4…8"]),
      ("size(family.members.filter(x, x.job == 'none')) >= 2", ["family.members.job#1 1", "family.members.job#2 1"]),
      ("family.members.exists_one(x, x.job == 'ASN' || x.job == 'TNI') && family.decile < 3", ["family.decile 1…2"]),
      (
        "'ASN' in family.members.map(x, x.job)",
        ["family.members.job#0 2", "family.members.job#1 2", "family.members.job#2 2"]
      ),
      ("[3, 4].exists(x, x == family.decile)", ["family.decile 3…4"]),
    ] as [(String, [String])])
  func lists(_ source: String, _ expected: [String]) throws { #expect(try ways(source) == expected, "\(source)") }

  @Test("What holds already needs nothing, and what nobody sees through yields nothing")
  func nothing() throws {
    for source in ["family.decile == 6", "true", "false", "family.assets % 7 == 1", "due.getMonth() == 5"] {
      #expect(try ways(source) == [], "\(source)")
    }
  }

  @Test("Whatever the rule, the search ends, within its bounds")
  func anything() throws {
    var generator = ExpressionGenerator(seed: 26)
    var found = 0
    for _ in 0..<3_000 {
      guard let rule = try? Rule(test: generator.expression(.bool, 4), in: Facts.environment) else { continue }
      let remedies = rule.remedies(in: Self.circumstances)
      #expect(remedies.count <= 32)
      found += remedies.isEmpty ? 0 : 1
    }
    #expect(found > 100)
  }
}
