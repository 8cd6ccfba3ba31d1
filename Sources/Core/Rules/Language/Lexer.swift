import Coding

/// Splits a rule's source into tokens, refusing what the profile leaves out with the reason.
struct Lexer {
  let source: Text
  private let bytes: [UInt8]
  private var position = 0

  init(_ source: Text) {
    self.source = source
    bytes = source.utf8
  }

  mutating func next() throws(RuleError) -> Token {
    skipBlanks()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, start: start, end: start) }
    let kind: Token.Kind
    if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) {
      kind = try number()
    } else if let prefix = stringPrefix() {
      kind = try string(prefix)
    } else if isNameStart(byte) {
      while isNamePart(peek()) { position += 1 }
      kind = .name(Text(validated: bytes[start..<position]))
    } else if byte == UInt8(ascii: "`") {
      kind = try quotedName()
    } else {
      kind = .symbol(try symbol())
    }
    return Token(kind: kind, start: start, end: position)
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private func error(_ message: Phrase, at offset: Int) -> RuleError {
    RuleError(.parse, message, in: source, at: offset)
  }

  private func outside(_ message: Phrase, at offset: Int) -> RuleError {
    RuleError(.type, message, in: source, at: offset)
  }

  private mutating func skipBlanks() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C:
        position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
      default:
        return
      }
    }
  }
}

// MARK: - Symbols and names

extension Lexer {
  private mutating func symbol() throws(RuleError) -> Token.Symbol {
    let start = position
    let byte = bytes[start]
    let second = peek(1)
    position += 1
    func pair(_ wanted: Character, _ symbol: Token.Symbol) -> Token.Symbol? {
      second == wanted.asciiValue ? symbol : nil
    }
    var double: Token.Symbol?
    var single: Token.Symbol?
    switch byte {
    case UInt8(ascii: "("): single = .openParen
    case UInt8(ascii: ")"): single = .closeParen
    case UInt8(ascii: "["): single = .openBracket
    case UInt8(ascii: "]"): single = .closeBracket
    case UInt8(ascii: "{"): single = .openBrace
    case UInt8(ascii: "}"): single = .closeBrace
    case UInt8(ascii: ","): single = .comma
    case UInt8(ascii: "."): single = .dot
    case UInt8(ascii: ":"): single = .colon
    case UInt8(ascii: "?"): single = .question
    case UInt8(ascii: "-"): single = .minus
    case UInt8(ascii: "+"): single = .plus
    case UInt8(ascii: "*"): single = .star
    case UInt8(ascii: "/"): single = .slash
    case UInt8(ascii: "%"): single = .percent
    case UInt8(ascii: "!"): (single, double) = (.not, pair("=", .notEqual))
    case UInt8(ascii: "<"): (single, double) = (.less, pair("=", .lessOrEqual))
    case UInt8(ascii: ">"): (single, double) = (.greater, pair("=", .greaterOrEqual))
    case UInt8(ascii: "="): double = pair("=", .equal)
    case UInt8(ascii: "&"): double = pair("&", .and)
    case UInt8(ascii: "|"): double = pair("|", .or)
    default: break
    }
    if let double {
      position += 1
      return double
    }
    if let single { return single }
    switch byte {
    case UInt8(ascii: "=") where second == UInt8(ascii: "<") || second == UInt8(ascii: ">"):
      let wanted = second == UInt8(ascii: "<") ? "<=" : ">="
      throw error(
        Phrase(
          "tanda pembandingnya terbalik; tulis '\(wanted)'", "this comparison is the wrong way round; write '\(wanted)'"
        ),
        at: start)
    case UInt8(ascii: "="):
      throw error(
        Phrase(
          "satu '=' tidak berarti apa-apa di sini; bandingkan dengan '=='",
          "a single '=' means nothing here; compare with '=='"), at: start)
    case UInt8(ascii: "&"):
      throw error(
        Phrase("satu '&' tidak berarti apa-apa di sini; tulis '&&'", "a single '&' means nothing here; write '&&'"),
        at: start)
    case UInt8(ascii: "|"):
      throw error(
        Phrase("satu '|' tidak berarti apa-apa di sini; tulis '||'", "a single '|' means nothing here; write '||'"),
        at: start)
    case 0xE2 where second == 0x80 && peek(1).map { (0x98...0x9F).contains($0) } ?? false:
      throw error(
        Phrase("ini tanda kutip melengkung; tulis yang lurus: '", "this is a curly quote; write a straight one: '"),
        at: start)
    default: throw error(Phrase("tanda ini tidak boleh ada di sini", "this character cannot stand here"), at: start)
    }
  }

  private mutating func quotedName() throws(RuleError) -> Token.Kind {
    let start = position
    position += 1
    while let byte = peek(), byte != UInt8(ascii: "`") {
      guard isNamePart(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), 0x20].contains(byte) else {
        throw error(
          Phrase(
            "nama dalam tanda petik miring berisi huruf, angka, '_', '.', '-', '/' dan spasi",
            "a name in backquotes holds letters, digits, '_', '.', '-', '/' and spaces"), at: position)
      }
      position += 1
    }
    guard peek() != nil, position > start + 1 else {
      throw error(
        Phrase(
          "nama dalam tanda petik miring ini kosong atau tidak ditutup", "this backquoted name is empty or never closed"
        ), at: start)
    }
    position += 1
    return .quotedName(Text(validated: bytes[start + 1..<position - 1]))
  }
}

// MARK: - Numbers

extension Lexer {
  private mutating func number() throws(RuleError) -> Token.Kind {
    let start = position
    var value: UInt64 = 0
    var overflow = false
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") {
      position += 2
      guard hexDigit(peek()) != nil else {
        throw error(
          Phrase("'0x' harus diikuti angka heksadesimal", "'0x' needs hexadecimal digits after it"), at: start)
      }
      while let digit = hexDigit(peek()) {
        overflow = overflow || value >> 60 != 0
        value = value << 4 | UInt64(digit)
        position += 1
      }
    } else {
      while let byte = peek(), isDigit(byte) {
        let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
        (value, overflow) = (sum, overflow || tooBig || carried)
        position += 1
      }
      if (peek() == UInt8(ascii: ".") && isDigit(peek(1))) || peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E")
      {
        throw outside(
          Phrase(
            "bilangan dengan pecahan atau pangkat tidak termasuk profil: semua bilangan bulat",
            "numbers with a fraction or exponent are outside the profile: all numbers are whole"), at: start)
      }
    }
    if peek() == UInt8(ascii: "u") || peek() == UInt8(ascii: "U") {
      throw outside(
        Phrase(
          "bilangan tanpa tanda tidak termasuk profil: hapus 'u'",
          "unsigned numbers are outside the profile: leave out the 'u'"), at: start)
    }
    guard !isNamePart(peek()) else {
      throw error(
        Phrase("bilangan berakhir di tempat huruf mengikutinya", "a number ends where a letter follows it"),
        at: position)
    }
    guard !overflow, value <= 1 << 63 else {
      throw error(Phrase("bilangan ini tidak muat dalam 64 bit", "this number does not fit in 64 bits"), at: start)
    }
    return .int(value)
  }
}

// MARK: - Strings

extension Lexer {
  private struct StringPrefix {
    var length = 0
    var raw = false
    var bytes = false
  }

  /// The letters before a quote, when a string starts here.
  private func stringPrefix() -> StringPrefix? {
    var prefix = StringPrefix()
    while prefix.length < 3, let byte = peek(prefix.length) {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): return prefix
      case UInt8(ascii: "r") where !prefix.raw, UInt8(ascii: "R") where !prefix.raw: prefix.raw = true
      case UInt8(ascii: "b") where !prefix.bytes, UInt8(ascii: "B") where !prefix.bytes: prefix.bytes = true
      default: return nil
      }
      prefix.length += 1
    }
    return nil
  }

  private mutating func string(_ prefix: StringPrefix) throws(RuleError) -> Token.Kind {
    let start = position
    guard !prefix.bytes else {
      throw outside(
        Phrase(
          "bita tidak termasuk profil: tulis teks tanpa 'b'",
          "bytes are outside the profile: write a string without 'b'"), at: start)
    }
    position += prefix.length
    let quote = bytes[position]
    let triple = peek(1) == quote && peek(2) == quote
    position += triple ? 3 : 1
    var content: [UInt8] = []
    while let byte = peek() {
      if byte == quote, !triple || (peek(1) == quote && peek(2) == quote) {
        position += triple ? 3 : 1
        return .string(Text(validated: content[...]))
      }
      if !triple, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      if byte == UInt8(ascii: "\\"), !prefix.raw {
        try escape(into: &content)
      } else {
        content.append(byte)
        position += 1
      }
    }
    throw error(Phrase("teks ini tidak ditutup", "this string is never closed"), at: start)
  }

  private mutating func escape(into content: inout [UInt8]) throws(RuleError) {
    let start = position
    guard let letter = peek(1) else {
      throw error(Phrase("teks ini tidak ditutup", "this string is never closed"), at: start)
    }
    position += 2
    switch letter {
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      content.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): try codePoint(digits: 2, base: 16, from: start, into: &content)
    case UInt8(ascii: "u"): try codePoint(digits: 4, base: 16, from: start, into: &content)
    case UInt8(ascii: "U"): try codePoint(digits: 8, base: 16, from: start, into: &content)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      try codePoint(digits: 3, base: 8, from: start, into: &content)
    default:
      throw error(
        Phrase(
          "urutan ini tidak dikenal; garis miring terbalik ditulis '\\\\'",
          "this is no escape sequence; a backslash itself is written '\\\\'"), at: start)
    }
  }

  private mutating func codePoint(
    digits: Int, base: UInt32, from start: Int, into content: inout [UInt8]
  ) throws(RuleError) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = hexDigit(peek()), digit < base else {
        throw error(
          Phrase(
            "urutan ini memerlukan \(String(digits)) angka berbasis \(String(base))",
            "this escape sequence needs \(String(digits)) digits in base \(String(base))"), at: start)
      }
      value = value &* base &+ digit
      position += 1
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw error(
        Phrase("urutan ini bukan titik kode Unicode", "this escape sequence names no Unicode code point"), at: start)
    }
    content.append(contentsOf: UTF8.encode(scalar)!)
  }
}

// MARK: - Character classes

private func isDigit(_ byte: UInt8?) -> Bool {
  guard let byte else { return false }
  return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

private func isNameStart(_ byte: UInt8?) -> Bool {
  guard let byte else { return false }
  return byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
}

private func isNamePart(_ byte: UInt8?) -> Bool { isNameStart(byte) || isDigit(byte) }

private func hexDigit(_ byte: UInt8?) -> UInt32? {
  guard let byte else { return nil }
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): return UInt32(byte - UInt8(ascii: "a")) + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): return UInt32(byte - UInt8(ascii: "A")) + 10
  default: return nil
  }
}

extension Text {
  /// Text from bytes already known to be well-formed UTF-8.
  init(validated utf8: ArraySlice<UInt8>) {
    self = Text(validating: Array(utf8)) ?? Text("")
  }
}
