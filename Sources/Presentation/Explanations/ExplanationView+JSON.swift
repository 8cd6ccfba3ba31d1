import Coding
import Ledger
import Model
import Records
import Rules

// An explanation for machines.
extension ExplanationView {
  public var json: JSON {
    [
      "series": explanation.programme.series.json, "title": JSON(reflecting: explanation.programme.title),
      "version": explanation.programme.version.json, "cycle": JSON(cycle) { $0.json },
      "due": explanation.due.json, "account": account.json, "person": JSON(person) { JSON($0) },
      "verdict": .string("\(explanation.verdict)"), "amount": explanation.amount.json,
      "refusedBy": JSON(explanation.refusedBy) { $0.json }, "cycleNumber": JSON(cycleNumber) { JSON($0) },
      "commitment": JSON(commitment) { json($0) },
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
            "waitsFor": JSON(rule.answer.wanted) { .string($0) }, "isWaived": .bool(rule.isWaived),
            "reads": .array(trace.readings.map { json($0, trace) }),
            "remedies": .array(remedies(trace).map(json)),
          ]
        }),
      "payments": .array(
        zip(explanation.payments, trace.payments).map { payment, trace in
          [
            "rule": payment.rule.id.json, "say": JSON(reflecting: payment.rule.say), "amount": payment.rule.amount.json,
            "member": JSON(payment.person.flatMap { people.firstIndex(of: $0) }) { JSON($0 + 1) },
            "answer": .string(payment.answer.word), "waitsFor": JSON(payment.answer.wanted) { .string($0) },
            "use": .string("\(payment.use)"),
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
      "wouldHaveToBe_id": JSON(change(of: reading, trace)) { .string($0.wantedText(.indonesian)) },
    ]
  }

  private func json(_ commitment: DecisionCommitment) -> JSON {
    [
      "programme": commitment.programme.json, "cutOff": JSON(commitment.cutOff),
      "registrant": JSON(commitment.registrant), "decision": commitment.decision.json,
    ]
  }

  /// Changes that would do all together.
  private func json(_ remedy: DecisionTrace.Remedy) -> JSON {
    .array(
      remedy.changes.map { change in
        [
          "field": .string(change.subject.path), "member": JSON(change.subject.member) { JSON($0 + 1) },
          "isOneMoreMember": .bool(change.isOneMore), "wouldHaveToBe": .string(change.wantedText(.english)),
          "wouldHaveToBe_id": .string(change.wantedText(.indonesian)),
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

  /// What it waits for: a fact, a field of one, a series; nil where it waits for nothing.
  public var wanted: String? {
    switch self {
    case .yes, .no, .failed: nil
    case .waitsForFact(let schema, let field): field.map { "\($0) (\(schema))" } ?? schema.string
    case .waitsForSeries(let series): series.string
    }
  }
}
