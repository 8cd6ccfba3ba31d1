import Coding
import Rules
import TestSupport
import Testing

/// Whatever is typed in, the answer is a value or an error with a place; never a trap.
@Suite struct GarbageTests {
  private func survives(_ source: String) {
    do throws(RuleError) {
      _ = try Evaluation.evaluate(source, variables: Facts.variables, in: Facts.environment)
    } catch {
      #expect(error.line >= 1 && error.column >= 1 && !error.message.english.isEmpty)
      #expect(error.message.indonesian != error.message.english, "\(error.message)")
    }
  }

  @Test func randomBytes() {
    var random = SplitMix64(seed: SecondOpinionTests.seed)
    print("garbage: seed \(random.seed)")
    for _ in 0..<2_000 {
      survives(String(decoding: random.bytes(Int.random(in: 0...80, using: &random)), as: UTF8.self))
    }
  }

  @Test func randomTokens() {
    let tokens = [
      "family", "m", ".", "members", "decile", "job", "(", ")", "[", "]", "{", "}", ",", ":", "?", "!", "-", "+", "*",
      "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", " in ", "1", "0", "'a'", "true", "has(", "all(", "x",
      "exists(x,", "map(x,", "size(", "age(", "due", "now", "9223372036854775808", "1.5", "null", "\n", "//", "'",
      "receives('id.pkh')", "timestamp(", "duration('1s')", "`a b`",
    ]
    var random = SplitMix64(seed: SecondOpinionTests.seed &+ 1)
    for _ in 0..<20_000 {
      var source = ""
      for _ in 0..<Int.random(in: 1...14, using: &random) { source += tokens.randomElement(using: &random)! }
      survives(source)
    }
  }

  @Test func brokenExpressions() {
    var generator = ExpressionGenerator(seed: SecondOpinionTests.seed &+ 2)
    for _ in 0..<300 {
      let bytes = Array(generator.expression(.bool, 3).utf8)
      let cut = Int.random(in: 0...bytes.count, using: &generator.random)
      survives(String(decoding: bytes[..<cut], as: UTF8.self))
      var changed = bytes
      changed[cut % bytes.count] = UInt8.random(in: 32...126, using: &generator.random)
      survives(String(decoding: changed, as: UTF8.self))
    }
  }

  @Test(arguments: [
    "(", "[", "{'a':", "!", "-", "1+", "a.", "a[", "f(", "true?", "true?1:", "[1].map(x,", "'", "\\", "`", "/*",
  ])
  func depthBombs(_ part: String) {
    survives(String(repeating: part, count: 4_000 / part.count))
    survives(String(repeating: part, count: 200_000))
  }

  /// Nobody waits for an answer about the largest rule there can be, or about one that is larger.
  @Test(arguments: [
    "1 == 1" + String(repeating: " + 1", count: 10_000), String(repeating: "x", count: 1 << 20),
    "'" + String(repeating: "é", count: 1 << 19), String(repeating: "(", count: 1 << 20),
    "true" + String(repeating: " && 1 / 0 == 1", count: 100), "[" + String(repeating: "1 / 0, ", count: 160) + "]",
    String(repeating: "[", count: 31) + String(repeating: "1, ", count: 470) + String(repeating: "]", count: 31),
    "family.members.all(x, " + (0..<80).map { "x.pregnancy != \($0 * 2)" }.joined(separator: " && ") + ")",
    "m.job in [" + String(repeating: "'farmr', ", count: 400) + "]",
    "{" + String(repeating: "m.job: 1, ", count: 160) + "}",
  ])
  func theLargestRulesAreAnsweredQuickly(_ source: String) {
    let elapsed = ContinuousClock().measure { survives(source) }
    #expect(elapsed < .milliseconds(500), "\(elapsed): \(source.prefix(80))")
  }

  @Test func expressionsThatGrow() {
    survives("[1,2]" + String(repeating: ".map(x, [x, x]).map(x, x[0])", count: 15))
    survives("['ab']" + String(repeating: ".map(x, x + x)", count: 31) + ".size()")
    survives(String(repeating: "[", count: 31) + "1" + String(repeating: "]", count: 31))
  }
}
