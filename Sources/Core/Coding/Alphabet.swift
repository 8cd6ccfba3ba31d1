/// The characters of a text encoding and their values.
struct Alphabet: Sendable {
  private let characters: [UInt8]
  private let values: [UInt8]
  private static let none: UInt8 = 0xff

  init(_ text: StaticString) {
    characters = text.withUTF8Buffer { [UInt8]($0) }
    var values = [UInt8](repeating: Alphabet.none, count: 256)
    for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
    self.values = values
  }

  /// The same alphabet that also reads each of `characters` as the value of the one across in `meanings`.
  func reading(_ characters: StaticString, as meanings: StaticString) -> Alphabet {
    var values = values
    characters.withUTF8Buffer { characters in
      meanings.withUTF8Buffer { meanings in
        for (character, meaning) in zip(characters, meanings) { values[Int(character)] = values[Int(meaning)] }
      }
    }
    return Alphabet(characters: self.characters, values: values)
  }

  private init(characters: [UInt8], values: [UInt8]) {
    self.characters = characters
    self.values = values
  }

  func character(_ value: Int) -> UInt8 { characters[value] }

  func value(of character: UInt8) -> Int? {
    let value = values[Int(character)]
    return value == Alphabet.none ? nil : Int(value)
  }

  func value(of character: UInt8, at offset: Int) throws(CodingError) -> Int {
    guard let value = value(of: character) else { throw CodingError(.invalidCharacter, at: offset) }
    return value
  }
}
