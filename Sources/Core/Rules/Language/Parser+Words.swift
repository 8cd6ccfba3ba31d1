import Coding

// Words that are no names, and what is said more than once.

extension Parser {
  static let optionalValue = Phrase(
    "nilai opsional tidak termasuk profil", "optional values are outside the profile")
  static let tooLarge = Phrase("bilangan ini tidak muat dalam 64 bit", "this number does not fit in 64 bits")
  static let namedMessage = Phrase(
    "nilai dari tipe pesan bernama tidak termasuk profil: baca catatan, jangan membuatnya",
    "values of a named message type are outside the profile: read records, do not build them")

  static let openParen = Phrase("'(' ini tidak ditutup dengan ')'", "this '(' is never closed with ')'")
  static let openBracket = Phrase("'[' ini tidak ditutup dengan ']'", "this '[' is never closed with ']'")
  static let openBrace = Phrase("'{' ini tidak ditutup dengan '}'", "this '{' is never closed with '}'")

  static let keywords: [Text] = ["true", "false", "null", "in"]
  static let reserved: [Text] = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]
}
