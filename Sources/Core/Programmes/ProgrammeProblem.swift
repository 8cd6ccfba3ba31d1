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
  public let message: Phrase
  public let remedy: Phrase
  /// For a rule: which code point of its source, from 0.
  public let index: Int?

  init(_ part: ProgrammePart, _ message: Phrase, _ remedy: Phrase, index: Int? = nil) {
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
  private static func split(_ error: RuleError) -> (message: Phrase, remedy: Phrase) {
    let (indonesian, english) = (split(error.message.indonesian), split(error.message.english))
    let otherwise =
      error.kind == .cost
      ? Phrase("perpendek aturan, atau telusuri lebih sedikit", "make the rule shorter, or loop over less")
      : Phrase("perbaiki aturannya", "correct the rule")
    return (
      Phrase(indonesian.message, english.message),
      Phrase(indonesian.remedy ?? otherwise.indonesian, english.remedy ?? otherwise.english)
    )
  }

  private static func split(_ sentence: String) -> (message: String, remedy: String?) {
    let utf8 = Array(sentence.utf8)
    for index in utf8.indices.dropLast() where utf8[index] == UInt8(ascii: ";") && utf8[index + 1] == 0x20 {
      let message = String(decoding: utf8[..<index], as: UTF8.self)
      return (message, String(decoding: utf8[(index + 2)...], as: UTF8.self))
    }
    return (sentence, nil)
  }
}

/// Everything that is wrong with a programme; never empty.
public struct ProgrammeError: Error, Hashable, Sendable {
  public let problems: [ProgrammeProblem]
}
