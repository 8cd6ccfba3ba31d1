import Coding

/// Something said to people in the ledger's two languages.
public struct Words: Hashable, Sendable {
  public let indonesian: Text
  public let english: Text

  public init(indonesian: Text, english: Text) {
    self.indonesian = indonesian
    self.english = english
  }

  public func text(_ language: Language) -> String {
    language == .indonesian ? indonesian.string : english.string
  }
}

extension Words: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.name(indonesian)
    w.name(english)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    indonesian = try r.name(max: 1024)
    english = try r.name(max: 1024)
  }
}
