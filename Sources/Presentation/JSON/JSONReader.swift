import Coding

/// Why a text is not JSON, and where: line and column count from 1, columns in code points.
public struct JSONError: Error {
  public let phrase: Phrase
  public let line: Int
  public let column: Int

  public init(phrase: Phrase, line: Int, column: Int) {
    self.phrase = phrase
    self.line = line
    self.column = column
  }
}

/// Reads JSON strictly (RFC 8259): every key once, numbers whole and in 64 bits, at most 32 levels.
public struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private static let maximumDepth = 32

  /// Reads one value that takes up all the bytes.
  public static func read(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    var reader = JSONReader(bytes: bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.count else {
      throw reader.error("ada sesuatu setelah akhir JSON; hapus", "there is something after the JSON's end; remove it")
    }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  // MARK: Values

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case let byte? where Array("-0123456789".utf8).contains(byte): return .int(try number())
    case nil: throw error("JSON berakhir terlalu dini; lengkapi", "the JSON ends too early; complete it")
    default:
      if take("true") { return true }
      if take("false") { return false }
      if take("null") { return nil }
      throw error(
        "di sini harus ada nilai JSON; beri tanda kutip ganda pada teks",
        "there should be a JSON value here; put text in double quotes")
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw error(
        "JSON bersarang lebih dari \(Self.maximumDepth) tingkat; sederhanakan",
        "the JSON is nested deeper than \(Self.maximumDepth) levels; make it flatter")
    }
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func array() throws(JSONError) -> JSON {
    var elements: [JSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      elements.append(try value())
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw error("di sini harus ada ',' atau ']'", "there should be ',' or ']' here") }
    }
  }

  private mutating func object() throws(JSONError) -> JSON {
    var members: [JSON.Member] = []
    var keys: Set<[UInt8]> = []
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      skipSpace()
      let start = position
      guard next == UInt8(ascii: "\"") else {
        throw error(
          "di sini harus ada kunci dalam tanda kutip ganda", "there should be a key in double quotes here")
      }
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else {
        position = start
        throw error("kunci \"\(key)\" ditulis dua kali; sisakan satu", "key \"\(key)\" is written twice; keep one")
      }
      skipSpace()
      guard take(":") else { throw error("di sini harus ada ':'", "there should be ':' here") }
      members.append(JSON.Member(key: key, value: try value()))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw error("di sini harus ada ',' atau '}'", "there should be ',' or '}' here") }
    }
  }

  private mutating func number() throws(JSONError) -> Int64 {
    let start = position
    let isPart = { (byte: UInt8) in Array("+-.eE0123456789".utf8).contains(byte) }
    while let byte = next, isPart(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    guard let value = Int64(text), text.utf8.first != UInt8(ascii: "+"),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else {
      position = start
      throw error(
        "'\(text)' bukan bilangan bulat 64-bit; tulis tanpa pecahan, pangkat, atau nol di depan",
        "'\(text)' is no 64-bit whole number; write it without fraction, exponent or leading zero")
    }
    return value
  }
}

// MARK: - Strings

extension JSONReader {
  private mutating func string() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    let start = position
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else {
        throw error(
          "teks memuat karakter kendali; tulis sebagai \\n, \\t atau \\u00XX",
          "a string has a control character; write it as \\n, \\t or \\u00XX")
      }
      position += 1
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    guard next != nil else {
      position = start - 1
      throw error("tanda kutip ini tidak ditutup", "this quote is never closed")
    }
    guard let value = String(validating: text, as: UTF8.self) else {
      position = start
      throw error("teks ini bukan UTF-8; simpan berkas sebagai UTF-8", "this text is not UTF-8; save the file as UTF-8")
    }
    position += 1
    return value
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    let short: [(sign: UInt8, byte: UInt8)] = [
      (UInt8(ascii: "\""), 0x22), (UInt8(ascii: "\\"), 0x5C), (UInt8(ascii: "/"), 0x2F), (UInt8(ascii: "b"), 0x08),
      (UInt8(ascii: "f"), 0x0C), (UInt8(ascii: "n"), 0x0A), (UInt8(ascii: "r"), 0x0D), (UInt8(ascii: "t"), 0x09),
    ]
    if let match = short.first(where: { $0.sign == next }) {
      position += 1
      return [match.byte]
    }
    guard take("u"), let unit = hexadecimal() else { throw unknownEscape() }
    var value = UInt32(unit)
    if (0xD800..<0xDC00).contains(unit) {
      guard take("\\u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { throw unknownEscape() }
      value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw unknownEscape() }
    return Array(UTF8.encode(scalar)!)
  }

  private mutating func hexadecimal() -> UInt16? {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    position += 4
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private func unknownEscape() -> JSONError {
    error(
      #"urutan ini tidak dikenal JSON; garis miring terbalik ditulis "\\""#,
      #"JSON knows no such escape; a backslash is written "\\""#)
  }

  private func error(_ indonesian: String, _ english: String) -> JSONError {
    var line = 1
    var column = 1
    for byte in bytes.prefix(position) {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONError(phrase: Phrase(indonesian, english), line: line, column: column)
  }
}
