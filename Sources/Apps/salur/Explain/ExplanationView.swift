import Coding
import Ledger
import Model
import Presentation
import Rules

/// One decision as a tree: its rules, what they read, its payments, and what would have to change.
struct ExplanationView: Sendable {
  let explanation: DecisionExplanation
  let trace: DecisionTrace
  let account: AccountNumber
  /// The position of the person decided about, from 1.
  let person: Int?
  /// The family's people, to tell members by position.
  let people: [PersonNumber]
  let access: FactAccess
  let showsAll: Bool

  func show(on console: Console) {
    let language = console.language
    let programme = explanation.programme
    let title = console.output.styled(programme.title.text(language), .bold)
    console.say(
      "\(title) \(programme.series) \(programme.version), \(ExplainPhrase.due.text(language)) \(explanation.due)")
    console.say("\(account)\(person.map { " #\($0)" } ?? ""): \(verdict(language))")
    let branches = eligible(language, console) + payments(language, console)
    for (index, branch) in branches.enumerated() {
      let isLast = index == branches.count - 1
      console.say((isLast ? "└─ " : "├─ ") + branch.head)
      for leaf in branch.leaves { console.say((isLast ? "   " : "│  ") + "   " + leaf) }
    }
    if branches.contains(where: \.isHiding) {
      console.say(console.output.styled(ExplainPhrase.hidden.text(language), .dim))
    }
  }

  private struct Branch {
    let head: String
    let leaves: [String]
    let isHiding: Bool
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
    zip(explanation.rules, trace.eligible).map { rule, readings in
      Branch(
        head: mark(rule.answer, console) + " " + rule.rule.say.text(language) + waiting(rule.answer, language)
          + (rule.isWaived ? " – " + ExplainPhrase.waived.text(language) : ""),
        leaves: leaves(readings, language), isHiding: readings.contains { !access.mayRead($0.schema) })
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
      for (payment, readings) in answers where isSpoken(payment) {
        shown.append(contentsOf: spoken(payment, readings, language, console))
      }
      let silent = answers.filter { !isSpoken($0.0) }.compactMap { position(of: $0.0) }
      if !silent.isEmpty { shown.append(mark(.no, console) + " " + ExplainPhrase.members(silent).text(language)) }
      if explanation.verdict == .no, shown.count == 1, !silent.isEmpty, let nearest = nearest(answers) {
        let member = position(of: nearest.payment).map { ExplainPhrase.member($0).text(language) + ": " } ?? ""
        shown += leaves([nearest.reading], language).map { "  " + member + $0 }
      }
      let best =
        answers.contains { $0.0.answer == .yes }
        ? DecisionExplanation.Answer.yes : answers.first { $0.0.answer != .no }?.0.answer
      return Branch(
        head: mark(best ?? .no, console) + " " + rule.say.text(language) + ", " + rule.amount.text(language),
        leaves: shown, isHiding: answers.contains { $0.1.contains { !access.mayRead($0.schema) } })
    }
  }

  private func spoken(
    _ payment: DecisionExplanation.Payment, _ readings: [DecisionTrace.Reading], _ language: Language,
    _ console: Console
  ) -> [String] {
    let use = ExplainPhrase.use(payment.use).text(language)
    let remark = (use.isEmpty ? "" : " – " + use) + waiting(payment.answer, language)
    guard let position = position(of: payment) else {
      return (remark.isEmpty ? [] : [String(remark.dropFirst(3))]) + leaves(readings, language)
    }
    return [mark(payment.answer, console) + " " + ExplainPhrase.member(position).text(language) + remark]
      + leaves(readings, language).map { "  " + $0 }
  }

  /// The smallest change of one field that would make a payment rule hold; of equals the first.
  private func nearest(
    _ answers: [(DecisionExplanation.Payment, [DecisionTrace.Reading])]
  ) -> (payment: DecisionExplanation.Payment, reading: DecisionTrace.Reading)? {
    answers.flatMap { payment, readings in readings.map { (payment: payment, reading: $0) } }
      .filter { access.mayRead($0.reading.schema) && $0.reading.distance != nil }
      .min { $0.reading.distance! < $1.reading.distance! }
  }

  /// The place of a payment's person on the family card, from 1.
  private func position(of payment: DecisionExplanation.Payment) -> Int? {
    payment.person.flatMap { people.firstIndex(of: $0) }.map { $0 + 1 }
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
  private func leaves(_ readings: [DecisionTrace.Reading], _ language: Language) -> [String] {
    readings.map { reading in
      let name = name(reading, language)
      guard access.mayRead(reading.schema) else { return name }
      guard let value = reading.value else { return name + " = " + ExplainPhrase.absent.text(language) }
      let needed = reading.turning.isEmpty ? "" : "; " + ExplainPhrase.needed(reading.wanted).text(language)
      return "\(name) = \(value)" + needed
    }
  }

  private func name(_ reading: DecisionTrace.Reading, _ language: Language) -> String {
    guard let member = reading.member, reading.path.split(separator: ".").count > 2 else { return reading.path }
    return reading.path + " #\(member + 1)"
  }

  // MARK: For machines

  var json: JSON {
    [
      "series": explanation.programme.series.json, "version": explanation.programme.version.json,
      "due": explanation.due.json, "account": account.json, "person": JSON(person) { JSON($0) },
      "verdict": .string("\(explanation.verdict)"), "amount": explanation.amount.json,
      "refusedBy": JSON(explanation.refusedBy) { $0.json },
      "facts": .array(
        explanation.facts.map { fact in
          [
            "name": fact.name.json, "schema": fact.schema.json, "seal": JSON(fact.seal) { $0.json },
            "isErased": .bool(fact.isErased),
          ]
        }),
      "rules": .array(
        zip(explanation.rules, trace.eligible).map { rule, readings in
          [
            "rule": rule.rule.id.json, "say": JSON(reflecting: rule.rule.say), "answer": .string(rule.answer.word),
            "isWaived": .bool(rule.isWaived), "reads": .array(readings.map(json)),
          ]
        }),
      "payments": .array(
        zip(explanation.payments, trace.payments).map { payment, readings in
          [
            "rule": payment.rule.id.json, "amount": payment.rule.amount.json,
            "member": JSON(payment.person.flatMap { people.firstIndex(of: $0) }) { JSON($0 + 1) },
            "answer": .string(payment.answer.word), "use": .string("\(payment.use)"),
            "reads": .array(readings.map(json)),
          ]
        }),
    ]
  }

  private func json(_ reading: DecisionTrace.Reading) -> JSON {
    let isOpen = access.mayRead(reading.schema)
    return [
      "field": .string(reading.path), "member": JSON(reading.member) { JSON($0 + 1) }, "sealed": .bool(!isOpen),
      "value": isOpen ? JSON(reading.value) { .string("\($0)") } : nil,
      "wouldHaveToBe": isOpen && !reading.turning.isEmpty ? .string(reading.wanted) : nil,
    ]
  }
}

extension DecisionTrace.Reading {
  /// How far the value is from the nearest that would do; words are all equally far.
  var distance: Int64? {
    let number: Int64
    switch value {
    case .int(let value): number = value
    case .date(let date): number = Int64(date.days)
    case nil: return nil
    default: return turning.isEmpty ? nil : 1
    }
    return turning.map { max($0.lowerBound - number, number - $0.upperBound) }.min()
  }

  /// The values that would do: `1–4`, `none, farmer`.
  var wanted: String {
    turning.map { range in
      if case .enumeration(let words) = type { return range.map { words[Int($0) - 1].string }.joined(separator: ", ") }
      let (first, last) = (text(range.lowerBound), text(range.upperBound))
      return first == last ? first : "\(first)–\(last)"
    }.joined(separator: ", ")
  }

  private func text(_ number: Int64) -> String {
    switch type {
    case .bool: number == 1 ? "true" : "false"
    case .date: CivilDate(days: Int32(number))?.description ?? ""
    default: String(number)
    }
  }
}
