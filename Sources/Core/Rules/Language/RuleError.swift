import Coding

/// What is wrong with a rule, where, and what to do about it.
public struct RuleError: Error, Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    /// The text is not an expression, or breaks a limit on its form.
    case parse
    /// A name, a type, or a construct outside the profile.
    case type
    /// The worst case could cost more than a rule may.
    case cost
    /// The expression is fine, its value cannot be computed: overflow, a missing key, …
    case evaluation
  }

  public let kind: Kind
  public let message: Phrase
  /// 1-based.
  public let line: Int
  /// 1-based, counted in code points.
  public let column: Int

  public init(_ kind: Kind, _ message: Phrase, line: Int = 1, column: Int = 1) {
    self.kind = kind
    self.message = message
    self.line = line
    self.column = column
  }

  /// An error at a byte offset of `source`.
  init(_ kind: Kind, _ message: Phrase, in source: Text, at offset: Int) {
    var line = 1
    var column = 1
    for byte in source.utf8.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(kind, message, line: line, column: column)
  }
}

extension RuleError.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .parse: "parse"
    case .type: "type"
    case .cost: "cost"
    case .evaluation: "evaluation"
    }
  }
}

extension RuleError: CustomStringConvertible {
  public var description: String { "line \(String(line)), column \(String(column)): \(message.english)" }
}
