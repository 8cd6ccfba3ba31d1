import Coding
import Documents
import Ledger
import Model
import Programmes
import Rules

/// What the programme decides about one case.
struct SpecAnswer {
  /// Nil where the event does not set the programme off.
  let explanation: DecisionExplanation?
  /// What branches answered: the trigger's, where it has a condition, and then those of each rule.
  let branches: [[RuleBranch.Answers]]
  private let compiled: ProgrammeDocument
  /// The number of the family's first person.
  private let firstPerson: UInt32

  /// - Parameter traced: the programme, tracing its branches.
  init(_ specCase: ProgrammeSpec.Case, _ programme: ProgrammeDocument, traced: CompiledProgramme) {
    compiled = programme
    var world = TrialWorld(programme.compiled.inputs.schemas)
    let family = world.addFamily(home: specCase.home.raw, members: specCase.people)
    firstPerson = world.people(of: family).lowerBound
    let registrant =
      programme.programme.unit == .family ? family.raw : firstPerson + UInt32(specCase.person - 1)
    for fact in specCase.facts {
      let subject: FactSubject =
        switch fact.schema.subject {
        case .person: .person(PersonNumber(firstPerson + UInt32(specCase.person - 1)))
        case .region, .event: .region(specCase.home)
        case .family: .family(family)
        }
      let record = FactRecord(subject: subject, validFrom: fact.validFrom, validUntil: nil, values: fact.values)
      do throws(CodingError) {
        try world.attest(fact.schema.name, record)
      } catch {
        preconditionFailure("a spec's values were read by their schema")
      }
    }
    let event = specCase.event.map { Trial.Event(feed: $0.feed, values: $0.values, regions: $0.regions) }
    let trigger = event.flatMap { traced.triggerAnswers(about: $0) }.map { [$0] } ?? []
    if let event, !programme.compiled.isSetOff(by: event.feed, event.values) {
      (explanation, branches) = (nil, trigger)
      return
    }
    let answers = Dictionary(
      specCase.receives.map { ($0.series, Trial.Answers.same($0.answer)) }, uniquingKeysWith: { $1 })
    func trial(_ compiled: CompiledProgramme) -> Trial {
      Trial(compiled, due: specCase.due, event: event, answers: answers, in: world)
    }
    explanation = trial(programme.compiled).explain(registrant)
    branches = trigger + trial(traced).branchAnswers(registrant)
  }

  /// The verdict as a spec writes it.
  private var verdict: ProgrammeSpec.Verdict {
    guard let explanation else { return .notSetOff }
    switch explanation.verdict {
    case .yes: return .amount(explanation.amount.amount)
    case .undecided: return .waits(for: Text(explanation.wait?.name(in: compiled.compiled) ?? "fault"))
    case .no, .none: return .refused(by: explanation.refusedBy)
    }
  }

  private func payments(counted: Bool) -> [ProgrammeSpec.Payment] {
    guard let explanation, counted ? explanation.verdict == .yes : true else { return [] }
    return explanation.payments.compactMap { payment in
      let cause: ProgrammeSpec.Cause?
      switch payment.use {
      case .counted: cause = nil
      case .notHeld: return nil
      case .lowerThanAnother: cause = .lower
      case .groupIsFull: cause = .groupFull
      case .tooManyMembers: cause = .tooManyMembers
      }
      guard (cause == nil) == counted else { return nil }
      let member = payment.person.map { Int($0.raw - firstPerson) + 1 } ?? 0
      return ProgrammeSpec.Payment(rule: payment.rule.id, member: member, because: cause)
    }
  }

  func misses(of specCase: ProgrammeSpec.Case) -> [SpecOutcome.Miss] {
    let expect = specCase.expect
    var misses: [SpecOutcome.Miss] = []
    func look(_ what: Phrase, _ expected: String, _ got: String) {
      guard expected != got else { return }
      misses.append(
        SpecOutcome.Miss(name: specCase.name.string, line: specCase.line, what: what, expected: expected, got: got))
    }
    look(SpecPhrase.verdict, expect.verdict.description, verdict.description)
    if let wanted = expect.payments {
      look(SpecPhrase.payments, list(wanted), list(payments(counted: true), like: wanted))
    }
    if let wanted = expect.uncounted {
      look(SpecPhrase.uncounted, list(wanted), list(payments(counted: false), like: wanted))
    }
    for (rule, answer) in expect.why {
      let got = explanation?.rules.first { $0.rule.id == rule }?.answer
      look(SpecPhrase.rule(rule.string), answer ? "yes" : "no", got.map { "\($0.word)" } ?? "–")
    }
    return misses
  }

  /// In the order of members and rules, whatever the order they were written in.
  private func list(_ payments: [ProgrammeSpec.Payment], like wanted: [ProgrammeSpec.Payment]? = nil) -> String {
    // Where the spec names no members, only the rules are compared.
    let members = !(wanted ?? payments).allSatisfy { $0.member == 0 }
    let texts = payments.map { payment in
      (members ? "\(payment.member) " : "") + payment.rule.string + (payment.because.map { " (\($0.rawValue))" } ?? "")
    }
    return texts.isEmpty ? "–" : texts.sorted().joined(separator: ", ")
  }
}

extension ProgrammeSpec.Verdict: CustomStringConvertible {
  public var description: String {
    switch self {
    case .amount(let amount): "amount: \(amount)"
    case .refused(let rule): "refused_by: \(rule?.string ?? "no-payment")"
    case .waits(let fact): "waits_for: \(fact)"
    case .notSetOff: "not_set_off: true"
    }
  }
}
