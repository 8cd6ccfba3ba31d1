import Coding
import Model
import Programmes
import Rules

/// One thread that asks a programme's rules as the ledger does: those of eligibility until one says no, then the
/// payments of every member.
struct RuleRun: ~Copyable {
  private let compiled: CompiledProgramme
  private let facts: BenchFacts
  private var frame: Frame
  private let order: [Int]
  private let unit: RegistrantUnit
  private let studentInput: Int?
  private let homeInput: Int
  private let memberInput: Int?
  private let lists: Int

  init(_ compiled: CompiledProgramme, _ facts: BenchFacts, due: CivilDate, studentSchema: Text) {
    let programme = compiled.programme
    let environment = compiled.rules.environment
    self.compiled = compiled
    self.facts = facts
    frame = Frame(compiled.rules)
    facts.bind(to: &frame)
    unit = programme.unit
    studentInput = programme.facts.firstIndex { $0.schema == studentSchema }
    homeInput = environment.input(ProgrammeInputs.home)!
    memberInput = compiled.inputs.members == nil ? nil : environment.inputs.count - 1
    lists = environment.children.count
    order =
      programme.choose == .sum
      ? Array(programme.pay.indices)
      : programme.pay.indices.sorted { (programme.pay[$1].amount, $0) < (programme.pay[$0].amount, $1) }
    frame.set(environment.input(ProgrammeInputs.due)!, to: due)
    if let affected = environment.input(ProgrammeInputs.affected) { frame.set(affected, to: 1 as Int64) }
    for series in environment.series.indices { frame.setSeries(series, to: .no) }
  }

  /// How many payments there are in all, before limits.
  mutating func payments(_ registrants: [BenchFacts.Registrant]) -> Int {
    var count = 0
    for registrant in registrants {
      bind(registrant)
      guard isEligible() else { continue }
      guard unit == .family, let memberInput else {
        count += pay()
        continue
      }
      for member in 0..<BenchFacts.members {
        frame.setRow(memberInput, registrant.family * BenchFacts.members + member)
        count += pay()
      }
    }
    return count
  }

  mutating func eligible(_ registrants: [BenchFacts.Registrant]) -> [BenchFacts.Registrant] {
    var eligible: [BenchFacts.Registrant] = []
    for registrant in registrants {
      bind(registrant)
      if isEligible() { eligible.append(registrant) }
    }
    return eligible
  }

  @inline(__always)
  private mutating func bind(_ registrant: BenchFacts.Registrant) {
    for input in compiled.programme.facts.indices {
      frame.setRow(input, input == studentInput ? registrant.student : registrant.family)
    }
    for list in 0..<lists {
      frame.setChildren(list, first: registrant.family * BenchFacts.members, count: BenchFacts.members)
    }
    if unit == .person, let memberInput { frame.setRow(memberInput, registrant.member) }
    frame.set(homeInput, to: registrant.home)
  }

  @inline(__always)
  private mutating func isEligible() -> Bool {
    for rule in 0..<compiled.firstPayment where frame.evaluate(rule) != .yes { return false }
    return true
  }

  @inline(__always)
  private mutating func pay() -> Int {
    var count = 0
    for rule in order where frame.evaluate(compiled.firstPayment + rule) == .yes {
      count += 1
      if compiled.programme.choose == .highest { break }
    }
    return count
  }
}
