import ArgumentParser
import Documents
import Model
import Programmes
import Rules

struct ProgrammeCheck: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks programmes: every problem at once, with its place and what to do about it.",
    discussion: "Specs beside programmes (pkh.spec.yaml) are left to 'programme test'.")

  @OptionGroup var programmes: ProgrammeFiles
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var results: [JSON] = []
    var isGood = true
    for file in programmes.files where !file.hasSuffix(".spec.yaml") && !file.hasSuffix(".spec.yml") {
      do {
        let document = try programmes.read(file)
        results.append(good(file, document))
        if !console.isJSON { console.say(ProgrammePhrase.good(Input.name(of: file), document, console.language)) }
      } catch let problems as DocumentError {
        isGood = false
        results.append([
          "file": .string(Input.name(of: file)), "ok": false, "diagnostics": problems.json(console.language),
        ])
        if !console.isJSON { console.show(problems) }
      }
    }
    if console.isJSON { console.answer(["files": .array(results)]) }
    if !isGood { throw ExitCode.failure }
  }

  private func good(_ file: String, _ document: ProgrammeDocument) -> JSON {
    let programme = document.programme
    return [
      "file": .string(Input.name(of: file)), "ok": true, "diagnostics": [],
      "series": .string(programme.series.string), "version": .string(programme.version.string),
      "id": .string(programme.id.digest.description), "cost": JSON(document.compiled.cost),
    ]
  }
}
