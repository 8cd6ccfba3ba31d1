import ArgumentParser
import Presentation
import Rules

struct RuleEval: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluates an expression and prints its value and type.",
    usage: """
      salur rule eval --expr E [--vars FILE] [--json]
      salur rule eval --batch < cases.jsonl
      """,
    discussion: """
      With --batch, every line of the standard input is a case {"id": …, "expr": "…", "vars": {…}}, and every line \
      of the output its answer, in order: {"id": …, "type": "int", "value": …} or {"id": …, "error": \
      {"kind": "parse|type|cost|evaluation", "message": "…", "line": …, "column": …}}.
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("The expression.", valueName: "E"))
  var expr: String?

  @Option(help: RuleCommand.variablesHelp)
  var vars: String?

  @Flag(help: "Answer cases from the standard input, one JSON object a line.")
  var batch = false

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    if batch {
      guard expr == nil, vars == nil else {
        throw ValidationError("With '--batch', expressions and variables come from the standard input.")
      }
      return try RuleBatch(console).run()
    }
    guard let expr else { throw ValidationError("Missing expected argument '--expr <E>' or '--batch'.") }
    let variables = try RuleVariables(file: vars)
    do throws(RuleError) {
      let value = try variables.evaluate(expr)
      if console.isJSON { return console.answer(.object(RuleAnswer.members(value))) }
      console.say("\(value) : \(RuleAnswer.type(value))")
    } catch {
      throw RuleAnswer.fail(error, in: expr, console)
    }
  }
}
