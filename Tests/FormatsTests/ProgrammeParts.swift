import Documents
import Model
import Rules

/// The generated parts of `docs/PROGRAMMES.md`.
enum ProgrammeParts {
  static let profile = table(
    ["limit of `\(Profile.name)`", ""],
    [
      ["characters (code points) of a rule", "\(Profile.maxCodePoints)"],
      ["nesting of an expression", "\(Profile.maxDepth)"],
      ["parts (syntax tree nodes)", "\(Profile.maxNodes)"],
      ["macros inside one another", "\(Profile.maxMacroNesting)"],
      ["worst-case steps of a rule", "\(Profile.maxCost)"],
    ])

  /// Something people get wrong: what they change in a good programme, and into what.
  private static let slips: [(what: String, from: String, to: String)] = [
    ("A field's name misspelt", "eligible:", "eligble:"),
    ("A fact the schema does not have", "family.decile <= 4", "family.desil <= 4"),
    ("A schema that is not there", "dtsen.family/1}", "dtsen.family/3}"),
    ("Money with dots", "amount: 225000", "amount: 225.000"),
    ("Money below one rupiah", "amount: 225000", "amount: -5"),
    ("A version without quotes", "version: \"2026.1\"", "version: 2026.1"),
    ("One equals sign", "m.school == 'SD'", "m.school = 'SD'"),
    ("A word the schema does not have", "'TNI', 'POLRI']", "'TNI', 'POLISI']"),
    ("Types that do not fit", "m.pregnancy_no in [1, 2]", "m.pregnancy_no == '1'"),
    ("A group without a limit", "limits: {group: {anak: 3}, ", "limits: {"),
    ("Dates the wrong way round", "until: 2026-12-31", "until: 2025-12-31"),
    ("A rule not in quotes that YAML misreads", "when: \"m.disability == 'severe'\"", "when: m.disability : severe"),
    (
      "Loops three deep", "x.job in ['ASN', 'TNI', 'POLRI']",
      "family.members.exists(y, family.members.all(z, z.job == y.job))"
    ),
    (
      "A rule that could cost too much", "x.job in ['ASN', 'TNI', 'POLRI']",
      "family.members.exists(y, \(Array(repeating: "age(x.born, due) > age(y.born, due)", count: 5).joined(separator: " && ")))"
    ),
  ]

  /// Every slip, and what `salur programme check` answers to it.
  static func mistakes() throws -> String {
    let good = try Project.text("Examples/programmes/pkh.yaml")
    let schemas = try ["dtsen.family.1", "dtsen.family.2", "dapodik.student.1", "bmkg.quake.1"].map { name in
      try SchemaDocument(file: name, bytes: Project.bytes("Examples/schemas/\(name).yaml")).schema
    }
    return slips.map { slip in
      let slipped = good.replacing(slip.from, with: slip.to)
      return "**\(slip.what)**\n\n" + fence([answer(to: slipped, schemas)])
    }.joined(separator: "\n")
  }

  private static func answer(to text: String, _ schemas: [FactSchema]) -> String {
    do throws(DocumentError) {
      _ = try ProgrammeDocument(file: "pkh.yaml", bytes: Array(text.utf8), schemas: schemas)
      return "pkh.yaml is good"
    } catch {
      return error.diagnostics.prefix(1).map { "Error: \($0)" }.joined(separator: "\n")
    }
  }
}
