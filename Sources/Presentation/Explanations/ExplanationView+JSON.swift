import Coding
import Ledger
import Model
import Rules

// An explanation for machines.
extension ExplanationView {
  public var json: JSON {
    [
      "series": explanation.programme.series.json, "version": explanation.programme.version.json,
      "cycle": JSON(cycle) { $0.json }, "due": explanation.due.json, "account": account.json, "person": JSON(person) { JSON($0) },
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
        zip(explanation.rules, trace.eligible).map { rule, trace in
          [
            "rule": rule.rule.id.json, "say": JSON(reflecting: rule.rule.say), "answer": .string(rule.answer.word),
            "isWaived": .bool(rule.isWaived), "reads": .array(trace.readings.map { json($0, trace) }),
            "remedies": .array(remedies(trace).map(json)),
          ]
        }),
      "payments": .array(
        zip(explanation.payments, trace.payments).map { payment, trace in
          [
            "rule": payment.rule.id.json, "amount": payment.rule.amount.json,
            "member": JSON(payment.person.flatMap { people.firstIndex(of: $0) }) { JSON($0 + 1) },
            "answer": .string(payment.answer.word), "use": .string("\(payment.use)"),
            "reads": .array(trace.readings.map { json($0, trace) }), "remedies": .array(remedies(trace).map(json)),
          ]
        }),
    ]
  }

  private func json(_ reading: DecisionTrace.Reading, _ trace: DecisionTrace.RuleTrace) -> JSON {
    let isOpen = access.mayRead(reading.subject.schema)
    return [
      "field": .string(reading.subject.path), "member": JSON(reading.subject.member) { JSON($0 + 1) },
      "sealed": .bool(!isOpen), "value": isOpen ? JSON(reading.value) { .string("\($0)") } : nil,
      "wouldHaveToBe": JSON(change(of: reading, trace)) { .string($0.wantedText(.english)) },
    ]
  }

  /// Changes that would do all together.
  private func json(_ remedy: DecisionTrace.Remedy) -> JSON {
    .array(
      remedy.changes.map { change in
        [
          "field": .string(change.subject.path), "member": JSON(change.subject.member) { JSON($0 + 1) },
          "isOneMoreMember": .bool(change.isOneMore), "wouldHaveToBe": .string(change.wantedText(.english)),
        ]
      })
  }
}

extension DecisionExplanation.Answer {
  /// In one word.
  public var word: String {
    switch self {
    case .yes: "yes"
    case .no: "no"
    case .waitsForFact, .waitsForSeries: "undecided"
    case .failed: "fault"
    }
  }
}
