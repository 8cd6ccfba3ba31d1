import ArgumentParser
import Documents
import Model
import Presentation

struct ProgrammeDiff: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What two documents say differently: rules, amounts, dates, limits. Their form alone is no difference.",
    discussion: "Ends with status 0 either way; who gains and loses says 'programme simulate --against'.")

  @Argument(help: ArgumentHelp("The old document, as YAML.", valueName: "OLD"), completion: .file())
  var old: String

  @Argument(help: ArgumentHelp("The new one.", valueName: "NEW"), completion: .file())
  var new: String

  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let (before, after) = (try read(old), try read(new))
    let language = console.language
    // Machines get whole rupiah.
    let rupiah = { (amount: Rupiah) in console.isJSON ? String(amount.amount) : amount.text(language) }
    let differences = ProgrammeComparison(before, after, rupiah: rupiah).differences
    if console.isJSON {
      return console.answer([
        "old": .string(before.id.digest.description), "new": .string(after.id.digest.description),
        "differences": .array(differences.map(\.json)),
      ])
    }
    guard !differences.isEmpty else { return console.say(Self.same) }
    for difference in differences {
      let mark: String =
        switch difference.kind {
        case .added: console.output.styled("+", .green)
        case .removed: console.output.styled("−", .red)
        case .changed: console.output.styled("~", .yellow)
        }
      console.say("\(mark) \(difference.part)" + (difference.words.map { ": \($0.text(language))" } ?? ""))
      switch (difference.old, difference.new) {
      case (let old?, let new?): console.say("    \(old) → \(new)")
      case (let only?, nil), (nil, let only?): console.say("    \(only)")
      case (nil, nil): break
      }
    }
  }

  private static let same = Phrase(
    "Kedua dokumen berarti sama; hanya bentuknya yang mungkin lain.",
    "Both documents mean the same; only their form may differ.")

  private func read(_ file: String) throws -> Programme {
    let schemas = try SchemaFolder(schemas, beside: file).schemas
    return try ProgrammeDocument(file: Input.name(of: file), bytes: Input.bytes(of: file), schemas: schemas).programme
  }
}

extension ProgrammeDifference {
  fileprivate var json: JSON {
    [
      "part": .string(part), "kind": .string(kind.rawValue), "say": JSON(words) { JSON(reflecting: $0) },
      "old": JSON(old) { .string($0) }, "new": JSON(new) { .string($0) },
    ]
  }
}
