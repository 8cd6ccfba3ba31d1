import Coding
import Rules

/// A part of a programme that something can be wrong with. Numbers are positions in the programme's lists.
public enum ProgrammePart: Hashable, Sendable {
  case series
  case fund
  case due
  case feed
  case quorum
  case triggerCondition
  case instalments
  case fact(Int)
  case each
  case eligible(Int)
  case eligibleCondition(Int)
  case pay(Int)
  case amount(Int)
  case paymentGroup(Int)
  case payCondition(Int)
  case group(Int)
  case memberLimit
  case spend
  case appeal
}

/// One reason why a programme cannot be accepted.
public struct ProgrammeProblem: Hashable, Sendable {
  public let part: ProgrammePart
  public let message: String
  public let remedy: String
  /// For a rule: which code point of its source, from 0.
  public let index: Int?

  init(_ part: ProgrammePart, _ message: String, _ remedy: String, index: Int? = nil) {
    self.part = part
    self.message = message
    self.remedy = remedy
    self.index = index
  }

  /// A rule's error, at the code point of `source` it points to.
  init(_ part: ProgrammePart, _ error: RuleError, in source: Text) {
    var index = 0
    var line = 1
    var column = 1
    for scalar in source.string.unicodeScalars {
      if line == error.line && column >= error.column || line > error.line { break }
      index += 1
      column += 1
      if scalar == "\n" {
        line += 1
        column = 1
      }
    }
    let (message, remedy) = Self.split(error)
    self.init(part, message, remedy, index: index)
  }

  /// A rule's error often says what to do, after a semicolon.
  private static func split(_ error: RuleError) -> (message: String, remedy: String) {
    let utf8 = Array(error.message.utf8)
    for index in utf8.indices.dropLast() where utf8[index] == UInt8(ascii: ";") && utf8[index + 1] == 0x20 {
      let message = String(decoding: utf8[..<index], as: UTF8.self)
      return (message, String(decoding: utf8[(index + 2)...], as: UTF8.self))
    }
    return (error.message, error.kind == .cost ? "make the rule shorter, or loop over less" : "correct the rule")
  }
}

/// Everything that is wrong with a programme; never empty.
public struct ProgrammeError: Error, Hashable, Sendable {
  public let problems: [ProgrammeProblem]
}
