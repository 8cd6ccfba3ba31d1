import Coding

struct Token {
  let kind: Kind
  /// Byte offsets in the source.
  let start: Int
  let end: Int

  enum Kind: Equatable {
    case name(Text)
    /// A name between backquotes, which may only follow a dot.
    case quotedName(Text)
    /// The magnitude: a sign before it is an operator.
    case int(UInt64)
    case string(Text)
    case symbol(Symbol)
    case end
  }

  enum Symbol: UInt8 {
    case openParen, closeParen, openBracket, closeBracket, openBrace, closeBrace
    case comma, dot, colon, question
    case not, minus, plus, star, slash, percent
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, and, or
  }
}
