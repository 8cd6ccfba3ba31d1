import Coding
import Model
import Rules

// What a programme's form must satisfy beyond its shape; its rules are for the compiler.

extension Programme {
  var formProblems: [ProgrammeProblem] {
    seriesProblems + factProblems + dueProblems + ruleNameProblems + moneyProblems + limitProblems + spendProblems
      + appealProblems
  }

  private var seriesProblems: [ProgrammeProblem] {
    let parts = series.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let fits = parts.count >= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(Self.isNamePart) }
    if fits { return [] }
    return [
      ProgrammeProblem(
        .series, "'\(series)' does not name a series",
        "write lowercase words joined by dots, the owner's first: id.kemensos.pkh")
    ]
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private var factProblems: [ProgrammeProblem] {
    facts.isEmpty ? [ProgrammeProblem(.fact(0), "the programme reads no facts", "name at least one under 'facts'")] : []
  }

  private var dueProblems: [ProgrammeProblem] {
    switch due {
    case .schedule(let schedule):
      return order(schedule.from, schedule.until)
    case .trigger(let trigger):
      var problems = order(trigger.from, trigger.until)
      if trigger.quorum < 1 || trigger.quorum > trigger.sources {
        problems.append(
          ProgrammeProblem(
            .quorum, "\(String(trigger.quorum)) of \(String(trigger.sources)) can never agree",
            "ask for at least one source and at most all of them"))
      }
      let delays = trigger.instalments.map(\.seconds)
      if delays.isEmpty || zip(delays, delays.dropFirst()).contains(where: { $0 >= $1 }) {
        problems.append(
          ProgrammeProblem(
            .instalments, "instalments do not follow one another", "list at least one, each later than the one before"))
      }
      return problems
    }
  }

  private func order(_ from: CivilDate, _ until: CivilDate) -> [ProgrammeProblem] {
    if from <= until { return [] }
    return [ProgrammeProblem(.due, "the programme ends before it begins", "make 'until' a day after 'from'")]
  }

  private var ruleNameProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    for index in repeats(eligible.map(\.id)) { problems.append(repeated(.eligible(index), eligible[index].id)) }
    for index in repeats(pay.map(\.id)) { problems.append(repeated(.pay(index), pay[index].id)) }
    if pay.isEmpty { problems.append(ProgrammeProblem(.pay(0), "the programme pays nothing", "add a payment rule")) }
    return problems
  }

  private func repeated(_ part: ProgrammePart, _ id: Text) -> ProgrammeProblem {
    ProgrammeProblem(part, "two rules are called '\(id)'", "give every rule its own id: people are told by it why")
  }

  private var moneyProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    if fund.cap <= .zero { problems.append(ProgrammeProblem(.fund, "the fund's cap is not above zero", "write a cap")) }
    for (index, rule) in pay.enumerated() where rule.amount <= .zero || rule.amount > fund.cap {
      problems.append(
        ProgrammeProblem(
          .amount(index), "\(rule.amount) is not between one rupiah and the fund's cap", "correct the amount or the cap"
        ))
    }
    return problems
  }

  private var limitProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    for (index, group) in limits.groups.enumerated() where !pay.contains(where: { $0.group == group.name }) {
      problems.append(
        ProgrammeProblem(
          .group(index), "no payment rule belongs to group '\(group.name)'",
          "name the group in a rule, or drop the limit"))
    }
    for index in repeats(limits.groups.map(\.name)) {
      problems.append(
        ProgrammeProblem(.group(index), "group '\(limits.groups[index].name)' has two limits", "keep one of them"))
    }
    for (index, rule) in pay.enumerated() {
      guard let group = rule.group, !limits.groups.contains(where: { $0.name == group }) else { continue }
      problems.append(
        ProgrammeProblem(
          .paymentGroup(index), "group '\(group)' has no limit", "add it under limits, or drop the group"))
    }
    if limits.members != nil, each == nil {
      problems.append(
        ProgrammeProblem(
          .memberLimit, "a limit on members needs payments by member", "add 'each: m', or drop the limit"))
    }
    return problems
  }

  private var spendProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    if spend.expires.seconds == 0 {
      problems.append(ProgrammeProblem(.spend, "vouchers expire the moment they are paid", "write expires: P90D"))
    }
    if !spend.cashOut, spend.cashOutFeeCap > .zero {
      problems.append(ProgrammeProblem(.spend, "there is a fee for cash, but no cash", "drop 'cash_out_fee'"))
    }
    if spend.allow.contains(where: { $0.categories.isEmpty }) {
      problems.append(
        ProgrammeProblem(.spend, "a list of shop categories is empty", "list a category, or drop the line"))
    }
    return problems
  }

  private var appealProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    if appeal.answer.seconds == 0 {
      problems.append(ProgrammeProblem(.appeal, "nobody can answer an appeal in no time", "write answer: P14D"))
    }
    let regions = appeal.deciders.map(\.region)
    if let twice = regions.indices.first(where: { regions[..<$0].contains(regions[$0]) }) {
      problems.append(
        ProgrammeProblem(.appeal, "region \(regions[twice]) has two deciders of appeals", "name one for each region"))
    }
    return problems
  }

  /// The positions of names that stand earlier in the list too.
  private func repeats(_ names: [Text]) -> [Int] {
    names.indices.filter { index in names[..<index].contains(names[index]) }
  }
}
