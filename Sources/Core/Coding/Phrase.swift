/// Something the program says to people, in both of its languages, written at one place in the code.
public struct Phrase: Hashable, Sendable {
  public let indonesian: String
  public let english: String

  public init(_ indonesian: String, _ english: String) {
    self.indonesian = indonesian
    self.english = english
  }

  public func text(_ language: Language) -> String { language == .indonesian ? indonesian : english }

  public static func + (first: Phrase, second: Phrase) -> Phrase {
    Phrase(first.indonesian + second.indonesian, first.english + second.english)
  }
}

/// The languages the ledger speaks. Indonesian comes first.
public enum Language: Sendable {
  case indonesian
  case english
}
