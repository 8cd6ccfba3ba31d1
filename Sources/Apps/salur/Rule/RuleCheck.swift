import ArgumentParser
import Coding
import Presentation
import Rules

struct RuleCheck: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks an expression without evaluating it: its type, its worst-case cost and what it reads.",
    discussion: """
      Names come from variables or from facts. With --fact the names 'due' (a date) and 'home' (a region) are known \
      too, as they are in a programme.
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("The expression.", valueName: "E"))
  var expr: String

  @Option(help: RuleCommand.variablesHelp)
  var vars: String?

  @Option(
    name: .customLong("fact"),
    help: ArgumentHelp(
      "A fact and its schema, such as family=dtsen.family/1. May be repeated.", valueName: "NAME=SCHEMA"))
  var facts: [FactArgument] = []

  @Option(help: SchemaFolder.help)
  var schemas: String?

  @Option(help: KnownRegions.help, completion: .file(extensions: ["csv"]))
  var regions: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let variables = try RuleVariables(file: vars)
    let facts = try environment()
    let checked: (rule: Rule, Environment)
    do throws(RuleError) {
      checked = try variables.check(expr, in: facts)
    } catch {
      throw RuleAnswer.fail(error, in: expr, console)
    }
    try show(checked.rule, checked.1, console)
  }

  private func environment() throws -> Environment {
    var environment = Environment()
    guard !facts.isEmpty else { return environment }
    let folder = try SchemaFolder(schemas, beside: nil)
    for fact in facts {
      try environment.declare(Text(fact.name), .record(try folder.schema(named: fact.schema).record))
    }
    for (name, type) in [("due" as Text, Type.date), ("home", .region)] where environment.input(name) == nil {
      try environment.declare(name, type)
    }
    return environment
  }

  private func show(_ rule: Rule, _ environment: Environment, _ console: Console) throws {
    let warnings = RuleAnswer.warnings(rule, isRegion: try KnownRegions(regions, beside: "-").contains)
    let reads = rule.columns.map { environment.path(of: $0) }
    if console.isJSON {
      return console.answer([
        "type": .string(rule.type.description), "cost": JSON(rule.cost), "maxCost": JSON(Profile.maxCost),
        "reads": .array(reads.map { .string($0) }),
        "warnings": .array(warnings.map { RuleAnswer.json($0, in: expr, console.language) }),
      ])
    }
    let language = console.language
    var table = TextTable()
    table.add(RulePhrase.type.text(language), rule.type.description)
    table.add(
      RulePhrase.cost.text(language),
      RulePhrase.costOf(language.number(rule.cost), language.number(Profile.maxCost)).text(language))
    if !reads.isEmpty { table.add(RulePhrase.reads.text(language), reads.joined(separator: ", ")) }
    console.show(table)
    for warning in warnings { RuleAnswer.warn(warning, in: expr, console) }
  }
}

/// `family=dtsen.family/1`
struct FactArgument: ExpressibleByArgument {
  let name: String
  let schema: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    name = String(parts[0])
    schema = String(parts[1])
  }
}
