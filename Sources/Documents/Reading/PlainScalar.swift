import Coding

/// What a word without quotes means to the many readers of YAML, which do not agree with one another.
///
/// Salur takes a plain scalar as text only where every reader would: the next tool an official uses must not read
/// `version: 2026.1` as a number, `on` as true or `012` as ten.
enum PlainScalar: Equatable {
  case text
  /// A whole number every reader understands alike.
  case integer
  /// Something else than text to some reader; the words name it.
  case surprising(Phrase)

  init(_ text: String) {
    let bytes = Array(text.utf8)
    if let word = Self.words.first(where: { $0.word == text.lowercased() }) {
      self = .surprising(word.meaning)
    } else if Self.isInteger(bytes) {
      self = .integer
    } else if Self.looksNumeric(bytes) {
      let octal = bytes.count > 1 && bytes[0] == UInt8(ascii: "0") && bytes.allSatisfy(Self.isDigit)
      self = .surprising(
        octal
          ? Phrase(
            "bilangan berbasis delapan bagi sebagian pembaca YAML", "a number in base eight to some readers of YAML")
          : Phrase("bilangan bagi sebagian pembaca YAML", "a number to some readers of YAML"))
    } else {
      self = .text
    }
  }

  private static let words: [(word: String, meaning: Phrase)] =
    ["true", "false", "yes", "no", "on", "off", "y", "n"].map {
      ($0, Phrase("benar atau salah bagi sebagian pembaca YAML", "true or false to some readers of YAML"))
    }
    + ["", "~", "null"].map { ($0, Phrase("bukan apa-apa", "nothing at all")) }
    + [".inf", "+.inf", "-.inf", ".nan"].map {
      ($0, Phrase("bilangan bagi sebagian pembaca YAML", "a number to some readers of YAML"))
    }
    + ["<<", "="].map { ($0, Phrase("perintah bagi sebagian pembaca YAML", "an instruction to some readers of YAML")) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// `0`, `-7`, `1250000`: no plus, no leading zero, no separators.
  private static func isInteger(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    guard let first = digits.first, digits.allSatisfy(isDigit) else { return false }
    return first != UInt8(ascii: "0") || bytes.count == 1
  }

  /// What somebody meant who wrote a whole number for people: `1.250.000`, `Rp 5,000`, `007`; nil for anything else.
  static func meantInteger(_ word: String) -> Int64? {
    let amount = word.hasPrefix("Rp") ? word.dropFirst(2).drop { $0 == " " || $0 == "." } : word[...]
    let isNegative = amount.hasPrefix("-")
    let groups = (isNegative ? amount.dropFirst() : amount).split(omittingEmptySubsequences: false) {
      "._, ".contains($0)
    }
    guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }), let value = Int64(groups.joined())
    else { return nil }
    return isNegative ? -value : value
  }

  /// Octal, hexadecimal, grouped, sexagesimal and fractional: a digit or point first, then what numbers are made of.
  private static func looksNumeric(_ bytes: [UInt8]) -> Bool {
    var digits = bytes[...]
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { digits.removeFirst() }
    guard let first = digits.first, isDigit(first) || first == UInt8(ascii: "."), digits.contains(where: isDigit) else {
      return false
    }
    let marks = Array("._:,eE+xXoO".utf8)
    let hexadecimal = digits.dropFirst().first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
    return digits.allSatisfy { byte in
      isDigit(byte) || marks.contains(byte)
        || (hexadecimal && (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20))
    }
  }
}
