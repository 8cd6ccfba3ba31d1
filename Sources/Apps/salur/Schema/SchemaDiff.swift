import ArgumentParser
import Coding
import Documents
import Model
import Presentation
import Rules

struct SchemaDiff: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What two schemas say differently, and whether records of the old one can be read as the new one.")

  @Argument(help: ArgumentHelp("The old schema: a file, or name and version.", valueName: "OLD"))
  var old: String

  @Argument(help: ArgumentHelp("The new one.", valueName: "NEW"))
  var new: String

  @Option(help: SchemaFolder.help, completion: .directory)
  var schemas: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let comparison = SchemaComparison(
      try SchemaFolder.document(old, in: schemas), try SchemaFolder.document(new, in: schemas))
    if console.isJSON {
      return console.answer([
        "compatible": .bool(comparison.isCompatible),
        "differences": .array(
          comparison.differences.map { difference in
            [
              "part": .string(difference.part), "old": JSON(difference.old) { .string($0) },
              "new": JSON(difference.new) { .string($0) }, "breaks": .bool(difference.breaks),
            ]
          }),
      ])
    }
    for difference in comparison.differences {
      let mark =
        difference.old == nil
        ? console.output.styled("+", .green)
        : difference.new == nil ? console.output.styled("−", .red) : console.output.styled("~", .yellow)
      let values = [difference.old, difference.new].compactMap(\.self).joined(separator: " → ")
      console.say("\(mark) \(difference.part): \(values)")
    }
    console.say(
      comparison.differences.isEmpty
        ? SchemaPhrase.same : comparison.isCompatible ? SchemaPhrase.compatible : SchemaPhrase.breaking)
  }
}

/// What two schemas say differently.
struct SchemaComparison {
  struct Difference {
    let part: String
    let old: String?
    let new: String?
    /// Whether records of the old schema may not be read as the new one.
    let breaks: Bool
  }

  private(set) var differences: [Difference] = []

  /// Whether a registry written for the old schema can be read as the new one.
  var isCompatible: Bool { !differences.contains(where: \.breaks) }

  init(_ old: SchemaDocument, _ new: SchemaDocument) {
    compare("subject", "\(old.schema.subject)", "\(new.schema.subject)", breaks: true)
    compare("life", old.schema.life?.description ?? "–", new.schema.life?.description ?? "–", breaks: false)
    compare(
      "key", Self.form(old.schema.key), Self.form(new.schema.key), breaks: true)
    compare("version", "\(old.schema.record.version)", "\(new.schema.record.version)", breaks: false)
    for field in old.fields {
      guard let other = new.fields.first(where: { $0.path == field.path }) else {
        differences.append(Difference(part: field.path, old: Self.form(field), new: nil, breaks: true))
        continue
      }
      // A field that was always there may become optional, never the other way round.
      let breaks = !field.type.reads(as: other.type) || field.optional && !other.optional
      compare(field.path, Self.form(field), Self.form(other), breaks: breaks)
    }
    for field in new.fields where !old.fields.contains(where: { $0.path == field.path }) {
      differences.append(Difference(part: field.path, old: nil, new: Self.form(field), breaks: !field.optional))
    }
  }

  private mutating func compare(_ part: String, _ old: String, _ new: String, breaks: Bool) {
    if old != new { differences.append(Difference(part: part, old: old, new: new, breaks: breaks)) }
  }

  private static func form(_ key: [Text]) -> String {
    key.isEmpty ? "–" : key.map(\.string).joined(separator: ", ")
  }

  private static func form(_ field: SchemaDocument.Field) -> String {
    SchemaPhrase.type(field.type) + (field.optional ? "?" : "")
  }
}

extension FieldType {
  /// Whether every value of this type is one of another, written the same way.
  fileprivate func reads(as other: FieldType) -> Bool {
    switch (self, other) {
    case (.int(let min, let max), .int(let least, let most)): least <= min && max <= most
    case (.enumeration(let words), .enumeration(let known)): words.allSatisfy(known.contains)
    case (.text(let length), .text(let longest)): length <= longest
    case (.records(_, let max), .records(_, let most)): max <= most
    default: self == other
    }
  }
}
