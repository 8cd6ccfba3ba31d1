import ArgumentParser
import Documents
import Model
import Programmes
import Rules

struct ProgrammeShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows what programmes say, in words.")

  @OptionGroup var programmes: ProgrammeFiles
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    for (index, file) in programmes.files.enumerated() {
      let document = try programmes.read(file)
      if console.isJSON {
        console.answer(json(document))
      } else {
        if index > 0 { console.say("") }
        show(document, console)
      }
    }
  }

  private func json(_ document: ProgrammeDocument) -> JSON {
    let compiled = document.compiled
    return [
      "id": .string(document.programme.id.digest.description), "programme": JSON(reflecting: document.programme),
      "cost": JSON(compiled.cost), "costs": .array(compiled.rules.rules.map { JSON($0.cost) }),
    ]
  }

  private func show(_ document: ProgrammeDocument, _ console: Console) {
    let language = console.language
    let programme = document.programme
    console.say(console.output.styled(programme.title.text(language), .bold))
    var table = TextTable()
    for (name, value) in ProgrammePhrase.summary(of: document, language) { table.add(name.text(language), value) }
    console.show(table)
    let rules = document.compiled.rules.rules
    var eligible = TextTable([
      (ProgrammePhrase.eligible.text(language), .left), (ProgrammePhrase.steps.text(language), .right),
    ])
    for (rule, compiled) in zip(programme.eligible, rules) {
      eligible.add([rule.say.text(language), language.number(compiled.cost)])
    }
    if !programme.eligible.isEmpty { show(eligible, console) }
    var pay = TextTable([
      (ProgrammePhrase.pay.text(language), .left), (ProgrammePhrase.amount.text(language), .right),
      (ProgrammePhrase.group.text(language), .left), (ProgrammePhrase.steps.text(language), .right),
    ])
    for (rule, compiled) in zip(programme.pay, rules[document.compiled.firstPayment...]) {
      pay.add([
        rule.say.text(language), rule.amount.text(language), rule.group?.string ?? "", language.number(compiled.cost),
      ])
    }
    show(pay, console)
  }

  private func show(_ table: TextTable, _ console: Console) {
    console.say("")
    console.show(table)
  }
}
