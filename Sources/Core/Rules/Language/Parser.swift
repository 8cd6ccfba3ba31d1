import Coding

/// Recursive descent over the grammar of the CEL language definition, within the profile's limits.
struct Parser {
  private let source: Text
  private var lexer: Lexer
  private var token: Token
  private var nodes = 0
  private var nesting = 0

  static func parse(_ source: Text) throws(RuleError) -> Expression {
    let codePoints = source.utf8.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    guard codePoints <= Profile.maxCodePoints else {
      throw RuleError(
        .parse,
        Phrase(
          "aturan paling panjang \(String(Profile.maxCodePoints)) karakter; yang ini \(String(codePoints))",
          "a rule has at most \(String(Profile.maxCodePoints)) characters; this one has \(String(codePoints))"))
    }
    var parser = try Parser(source)
    let expression = try parser.expression()
    guard parser.token.kind == .end else { throw parser.error(leftOver(parser.token), at: parser.token.start) }
    guard expression.macroNesting <= Profile.maxMacroNesting else {
      throw parser.error(
        Phrase(
          "all, exists, filter dan map boleh bersarang sedalam \(String(Profile.maxMacroNesting))",
          "all, exists, filter and map may be nested \(String(Profile.maxMacroNesting)) deep"), at: expression.offset)
    }
    return expression
  }

  private init(_ source: Text) throws(RuleError) {
    self.source = source
    lexer = Lexer(source)
    token = try lexer.next()
  }

  func error(_ message: Phrase, at offset: Int) -> RuleError {
    RuleError(.parse, message, in: source, at: offset)
  }

  func outside(_ message: Phrase, at offset: Int) -> RuleError {
    RuleError(.type, message, in: source, at: offset)
  }

  private func unexpected(_ message: Phrase) -> RuleError {
    guard token.kind == .end else { return error(message, at: token.start) }
    return error(
      Phrase("ekspresi berhenti terlalu awal: ", "the expression stops too early: ") + message, at: token.start)
  }
}

// MARK: - Tokens and nodes

extension Parser {
  private mutating func advance() throws(RuleError) {
    token = try lexer.next()
  }

  private func at(_ symbol: Token.Symbol) -> Bool { token.kind == .symbol(symbol) }

  private mutating func take(_ symbol: Token.Symbol) throws(RuleError) -> Bool {
    guard at(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ symbol: Token.Symbol, _ message: Phrase) throws(RuleError) {
    guard try take(symbol) else { throw unexpected(message) }
  }

  private func atName(_ name: Text) -> Bool { token.kind == .name(name) }

  mutating func node(
    _ node: Expression.Node, at offset: Int, over children: [Expression], inside: Expression? = nil
  ) throws(RuleError) -> Expression {
    nodes += 1
    guard nodes <= Profile.maxNodes else {
      throw error(
        Phrase(
          "aturan paling banyak \(String(Profile.maxNodes)) bagian: pecah menjadi beberapa aturan",
          "a rule has at most \(String(Profile.maxNodes)) parts: split it into several rules"), at: offset)
    }
    var height = inside.map { $0.height + 1 } ?? 0
    var macros = inside.map { $0.macroNesting + 1 } ?? 0
    for child in children {
      height = max(height, child.height + 1)
      macros = max(macros, child.macroNesting)
    }
    guard height <= Profile.maxDepth else { throw tooDeep(at: offset) }
    return Expression(node: node, offset: offset, height: height, macroNesting: macros)
  }

  private func tooDeep(at offset: Int) -> RuleError {
    error(
      Phrase(
        "aturan paling dalam \(String(Profile.maxDepth)) tingkat; pecah menjadi beberapa aturan",
        "a rule is at most \(String(Profile.maxDepth)) levels deep; split it into several rules"), at: offset)
  }

  /// Parses what stands between brackets, bounding the recursion.
  private mutating func nested(at offset: Int) throws(RuleError) -> Expression {
    guard nesting < Profile.maxDepth else { throw tooDeep(at: offset) }
    nesting += 1
    defer { nesting -= 1 }
    return try expression()
  }
}

// MARK: - Operators

extension Parser {
  private mutating func expression() throws(RuleError) -> Expression {
    let condition = try disjunction()
    let offset = token.start
    guard try take(.question) else { return condition }
    let then = try disjunction()
    try expect(
      .colon,
      Phrase(
        "percabangan ditulis 'syarat ? ini : itu', dan ':' tidak ada",
        "a condition is written 'test ? this : that', and the ':' is missing"))
    let otherwise = try nested(at: offset)
    return try node(
      .conditional(condition, then: then, else: otherwise), at: offset, over: [condition, then, otherwise])
  }

  private mutating func disjunction() throws(RuleError) -> Expression {
    var operands = [try conjunction()]
    let offset = token.start
    while try take(.or) { operands.append(try conjunction()) }
    return operands.count == 1 ? operands[0] : try node(.or(operands), at: offset, over: operands)
  }

  private mutating func conjunction() throws(RuleError) -> Expression {
    var operands = [try binary(0)]
    let offset = token.start
    while try take(.and) { operands.append(try binary(0)) }
    return operands.count == 1 ? operands[0] : try node(.and(operands), at: offset, over: operands)
  }

  private static let levels = 3

  /// Left-associative operators: relations, then sums, then products.
  private mutating func binary(_ level: Int) throws(RuleError) -> Expression {
    guard level < Parser.levels else { return try unary() }
    var left = try binary(level + 1)
    while let operation = binaryOperator(level) {
      let offset = token.start
      try advance()
      let right = try binary(level + 1)
      left = try node(.binary(operation, left, right), at: offset, over: [left, right])
    }
    return left
  }

  private func binaryOperator(_ level: Int) -> BinaryOperator? {
    guard case .symbol(let symbol) = token.kind else { return level == 0 && atName("in") ? .in : nil }
    switch (level, symbol) {
    case (0, .equal): return .equal
    case (0, .notEqual): return .notEqual
    case (0, .less): return .less
    case (0, .lessOrEqual): return .lessOrEqual
    case (0, .greater): return .greater
    case (0, .greaterOrEqual): return .greaterOrEqual
    case (1, .plus): return .add
    case (1, .minus): return .subtract
    case (2, .star): return .multiply
    case (2, .slash): return .divide
    case (2, .percent): return .remainder
    default: return nil
    }
  }

  /// An even number of the same sign cancels out, as in the reference implementations.
  private mutating func unary() throws(RuleError) -> Expression {
    let offset = token.start
    for sign in [Token.Symbol.not, .minus] where at(sign) {
      var odd = false
      while try take(sign) { odd.toggle() }
      if sign == .minus, case .int(let magnitude) = token.kind {
        return try signedNumber(magnitude, negative: odd, at: offset)
      }
      let operand = try member()
      guard odd else { return operand }
      return try node(sign == .not ? .not(operand) : .negate(operand), at: offset, over: [operand])
    }
    return try member()
  }

  /// The sign belongs to the literal, so that the lowest number can be written.
  private mutating func signedNumber(
    _ magnitude: UInt64, negative: Bool, at offset: Int
  ) throws(RuleError) -> Expression {
    try advance()
    let value: Int64
    if negative {
      value = Int64(bitPattern: 0 &- magnitude)
    } else {
      guard let positive = Int64(exactly: magnitude) else {
        throw error(Parser.tooLarge, at: offset)
      }
      value = positive
    }
    return try members(of: try node(.int(value), at: offset, over: []))
  }
}

// MARK: - Members and primaries

extension Parser {
  private mutating func member() throws(RuleError) -> Expression {
    try members(of: try primary())
  }

  private mutating func members(of start: Expression) throws(RuleError) -> Expression {
    var result = start
    while true {
      let offset = token.start
      if try take(.dot) {
        result = try selection(of: result)
      } else if try take(.openBracket) {
        if at(.question) {
          throw outside(
            Parser.optionalValue, at: token.start)
        }
        let index = try nested(at: offset)
        try expect(.closeBracket, Parser.openBracket)
        result = try node(.index(result, index), at: offset, over: [result, index])
      } else if at(.openBrace), case .name = result.node {
        throw outside(
          Parser.namedMessage, at: offset)
      } else if at(.openBrace), case .select = result.node {
        throw outside(
          Parser.namedMessage, at: offset)
      } else {
        return result
      }
    }
  }

  private mutating func selection(of target: Expression) throws(RuleError) -> Expression {
    let offset = token.start
    switch token.kind {
    case .symbol(.question):
      throw outside(
        Parser.optionalValue, at: offset)
    case .quotedName(let field):
      try advance()
      return try node(.select(target, field: field), at: offset, over: [target])
    case .name(let name):
      guard !Parser.keywords.contains(name) else {
        throw error(
          Phrase("'\(name)' adalah kata milik bahasa aturan", "'\(name)' is a word of the language"), at: offset)
      }
      try advance()
      guard try take(.openParen) else { return try node(.select(target, field: name), at: offset, over: [target]) }
      let arguments = try list(
        until: .closeParen, Parser.openParen, at: offset)
      if let macro = try macro(name, of: target, arguments, at: offset) { return macro }
      return try node(.call(name, target: target, arguments: arguments), at: offset, over: [target] + arguments)
    default:
      throw unexpected(
        Phrase("setelah '.' harus ada nama bidang atau fungsi", "a field or function name belongs after the '.'"))
    }
  }

  private mutating func primary() throws(RuleError) -> Expression {
    let offset = token.start
    switch token.kind {
    case .int(let magnitude):
      return try literal(magnitude, at: offset)
    case .string(let text):
      try advance()
      return try node(.string(text), at: offset, over: [])
    case .name(let name):
      return try named(name, at: offset)
    case .symbol(.dot):
      throw outside(
        Phrase(
          "ruang nama tidak termasuk profil: tulis nama tanpa '.' di depannya",
          "name spaces are outside the profile: write the name without a '.' before it"), at: offset)
    case .symbol(.openParen):
      try advance()
      let inner = try nested(at: offset)
      try expect(.closeParen, Parser.openParen)
      return inner
    case .symbol(.openBracket):
      try advance()
      let elements = try list(
        until: .closeBracket, Parser.openBracket,
        at: offset)
      return try node(.list(elements), at: offset, over: elements)
    case .symbol(.openBrace):
      return try mapLiteral(at: offset)
    case .quotedName:
      throw error(
        Phrase("nama dalam tanda petik miring hanya boleh setelah '.'", "a name in backquotes can only follow a '.'"),
        at: offset)
    default:
      throw unexpected(Phrase("di sini kurang sebuah nilai", "a value is missing here"))
    }
  }

  private mutating func literal(_ magnitude: UInt64, at offset: Int) throws(RuleError) -> Expression {
    guard let value = Int64(exactly: magnitude) else {
      throw error(Parser.tooLarge, at: offset)
    }
    try advance()
    return try node(.int(value), at: offset, over: [])
  }

  private mutating func named(_ name: Text, at offset: Int) throws(RuleError) -> Expression {
    if name == "true" || name == "false" {
      try advance()
      return try node(.bool(name == "true"), at: offset, over: [])
    }
    if name == "null" {
      throw outside(
        Phrase(
          "null tidak termasuk profil: tanyakan has(catatan.bidang)",
          "null is outside the profile: ask has(record.field)"), at: offset)
    }
    guard name != "in" else {
      throw unexpected(Phrase("sebelum 'in' kurang sebuah nilai", "a value is missing before 'in'"))
    }
    guard !Parser.reserved.contains(name) else {
      throw error(
        Phrase(
          "'\(name)' sudah dicadangkan dan tidak boleh menjadi nama", "'\(name)' is reserved and cannot be a name"),
        at: offset)
    }
    try advance()
    guard try take(.openParen) else { return try node(.name(name), at: offset, over: []) }
    let arguments = try list(
      until: .closeParen, Parser.openParen, at: offset)
    guard name == "has" else {
      return try node(.call(name, target: nil, arguments: arguments), at: offset, over: arguments)
    }
    guard arguments.count == 1, case .select(let record, let field) = arguments[0].node else {
      throw error(
        Phrase(
          "has() menanyakan satu bidang, seperti has(family.decile)",
          "has() asks about one field, as in has(family.decile)"), at: offset)
    }
    return try node(.has(record, field: field), at: offset, over: [record])
  }

  /// Comma-separated expressions up to a closing bracket; a comma may follow the last.
  private mutating func list(
    until close: Token.Symbol, _ message: Phrase, at offset: Int
  ) throws(RuleError) -> [Expression] {
    var elements: [Expression] = []
    while try !take(close) {
      if at(.question) {
        throw outside(
          Parser.optionalValue, at: token.start)
      }
      elements.append(try nested(at: offset))
      if try take(close) { break }
      try expect(.comma, message)
      if close == .closeParen, at(close) {
        throw unexpected(Phrase("setelah ',' kurang sebuah argumen", "an argument is missing after the ','"))
      }
    }
    return elements
  }

  private mutating func mapLiteral(at offset: Int) throws(RuleError) -> Expression {
    try advance()
    var entries: [(key: Expression, value: Expression)] = []
    while try !take(.closeBrace) {
      if at(.question) {
        throw outside(
          Parser.optionalValue, at: token.start)
      }
      let key = try nested(at: offset)
      try expect(
        .colon,
        Phrase(
          "isi peta ditulis 'kunci': nilai, dan ':' tidak ada",
          "an entry of a map is written 'key': value, and the ':' is missing"))
      entries.append((key, try nested(at: offset)))
      if try take(.closeBrace) { break }
      try expect(.comma, Parser.openBrace)
    }
    return try node(.map(entries), at: offset, over: entries.flatMap { [$0.key, $0.value] })
  }
}
