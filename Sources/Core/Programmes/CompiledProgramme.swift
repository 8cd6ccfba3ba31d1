import Coding
import Model
import Rules

/// A programme that can run: its form holds together, and its rules are typed, costed and compiled.
///
/// The document's author, the ledger and the auditor all make it by this one initialiser.
public struct CompiledProgramme: Sendable {
  public let programme: Programme
  public let inputs: ProgrammeInputs
  /// The eligibility rules in order, then the payment rules; `inputs.payment` is their environment.
  ///
  /// Eligibility rules never read the member input, so no member need be bound to evaluate them.
  public private(set) var rules: RuleSet
  /// A trigger's condition, the only rule of its set; `inputs.event` is its environment.
  public private(set) var condition: RuleSet?
  /// The most steps it can take to decide one registrant.
  public let cost: Int

  /// Where the payment rules begin in `rules`.
  public var firstPayment: Int { programme.eligible.count }

  /// Checks and compiles a programme.
  ///
  /// - Parameters:
  ///   - schemas: the fact schemas that are registered.
  ///   - series: the series that `receives()` may ask about.
  /// - Throws: everything that is wrong with it.
  public init(_ programme: Programme, schemas: [FactSchema], series: [Text] = []) throws(ProgrammeError) {
    var problems = programme.formProblems
    do throws(ProgrammeError) {
      inputs = try ProgrammeInputs(programme, schemas: schemas, series: series)
    } catch {
      throw ProgrammeError(problems: problems + error.problems)
    }
    var rules = RuleReader()
    for (index, rule) in programme.eligible.enumerated() {
      rules.read(rule.when, at: .eligibleCondition(index), in: inputs.registrant)
    }
    for (index, rule) in programme.pay.enumerated() {
      rules.read(rule.when, at: .payCondition(index), in: inputs.payment)
    }
    var condition = RuleReader()
    if case .trigger(let trigger) = programme.due, let when = trigger.when, let event = inputs.event {
      condition.read(when, at: .triggerCondition, in: event)
    }
    problems += rules.problems + condition.problems
    guard problems.isEmpty else { throw ProgrammeError(problems: problems) }

    self.programme = programme
    self.rules = try rules.compiled(at: .pay(0), in: inputs.payment)
    self.condition =
      if let event = inputs.event, !condition.rules.isEmpty {
        try condition.compiled(at: .triggerCondition, in: event)
      } else {
        nil
      }
    let eligibility = rules.rules.prefix(programme.eligible.count).reduce(0) { $0 + $1.cost }
    let payment = rules.rules.dropFirst(programme.eligible.count).reduce(0) { $0 + $1.cost }
    cost = eligibility + payment * inputs.mostMembers
  }
}

extension CompiledProgramme {
  /// The same programme in code that knows which branches it has taken: it decides alike, and slower.
  public func tracingBranches() throws(RuleError) -> CompiledProgramme {
    var traced = self
    traced.rules = try RuleSet(rules.rules, in: inputs.payment, isTracing: true)
    if let condition {
      traced.condition = try RuleSet(condition.rules, in: condition.environment, isTracing: true)
    }
    return traced
  }
}

/// Checks rules one after the other and keeps every problem.
private struct RuleReader {
  var rules: [Rule] = []
  var problems: [ProgrammeProblem] = []

  mutating func read(_ source: Text, at part: ProgrammePart, in environment: Environment) {
    do throws(RuleError) {
      rules.append(try Rule(test: source.string, in: environment))
    } catch {
      problems.append(ProgrammeProblem(part, error, in: source))
    }
  }

  func compiled(at part: ProgrammePart, in environment: Environment) throws(ProgrammeError) -> RuleSet {
    do throws(RuleError) {
      return try RuleSet(rules, in: environment)
    } catch {
      throw ProgrammeError(problems: [
        ProgrammeProblem(
          part, error.message, Phrase("tulis aturan lebih sedikit atau lebih pendek", "write fewer or shorter rules"))
      ])
    }
  }
}
