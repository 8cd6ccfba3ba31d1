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

  /// What is wrong where a whole expression has ended and more stands behind it; often an operator in words.
  static func leftOver(_ token: Token) -> Phrase {
    let ended = Phrase("ekspresi sudah berakhir sebelum ini", "the expression ends before this")
    guard case .name(let name) = token.kind else { return ended }
    switch name {
    case "and", "AND", "dan": return ended + Phrase("; tulis '&&'", "; write '&&'")
    case "or", "OR", "atau": return ended + Phrase("; tulis '||'", "; write '||'")
    default: return ended
    }
  }
}
