import ArgumentParser
import Coding
import Documents
import Model
import Presentation
import Programmes
import Rules

struct ProgrammeCheck: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks programmes: every problem at once, with its place and what to do about it.",
    discussion: """
      Shows what each rule costs at most. Warnings and remarks are about what is allowed and hardly meant; they never \
      keep a programme off a ledger, and the exit status is 0. Specs beside programmes (pkh.spec.yaml) are left to \
      'programme test'.
      """)

  @Flag(help: "Answer as SARIF 2.1.0, which code hosts and editors show beside the lines.")
  var sarif = false

  @OptionGroup var programmes: ProgrammeFiles
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var results: [JSON] = []
    var report = SARIF()
    var isGood = true
    let files = programmes.files.filter { !$0.hasSuffix(".spec.yaml") && !$0.hasSuffix(".spec.yml") }
    guard !files.isEmpty else { throw Failure(ProgrammePhrase.onlySpecs(programmes.files[0])) }
    for file in files {
      do {
        let document = try programmes.read(file)
        results.append(good(file, document, console.language))
        report.add(document.remarks, console.language)
        if !console.isJSON && !sarif { show(file, document, console) }
      } catch let problems as DocumentError {
        isGood = false
        results.append([
          "file": .string(Input.name(of: file)), "ok": false, "diagnostics": problems.list(console.language),
        ])
        report.add(problems, console.language)
        if !console.isJSON && !sarif { console.show(problems) }
      }
    }
    if sarif {
      console.answer(report.json)
    } else if console.isJSON {
      console.answer(["files": .array(results)])
    }
    if !isGood { throw ExitCode.failure }
  }

  private func show(_ file: String, _ document: ProgrammeDocument, _ console: Console) {
    let language = console.language
    console.say(ProgrammePhrase.good(Input.name(of: file), document))
    var table = TextTable([("", .left), ("", .left), (ProgrammePhrase.steps.text(language), .right)])
    for (id, cost) in costs(document) { table.add(["", id.string, language.number(cost)]) }
    console.show(table)
    for remark in document.remarks { console.show(remark) }
  }

  /// The worst case of every rule.
  private func costs(_ document: ProgrammeDocument) -> [(id: Text, cost: Int)] {
    let programme = document.programme
    let rules = document.compiled.rules.rules.map(\.cost)
    let condition = document.compiled.condition.map { [("trigger" as Text, $0.rules[0].cost)] } ?? []
    return condition + Array(zip(programme.eligible.map(\.id) + programme.pay.map(\.id), rules))
  }

  private func good(_ file: String, _ document: ProgrammeDocument, _ language: Language) -> JSON {
    let programme = document.programme
    return [
      "file": .string(Input.name(of: file)), "ok": true, "diagnostics": [],
      "series": .string(programme.series.string), "version": .string(programme.version.string),
      "id": .string(programme.id.digest.description), "cost": JSON(document.compiled.cost),
      "rules": .array(costs(document).map { ["id": .string($0.id.string), "cost": JSON($0.cost)] }),
      "remarks": .array(document.remarks.map { $0.json(language) }),
    ]
  }
}
