import Coding
import Ledger
import Model
import Presentation
import Rules

/// One decision as a tree, for people.
struct ExplanationText {
  let view: ExplanationView
  let showsAll: Bool

  private var explanation: DecisionExplanation { view.explanation }
  private var trace: DecisionTrace { view.trace }
  private var access: FactAccess { view.access }
  private var titles: [Text: Words] { view.titles }

  func show(on console: Console) {
    let language = console.language
    let programme = explanation.programme
    let title = console.output.styled(programme.title.text(language), .bold)
    let period = view.cycle.map { "\(ExplainPhrase.cycle.text(language)) \($0), " } ?? ""
    console.say(
      "\(title) \(programme.series) \(programme.version), \(period)\(ExplainPhrase.due.text(language)) \(explanation.due)")
    console.say("\(view.account)\(view.person.map { " #\($0)" } ?? ""): \(verdict(language))")
    let branches = eligible(language, console) + payments(language, console)
    for (index, branch) in branches.enumerated() {
      let isLast = index == branches.count - 1
      console.say((isLast ? "└─ " : "├─ ") + branch.head)
      for leaf in branch.leaves { console.say((isLast ? "   " : "│  ") + "   " + leaf) }
    }
    if branches.contains(where: \.isHiding) {
      console.say(console.output.styled(ExplainPhrase.hidden.text(language), .dim))
    }
    for remark in view.sources.remarks(branches.flatMap(\.changes), language) {
      console.say(console.output.styled(remark, .dim))
    }
  }

  private struct Branch {
    let head: String
    let leaves: [String]
    let isHiding: Bool
    /// What its leaves want to be otherwise.
    let changes: [DecisionTrace.Change]
  }

  private func verdict(_ language: Language) -> String {
    switch explanation.verdict {
    case .yes: return ExplainPhrase.yes(explanation.amount).text(language)
    case .no:
      let rule = explanation.programme.eligible.first { $0.id == explanation.refusedBy }
      return (rule.map { ExplainPhrase.no($0.say) } ?? ExplainPhrase.noPayment).text(language)
    case .undecided:
      let waits = (explanation.rules.map(\.answer) + explanation.payments.map(\.answer)).first {
        $0 != .yes && $0 != .no
      }
      return ExplainPhrase.undecided.text(language)
        + (waits.map { ": " + ExplainPhrase.answer($0).text(language) } ?? "")
    case .none: return ExplainPhrase.notRegistrant.text(language)
    }
  }

  private func eligible(_ language: Language, _ console: Console) -> [Branch] {
    zip(explanation.rules, trace.eligible).map { rule, trace in
      Branch(
        head: mark(rule.answer, console) + " " + rule.rule.say.text(language) + waiting(rule.answer, language)
          + (rule.isWaived ? " – " + ExplainPhrase.waived.text(language) : ""),
        leaves: leaves(trace, language), isHiding: !access.mayRead(trace),
        changes: view.remedies(trace).flatMap(\.changes))
    }
  }

  /// One branch a payment rule; those of whom it does not hold share a line, unless everything is wanted.
  private func payments(_ language: Language, _ console: Console) -> [Branch] {
    let asked = Array(zip(explanation.payments, trace.payments))
    return explanation.programme.pay.map { rule in
      let answers = asked.filter { $0.0.rule.id == rule.id }
      let isSpoken = { (payment: DecisionExplanation.Payment) in
        showsAll || payment.person == nil || payment.answer != .no
      }
      var shown: [String] = []
      var changes: [DecisionTrace.Change] = []
      for (payment, trace) in answers where isSpoken(payment) {
        shown.append(contentsOf: spoken(payment, trace, language, console))
        changes += view.remedies(trace).flatMap(\.changes)
      }
      let silent = answers.filter { !isSpoken($0.0) }.compactMap { position(of: $0.0) }
      if !silent.isEmpty { shown.append(mark(.no, console) + " " + ExplainPhrase.members(silent).text(language)) }
      if explanation.verdict == .no, shown.count == 1, !silent.isEmpty, let nearest = nearest(answers, language) {
        let member = position(of: nearest.payment).map { ExplainPhrase.member($0).text(language) + ": " } ?? ""
        shown.append("  " + member + nearest.text)
        changes += nearest.changes
      }
      let best =
        answers.contains { $0.0.answer == .yes }
        ? DecisionExplanation.Answer.yes : answers.first { $0.0.answer != .no }?.0.answer
      return Branch(
        head: mark(best ?? .no, console) + " " + rule.say.text(language) + ", " + rule.amount.text(language),
        leaves: shown, isHiding: answers.contains { !access.mayRead($0.1) }, changes: changes)
    }
  }

  private func spoken(
    _ payment: DecisionExplanation.Payment, _ trace: DecisionTrace.RuleTrace, _ language: Language, _ console: Console
  ) -> [String] {
    let use = ExplainPhrase.use(payment.use).text(language)
    let remark = (use.isEmpty ? "" : " – " + use) + waiting(payment.answer, language)
    guard let position = position(of: payment) else {
      return (remark.isEmpty ? [] : [String(remark.dropFirst(3))]) + leaves(trace, language)
    }
    return [mark(payment.answer, console) + " " + ExplainPhrase.member(position).text(language) + remark]
      + leaves(trace, language).map { "  " + $0 }
  }

  /// The least change that would make a payment rule hold; of equals the first.
  private func nearest(
    _ answers: [(DecisionExplanation.Payment, DecisionTrace.RuleTrace)], _ language: Language
  ) -> (payment: DecisionExplanation.Payment, text: String, changes: [DecisionTrace.Change])? {
    let candidates = answers.flatMap { payment, trace in
      view.remedies(trace).map { (payment: payment, trace: trace, remedy: $0) }
    }
    // What comes by itself with time comes before what would have to be another fact.
    let least = candidates.min {
      ($0.remedy.changes.count, $0.remedy.isTimeAlone ? 0 : 1, $0.remedy.distance)
        < ($1.remedy.changes.count, $1.remedy.isTimeAlone ? 0 : 1, $1.remedy.distance)
    }
    guard let (payment, trace, remedy) = least else { return nil }
    let reading = remedy.changes.count == 1 ? trace.readings.first { $0.subject == remedy.changes[0].subject } : nil
    return (
      payment, reading.map { leaf($0, trace, language) } ?? remedy.text(titles, language), remedy.changes
    )
  }

  /// The place of a payment's person on the family card, from 1.
  private func position(of payment: DecisionExplanation.Payment) -> Int? {
    payment.person.flatMap { view.people.firstIndex(of: $0) }.map { $0 + 1 }
  }

  private func mark(_ answer: DecisionExplanation.Answer, _ console: Console) -> String {
    switch answer {
    case .yes: console.output.styled("✓", .green)
    case .no: console.output.styled("✗", .red)
    case .waitsForFact, .waitsForSeries, .failed: console.output.styled("?", .yellow)
    }
  }

  private func waiting(_ answer: DecisionExplanation.Answer, _ language: Language) -> String {
    switch answer {
    case .yes, .no: ""
    default: " – " + ExplainPhrase.answer(answer).text(language)
    }
  }

  /// What a rule read, as far as it may be seen, and what would have to be otherwise.
  private func leaves(_ trace: DecisionTrace.RuleTrace, _ language: Language) -> [String] {
    let others = view.remedies(trace).filter { remedy in
      remedy.changes.count > 1 || !trace.readings.contains { $0.subject == remedy.changes[0].subject }
    }
    return trace.readings.map { leaf($0, trace, language) }
      + others.prefix(showsAll ? others.count : 3).map { "→ " + $0.text(titles, language) }
  }

  /// One thing a rule read, and what it alone would have to be.
  private func leaf(
    _ reading: DecisionTrace.Reading, _ trace: DecisionTrace.RuleTrace, _ language: Language
  ) -> String {
    let name = reading.subject.name(titles, language)
    guard access.mayRead(reading.subject.schema) else { return name }
    let value = reading.text(language)
    guard let change = view.change(of: reading, trace) else { return "\(name) = \(value)" }
    return "\(name) = \(value); " + RemedyPhrase.needed(change.wantedText(language)).text(language)
  }
}

extension DecisionTrace.Remedy {
  fileprivate var isTimeAlone: Bool { changes.allSatisfy { $0.subject.kind == .due } }
}

extension DecisionTrace.Reading {
  fileprivate func text(_ language: Language) -> String {
    switch (subject.kind, value) {
    case (_, nil): ExplainPhrase.absent.text(language)
    case (.series, .bool(let answer)?): (answer ? ExplainPhrase.yes : ExplainPhrase.no).text(language)
    case (_, .rupiah(let amount)?): Rupiah(amount).text(language)
    case (_, let value?): "\(value)"
    }
  }
}
