import Coding
import Documents
import Model
import Presentation
import Programmes
import Rules

/// Which branches of a programme's rules a spec's cases have seen true, and which false.
struct BranchCoverage {
  private let programme: ProgrammeDocument
  /// The trigger's condition, where there is one, and then every rule.
  private var rules: [Traced]

  private struct Traced {
    let id: Text
    let place: ProgrammePart
    let branches: [RuleBranch]
    var answers: [RuleBranch.Answers]
  }

  /// - Parameter traced: the programme, tracing its branches.
  init(_ document: ProgrammeDocument, traced: CompiledProgramme) {
    programme = document
    func rule(_ id: Text, _ place: ProgrammePart, _ branches: [RuleBranch]) -> Traced {
      Traced(id: id, place: place, branches: branches, answers: branches.map { _ in RuleBranch.Answers() })
    }
    rules = traced.condition.map { [rule("trigger", .triggerCondition, $0.branches(ofRule: 0))] } ?? []
    for (index, eligible) in document.programme.eligible.enumerated() {
      rules.append(rule(eligible.id, .eligibleCondition(index), traced.rules.branches(ofRule: index)))
    }
    for (index, pay) in document.programme.pay.enumerated() {
      let branches = traced.rules.branches(ofRule: traced.firstPayment + index)
      rules.append(rule(pay.id, .payCondition(index), branches))
    }
  }

  /// Adds what branches answered in one case: of the first rules, where it asked no more.
  mutating func add(_ answers: [[RuleBranch.Answers]]) {
    for (rule, answers) in answers.enumerated() {
      for (branch, answer) in answers.enumerated() { rules[rule].answers[branch].formUnion(answer) }
    }
  }

  /// How many of the answers there can be were seen, rounded down.
  var percent: Int {
    let answers = rules.flatMap(\.answers)
    let seen = answers.count(where: \.yes) + answers.count(where: \.no)
    return answers.isEmpty ? 100 : seen * 100 / (2 * answers.count)
  }

  /// Branches that were not seen both ways, in the order of the file.
  private var gaps: [(rule: Text, answers: RuleBranch.Answers, place: Diagnostic)] {
    rules.flatMap { rule in
      zip(rule.branches, rule.answers).filter { !$1.yes || !$1.no }.map { branch, answers in
        let (message, remedy) = SpecPhrase.branch(answers)
        let place = programme.diagnostic(about: rule.place, atIndex: branch.index, message, remedy)
        return (rule.id, answers, place)
      }
    }.sorted { $0.place.place < $1.place.place }
  }

  var missing: [Diagnostic] { gaps.map(\.place) }

  func json(_ language: Language) -> JSON {
    [
      "percent": JSON(percent), "branches": JSON(rules.reduce(0) { $0 + $1.branches.count }),
      "missing": .array(
        gaps.map { rule, answers, diagnostic in
          [
            "rule": .string(rule.string), "true": .bool(answers.yes), "false": .bool(answers.no),
            "excerpt": .string(diagnostic.excerpt), "diagnostic": diagnostic.json(language),
          ]
        }),
    ]
  }
}
