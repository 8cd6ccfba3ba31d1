import Coding
import Rules
import Testing

/// Which branches of a rule an evaluation takes.
@Suite struct BranchTests {
  /// What was answered at each branch, as `column+`, `column-`, `column+-`, or `column` alone where nothing was.
  private func branches(_ expression: String, _ variables: [(String, Value)]) throws -> String {
    let measured = try Evaluation.measure(expression, variables: variables, in: Facts.environment, isTracing: true)
    let sorted = measured.branches.sorted { $0.branch.index < $1.branch.index }
    return sorted.map { "\($0.branch.index + 1)" + ($0.answers.yes ? "+" : "") + ($0.answers.no ? "-" : "") }
      .joined(separator: " ")
  }

  @Test(arguments: [
    // Sides of && and ||, each and together; what is not reached is not seen.
    ("1 < m.attendance", "3+"), ("m.attendance < 80 && m.disabled", "14- 19- 24"),
    ("m.attendance > 80 && m.disabled", "14+ 19- 24-"), ("m.attendance > 80 || m.disabled", "14+ 19+ 24"),
    // Neighbouring tests of one field, which are one in code that does not trace.
    ("m.attendance >= 85 && m.attendance <= 89", "14+ 20- 36-"),
    // What ! turns around; ! itself only passes it on.
    ("!m.disabled", "4-"), ("!!(m.attendance > 80)", "17+"), ("!(m.attendance > 80 && m.disabled)", "16+ 21- 26-"),
    // The test before ? and both arms, where they are tests themselves.
    ("(m.disabled ? 1 : 2) == 2", "4- 22+"), ("m.disabled ? m.attendance > 1 : m.attendance > 95", "3- 27 46-"),
    // What is written as true or false asks nothing.
    ("true", ""), ("true && m.disabled", "6- 11-"), ("1 < 2 ? m.disabled : false", "11-"),
    // What macros ask of every element, and what they answer.
    ("family.members.exists(x, x.attendance > 80)", "16+ 39+"),
    ("family.members.all(x, x.attendance > 95)", "16- 36-"),
    ("family.members.exists_one(x, x.disabled)", "16- 32-"),
    ("size(family.members.filter(x, x.disabled)) == 0", "33- 44+"),
    ("[1, 2, 3, m.attendance].exists(x, x > 2 && x < 90)", "25+ 37+- 41+- 46+"),
    ("family.members.map(x, x.disabled ? 1 : 2)[0] > 1", "25- 46+"),
  ])
  func taken(_ expression: String, _ expected: String) throws {
    #expect(try branches(expression, Facts.variables) == expected, "\(expression)")
  }

  /// A side that cannot be answered is seen neither way, and does not keep the other side from being seen.
  @Test(arguments: [
    ("m.attendance > 1", "14"), ("m.attendance > 1 && m.job == 'TNI'", "14 18- 27-"),
    ("m.attendance > 1 && m.job == 'none'", "14 18 27+"), ("has(m.attendance) && m.attendance > 1", "1- 19- 35"),
    ("receives('id.blt') || m.job == 'none'", "1 20+ 29+"),
  ])
  func absent(_ expression: String, _ expected: String) throws {
    let member = Facts.memberValue(attendance: nil)
    #expect(try branches(expression, [("m", member)]) == expected, "\(expression)")
  }

  @Test func rulesThatAreNotTracedHaveNoBranches() throws {
    let measured = try Evaluation.measure("m.disabled || true", variables: Facts.variables, in: Facts.environment)
    #expect(measured.branches.isEmpty)
  }
}
