import ArgumentParser
import Model
import Platform

struct ProgrammeNew: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a programme to begin from, with comments, that 'programme check' accepts.")

  enum Template: String, ExpressibleByArgument, CaseIterable {
    case family
    case person
    case event
  }

  @Option(help: "family: a benefit for families; person: for persons; event: set off by an event.")
  var template: Template = .family

  @Option(
    help: ArgumentHelp("The file to write. (default: the standard output)", valueName: "FILE"),
    completion: .file(extensions: ["yaml"]))
  var out: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let text = ProgrammeTemplate.text(template)
    guard let out, out != "-" else {
      if console.isJSON { return console.answer(["text": .string(text)]) }
      return console.output.write(text)
    }
    let file: File
    do {
      file = try File(out, .create, permissions: 0o644)
    } catch {
      guard Input.exists(out) else { throw error }
      throw Failure(
        "\(out) sudah ada; pilih nama lain atau hapus dulu",
        "\(out) exists already; choose another name or remove it first")
    }
    try file.write(Array(text.utf8), at: 0)
    if console.isJSON { return console.answer(["file": .string(out), "template": .string(template.rawValue)]) }
    console.say(
      Phrase(
        "\(out) ditulis; periksa dengan 'salur programme check \(out)'.",
        "\(out) is written; check it with 'salur programme check \(out)'."))
  }
}
