import Coding
import Presentation
import Rules

/// Variables of a rule, given as JSON.
///
/// JSON has no timestamps and durations: a text that reads as one stands for it (RFC 3339; seconds as `"5s"`), and
/// where the expression wants a text after all, it stays one.
struct RuleVariables {
  private let timed: [(String, Value)]
  /// The same with every text a text; nil where that is no difference.
  private let plain: [(String, Value)]?

  init() {
    timed = []
    plain = nil
  }

  init(_ json: JSON) throws(Unfit) {
    guard case .object(let members) = json else { throw Unfit(phrase: RulePhrase.noVariables) }
    var timed: [(String, Value)] = []
    var plain: [(String, Value)] = []
    for member in members {
      timed.append((member.key, try Self.value(member.value, of: member.key, readingTimes: true)))
      plain.append((member.key, try Self.value(member.value, of: member.key, readingTimes: false)))
    }
    self.timed = timed
    self.plain = zip(timed, plain).allSatisfy { $0.1 == $1.1 } ? nil : plain
  }

  func evaluate(_ expression: String) throws(RuleError) -> Value {
    try resolve { (variables) throws(RuleError) in try Evaluation.evaluate(expression, variables: variables) }
  }

  /// Declares the variables by their values and checks the expression.
  func check(_ expression: String, in environment: Environment) throws(RuleError) -> (rule: Rule, Environment) {
    try resolve { (variables) throws(RuleError) in
      let environment = try environment.declaring(variables)
      return (try Rule(expression, in: environment), environment)
    }
  }

  private func resolve<Result>(
    _ attempt: ([(String, Value)]) throws(RuleError) -> Result
  ) throws(RuleError) -> Result {
    do throws(RuleError) {
      return try attempt(timed)
    } catch {
      guard error.kind == .type, let plain else { throw error }
      do throws(RuleError) {
        return try attempt(plain)
      } catch let second {
        throw second.kind == .type ? error : second
      }
    }
  }

  /// A value that the rule language does not have.
  struct Unfit: Error {
    let phrase: Phrase
  }

  private static func value(_ json: JSON, of name: String, readingTimes: Bool) throws(Unfit) -> Value {
    switch json {
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .string(let text): return readingTimes ? time(text) ?? .string(Text(text)) : .string(Text(text))
    case .array(let elements):
      var values: [Value] = []
      for element in elements { values.append(try value(element, of: name, readingTimes: readingTimes)) }
      return .list(values)
    case .object(let members):
      var entries: [Value.Entry] = []
      for member in members {
        let value = try value(member.value, of: name, readingTimes: readingTimes)
        entries.append(Value.Entry(key: Text(member.key), value: value))
      }
      return .map(entries)
    case .null, .written:
      throw Unfit(phrase: RulePhrase.null(name))
    }
  }

  private static func time(_ text: String) -> Value? {
    if let timestamp = Timestamp(text) { return .timestamp(timestamp) }
    // Seconds only: texts such as "0" or "1h" are more likely just texts.
    guard text.utf8.last == UInt8(ascii: "s"), text.utf8.dropLast().last.map({ (0x30...0x39).contains($0) }) ?? false
    else { return nil }
    let numbers = text.utf8.dropLast().allSatisfy { (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }
    return numbers ? TimeSpan(text).map { .duration($0) } : nil
  }
}

extension Environment {
  /// This environment and the variables, each declared by its value unless it is already.
  fileprivate func declaring(_ variables: [(String, Value)]) throws(RuleError) -> Environment {
    var environment = self
    for (name, value) in variables where environment.input(Text(name)) == nil {
      guard let type = value.type else {
        throw RuleError.mixedTypes(name)
      }
      try environment.declare(Text(name), type)
    }
    return environment
  }
}
