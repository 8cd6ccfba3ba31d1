import Audit
import Engine
import Model
import Presentation

extension DemoSummary {
  /// - Parameters:
  ///   - checked: answers from before the crash that were found again.
  ///   - cosignatures: of the log's last head, verified.
  func show(on console: Console, audit: AuditResult, checked: Int, cosignatures: Int, seconds: Double) {
    if console.isJSON {
      console.answer(json(audit: audit, checked: checked, cosignatures: cosignatures, seconds: seconds))
    } else {
      table(console, audit: audit, cosignatures: cosignatures, seconds: seconds)
    }
  }

  private func json(audit: AuditResult, checked: Int, cosignatures: Int, seconds: Double) -> JSON {
    [
      "families": .int(Int64(families)), "people": .int(Int64(people)), "issued": .int(issued),
      "unaccounted": .int(unaccounted), "height": .int(Int64(height)), "logSize": .int(Int64(logSize)),
      "stateRoot": .string(stateRoot.description), "answersChecked": .int(Int64(checked)),
      "cosignatures": JSON(cosignatures), "auditFindings": .int(Int64(audit.findingCount)),
      "milliseconds": .int(Int64(seconds * 1_000)),
      "violations": .array(violations.map { .string($0) }),
      "programmes": .array(
        lines.map { line in
          [
            "series": .string(line.series), "funded": .int(line.fund.funded), "entitled": .int(line.entitled),
            "paid": .int(line.paid), "spent": .int(line.fund.spent), "returned": .int(line.fund.cameBack),
            "held": .int(line.fund.held), "unspent": .int(line.fund.unspent),
            "registrantsPaid": .int(Int64(line.registrants)), "families": .int(Int64(line.families)),
            "milliseconds": .int(Int64(line.seconds * 1_000)),
          ]
        }),
      "movedBy": .object(movers.map { JSON.Member(key: $0.key, value: .int($0.rupiah)) }),
    ]
  }

  private func table(_ console: Console, audit: AuditResult, cosignatures: Int, seconds: Double) {
    let language = console.language
    func text(_ indonesian: String, _ english: String) -> String { Phrase(indonesian, english).text(language) }
    var table = TextTable([
      (text("Program", "Programme"), .left), (text("dana", "funded"), .right), (text("hak", "entitled"), .right),
      (text("dibayar", "paid"), .right), (text("dibelanjakan", "spent"), .right),
      (text("kembali", "returned"), .right), (text("keluarga", "families"), .right),
      (text("detik", "seconds"), .right),
    ])
    for line in lines {
      table.add([
        line.title.text(language), language.number(line.fund.funded), language.number(line.entitled),
        language.number(line.paid), language.number(line.fund.spent), language.number(line.fund.cameBack),
        language.number(line.families), language.decimal(line.seconds, places: 3),
      ])
    }
    console.say("")
    console.say(console.output.styled(text("Ringkasan (rupiah)", "Summary (rupiah)"), .bold))
    console.output.write(table.text(console.output) + "\n")
    console.say(text("Tidak terhitung di buku besar: ", "Unaccounted on the ledger: ") + language.number(unaccounted))
    let hands = movers.map { "\($0.mover.text(language)) \(language.number($0.rupiah))" }.joined(separator: " · ")
    console.say(text("Siapa menggerakkan uang: ", "Who moved the money: ") + hands)
    console.say(
      text("Audit: ", "Audit: ")
        + (audit.isClean
          ? text(
            "\(language.number(logSize)) entri diperiksa, tanpa temuan",
            "\(language.number(logSize)) entries checked, no findings")
          : text("\(audit.findingCount) temuan", "\(audit.findingCount) findings")))
    console.say(
      text(
        "Saksi: kepala catatan terakhir dibenarkan \(cosignatures) dari \(DemoWitnesses.count)",
        "Witnesses: the last head of the log is cosigned by \(cosignatures) of \(DemoWitnesses.count)"))
    for finding in audit.findings.prefix(20) { console.say("  " + finding.text(language)) }
    console.say(text("Akar keadaan: ", "State root: ") + stateRoot.description)
    console.say(text("Waktu: \(language.decimal(seconds)) detik", "Time: \(language.decimal(seconds)) seconds"))
  }
}
