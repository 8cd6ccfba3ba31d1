import Coding
import Model
import Presentation

/// A decision for people: first what is proved, then what the node says, each called what it is.
struct ExplainedText {
  let decision: ExplainedDecision
  let payments: ProvenPayments
  let hasWitnesses: Bool

  func show(on console: Console) {
    let language = console.language
    var lines = [proved(language, console)]
    if hasWitnesses, payments.events.contains(where: { !$0.isCosigned }) {
      lines[0] += " " + WalletPhrase.notCosignedYet.text(language)
    }
    lines.append(console.output.styled(WalletPhrase.nodeSays.text(language), .yellow) + " " + verdict(language))
    lines += rules(language, console)
    console.say("")
    console.say(
      console.output.styled(decision.title.text(language).printable, .bold) + " " + period(language).printable)
    for line in lines { console.say("  " + line) }
  }

  private func period(_ language: Language) -> String {
    let cycle = decision.cycle.map { ", \(ExplainPhrase.cycle.text(language)) \($0)" } ?? ""
    let person = decision.person.map { ", " + ExplainPhrase.member(Int($0)).text(language) } ?? ""
    return decision.series + cycle + ", \(ExplainPhrase.due.text(language)) \(decision.due)" + person
  }

  private func proved(_ language: Language, _ console: Console) -> String {
    let entries = payments.events.map { String($0.entry) }.joined(separator: ", ")
    let granted = payments.committed == nil ? nil : decision.commitment?.granted
    let phrase: Phrase =
      if payments.ofProgramme.isEmpty {
        WalletPhrase.neverPaid
      } else if payments.events.isEmpty {
        WalletPhrase.paidOtherwise(payments.programmeAmount)
      } else if let granted {
        WalletPhrase.paidFor(payments.amount, granted, entries: entries)
      } else {
        WalletPhrase.paid(payments.amount, entries: entries)
      }
    return console.output.styled(WalletPhrase.provedMark.text(language), .green) + " " + phrase.text(language)
  }

  private func verdict(_ language: Language) -> String {
    let all = decision.rules + decision.payments
    var phrase: Phrase
    switch decision.verdict {
    case "yes": phrase = ExplainPhrase.yes(decision.amount)
    case "no":
      let rule = decision.rules.first { $0.id == decision.refusedBy }
      phrase =
        rule.map { ExplainPhrase.no(Words(indonesian: Text($0.say.indonesian), english: Text($0.say.english))) }
        ?? ExplainPhrase.noPayment
    case "undecided":
      phrase = ExplainPhrase.undecided
      if let wanted = all.lazy.compactMap(\.waitsFor).first { phrase = phrase + WalletPhrase.waitsFor(wanted) }
    default: phrase = ExplainPhrase.notRegistrant
    }
    if decision.commitment == nil { phrase = phrase + WalletPhrase.notDecided }
    if decision.verdict == "yes", decision.commitment != nil, payments.amount < decision.amount {
      phrase = phrase + WalletPhrase.owed(Rupiah(decision.amount.amount &- payments.amount.amount))
    }
    return phrase.text(language).printable
  }

  /// One line a rule. Of payments only those that count are told, or, where it is their fault that none does, all.
  private func rules(_ language: Language, _ console: Console) -> [String] {
    let isPaid = decision.payments.contains(where: \.isCounted)
    let payments = decision.payments.filter { isPaid ? $0.isCounted : decision.refusedBy == nil }
    return (decision.rules + payments).flatMap { rule in
      let member = rule.member.map { " – " + ExplainPhrase.member(Int($0)).text(language) } ?? ""
      let waived = rule.isWaived ? " – " + ExplainPhrase.waived.text(language) : ""
      let waits = rule.waitsFor.map { WalletPhrase.waitsFor($0).text(language) } ?? ""
      let head = mark(rule.answer, console) + " " + (rule.say.text(language) + member + waits + waived).printable
      return [head] + rule.reads.map { "    " + text($0, language).printable }
    }
  }

  private func text(_ reading: ExplainedDecision.Reading, _ language: Language) -> String {
    let member = reading.member.map { " #\($0)" } ?? ""
    let value = reading.value ?? ExplainPhrase.absent.text(language)
    let wanted = reading.wouldHaveToBe.map { "; " + RemedyPhrase.needed($0.text(language)).text(language) } ?? ""
    return "\(reading.field)\(member) = \(value)\(wanted)"
  }

  private func mark(_ answer: String, _ console: Console) -> String {
    switch answer {
    case "yes": console.output.styled("✓", .green)
    case "no": console.output.styled("✗", .red)
    default: console.output.styled("?", .yellow)
    }
  }
}
