import ArgumentParser
import Audit
import Coding
import Ledger
import Model
import Presentation

struct AuditDecision: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "decision",
    abstract: "Takes the decision behind one disbursement again, from the facts its receipt commits to.",
    discussion: """
      The log is replayed to the payment's block (without signatures); then its rules are asked again, and the receipt's \
      digest is compared with programme, cycle, registrant, decision and facts. Status 1 where anything differs.
      """)

  @Argument(help: ArgumentHelp("The disbursement's entry, from 0.", valueName: "N"))
  var entry: UInt64

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var audit = try AuditRun(data, needsKey: true, console)
    audit.options.signatures = false
    let found = try audit { audit, progress throws(AuditError) in try audit.decision(entry: entry, progress: progress) }
    if console.isJSON {
      console.answer(json(found))
    } else {
      show(found, console)
    }
    if !found.holds { throw ExitCode.failure }
  }

  private func show(_ found: DecisionInspection, _ console: Console) {
    let language = console.language
    var table = TextTable()
    func add(_ indonesian: String, _ english: String, _ value: String) {
      table.add(Phrase(indonesian, english).text(language), value)
    }
    let decision = found.decision
    add("entri", "entry", "\(language.number(found.index)), \(found.receipt.time.rfc3339)")
    add("program", "programme", "\(decision.series) \(decision.cycle), \(decision.programme.digest)")
    add("penerima", "recipient", "\(found.receipt.account)")
    add("dibayar", "paid", Rupiah(found.receipt.amount).text(language))
    add("diputuskan", "decided", decision.recorded.text(language))
    add(
      "dihitung ulang", "recomputed",
      found.isErased ? Self.erased.text(language) : decision.explanation.amount.text(language))
    for fact in decision.explanation.facts {
      add("fakta \(fact.name)", "fact \(fact.name)", fact.seal.map { "\($0)" } ?? "–")
    }
    add("ringkasan", "digest", "\(decision.digest) \(found.isCommitted ? "✓" : "✗")")
    console.show(table)
    for rule in decision.explanation.rules {
      let answer = rule.isWaived ? ExplainPhrase.waived : ExplainPhrase.answer(rule.answer)
      console.say("\(rule.rule.say.text(language)): \(answer.text(language))")
    }
    for payment in decision.explanation.payments where payment.answer == .yes {
      let use = ExplainPhrase.use(payment.use).text(language)
      console.say(
        "\(payment.rule.say.text(language)), \(payment.rule.amount.text(language))"
          + (payment.person.map { " (#\($0.raw))" } ?? "") + ": " + use)
    }
    console.show(found.result)
    console.say(found.holds ? Self.holds : Self.fails)
  }

  private static let erased = Phrase("fakta dihapus, tidak dihitung ulang", "erased, not recomputed")
  private static let holds = Phrase(
    "Putusan ini sesuai aturan dan kuitansinya.", "The decision follows from its rules and is the receipt's.")
  private static let fails = Phrase(
    "Putusan ini tidak sesuai: periksa dengan 'salur audit verify'.",
    "The decision does not hold: look further with 'salur audit verify'.")

  private func json(_ found: DecisionInspection) -> JSON {
    let (decision, explanation) = (found.decision, found.decision.explanation)
    return [
      "entry": JSON(found.index), "height": JSON(found.height), "receipt": JSON(reflecting: found.receipt),
      "series": decision.series.json, "cycle": decision.cycle.json,
      "programme": .string("\(decision.programme.digest)"),
      "registrant": JSON(decision.registrant), "recorded": decision.recorded.json,
      "recomputed": found.isErased ? nil : explanation.amount.json, "isErased": .bool(found.isErased),
      "digest": .string("\(decision.digest)"), "isCommitted": .bool(found.isCommitted), "holds": .bool(found.holds),
      "facts": .array(
        explanation.facts.map { ["name": $0.name.json, "schema": $0.schema.json, "seal": JSON($0.seal) { $0.json }] }),
      "rules": .array(
        explanation.rules.map {
          ["rule": $0.rule.id.json, "answer": .string($0.answer.word), "isWaived": .bool($0.isWaived)]
        }),
      "payments": .array(
        explanation.payments.map {
          [
            "rule": $0.rule.id.json, "person": JSON($0.person) { JSON($0.raw) }, "answer": .string($0.answer.word),
            "use": .string("\($0.use)"), "amount": $0.rule.amount.json,
          ]
        }),
    ]
  }
}
