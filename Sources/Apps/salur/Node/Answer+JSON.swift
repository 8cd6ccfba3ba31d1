import Coding
import Engine
import Model
import Presentation

extension Answer {
  /// What a machine is told: `accepted`, `rejected` (final, on the ledger), `refused` (nothing happened) or `unknown`
  /// (to be sent again, the very same bytes, after the node's next start).
  func members(_ language: Language) -> [(String, JSON)] {
    switch self {
    case .decided(let decision):
      return [
        ("status", decision.rejection == nil ? "accepted" : "rejected"), ("command", decision.command.json),
        ("height", JSON(decision.height)), ("entry", JSON(decision.entry)),
        ("rejection", JSON(decision.rejection) { $0.json(language) }), ("evidence", decision.evidence.json),
      ]
    case .refused(.rejected(let rejection)):
      return [("status", "refused"), ("rejection", rejection.json(language))]
    case .refused(let refusal):
      return [("status", "refused"), ("error", ["message": .string(refusal.description)])]
    case .unknown(let reason):
      return [("status", "unknown"), ("error", ["message": .string(ActPhrase.unknown(reason).text(language))])]
    }
  }

  func json(line: Int, _ language: Language) -> JSON {
    .object(([("line", JSON(line))] + members(language)).map { JSON.Member(key: $0.0, value: $0.1) })
  }
}

extension Rejection {
  /// Code, name and what a person is told.
  func json(_ language: Language) -> JSON {
    [
      "code": JSON(rawValue), "name": .string(name), "message": .string(text(language)),
      "isTransient": .bool(isTransient),
    ]
  }
}

extension EntryEvidence {
  /// All that is needed to check the answer: the entry's bytes, its opening's, and the proof.
  var json: JSON {
    [
      "bytes": entry.encoded.json, "opening": JSON(opening) { $0.encoded.json },
      "logSize": JSON(inclusion.size), "logRoot": .string("\(root)"),
      "siblings": .array(inclusion.siblings.map { .string("\($0)") }),
    ]
  }
}
