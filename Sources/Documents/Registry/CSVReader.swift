import Coding

/// Reads comma-separated values (RFC 4180) row by row, in UTF-8, without copying: `\n` and `\r\n` end lines, `"` quotes
/// a field, `""` is a quote inside quotes. As spreadsheets save them, a byte order mark may stand at the beginning, and
/// where the header is separated by semicolons all rows are.
///
/// Its memory belongs to the caller and must outlive it.
struct CSVReader {
  let file: String
  private let bytes: UnsafeRawBufferPointer
  private let separator: UInt8
  /// Where the first row starts.
  private let beginning: Int
  /// Where the next row starts.
  private var position: Int
  private var nextLine = 1
  private var rowStart = 0

  /// The first line of the row read last; a quoted field may hold more lines.
  private(set) var line = 0
  private var fields: [Field] = []
  /// Fields with doubled quotes, single again.
  private var unquoted: [UInt8] = []

  private struct Field {
    let start: Int
    let end: Int
    /// Whether `start..<end` is in `unquoted`.
    let isUnquoted: Bool
    /// Where the field begins in the file.
    let place: Int
  }

  /// - Throws: for UTF-16, and lines that end as they did on old Macintoshes.
  init(file: String, bytes: UnsafeRawBufferPointer) throws(DocumentError) {
    self.file = file
    self.bytes = bytes
    beginning = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    position = beginning
    let header = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let hasSemicolons = header.contains(UInt8(ascii: ";")) && !header.contains(UInt8(ascii: ","))
    separator = UInt8(ascii: hasSemicolons ? ";" : ",")
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]), !bytes.prefix(4).contains(0) else {
      throw saved(Phrase("berkas disimpan sebagai UTF-16", "the file was saved as UTF-16"))
    }
    if let end = header.firstIndex(of: UInt8(ascii: "\r")), end + 1 < header.endIndex {
      throw saved(Phrase("baris berkas ini berakhir dengan CR saja", "the file's lines end with CR alone"))
    }
  }

  private func saved(_ how: Phrase) -> DocumentError {
    let remedy = Phrase("simpan sebagai 'CSV UTF-8'", "save it as 'CSV UTF-8'")
    return DocumentError([Diagnostic(file: file, place: .start, message: how, remedy: remedy, excerpt: "")])
  }

  /// How many fields the row has.
  var count: Int { fields.count }

  /// Moves to the next row. False at the end of the file.
  mutating func next() throws(DocumentError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    guard position < bytes.count else { return false }
    line = nextLine
    rowStart = position
    while try field() {}
    return true
  }

  /// The bytes of one field; they hold until the next row is read.
  func withField<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let field = fields[index]
    if field.isUnquoted {
      return unquoted.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[field.start..<field.end])) }
    }
    return body(UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end]))
  }

  func text(_ index: Int) -> String {
    withField(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// What is wrong with a row that has not as many fields as the header.
  func uneven(_ columns: Int) -> Diagnostic {
    if count == 1, withField(0, \.isEmpty) {
      return diagnostic(at: 0, Phrase("baris ini kosong", "the row is empty"), Phrase("hapus barisnya", "delete it"))
    }
    return diagnostic(
      at: 0,
      Phrase("baris berisi \(count) kolom, judulnya \(columns)", "the row has \(count) fields, the header \(columns)"),
      Phrase("lengkapi atau beri kutip kolom baris ini", "fill in or quote the row's fields"))
  }

  /// What is wrong with a first line that names none of the columns.
  func headless(_ known: [String]) -> Diagnostic {
    let header = known.joined(separator: ",")
    return diagnostic(
      at: 0, Phrase("baris pertama bukan judul kolom", "the first line is no header of columns"),
      Phrase("awali berkas dengan baris \(header)", "begin the file with the line \(header)"))
  }

  func diagnostic(at index: Int, _ message: Phrase, _ remedy: Phrase) -> Diagnostic {
    diagnostic(atByte: index < fields.count ? fields[index].place : position, message, remedy)
  }
}

// MARK: - Fields

extension CSVReader {
  /// Reads one field and what ends it; true where another field follows.
  private mutating func field() throws(DocumentError) -> Bool {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case separator, UInt8(ascii: "\n"):
        return ended(start..<position)
      case UInt8(ascii: "\""):
        throw error(
          Phrase("ada tanda kutip di dalam kolom tanpa kutip", "a quote stands inside a field without quotes"),
          Phrase("beri kutip pada kolom dan gandakan tanda kutipnya", "put the field in quotes and double the quote"))
      default: position += 1
      }
    }
    return ended(start..<position)
  }

  private mutating func quotedField() throws(DocumentError) -> Bool {
    let opening = position
    var start = position + 1
    var scratch: Int?
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") { nextLine += 1 }
      guard byte == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") {
        if scratch == nil { scratch = unquoted.count }
        unquoted.append(contentsOf: bytes[start...position])
        position += 2
        start = position
        continue
      }
      let end = position
      position += 1
      if let scratch {
        unquoted.append(contentsOf: bytes[start..<end])
        fields.append(Field(start: scratch, end: unquoted.count, isUnquoted: true, place: opening))
      } else {
        fields.append(Field(start: start, end: end, isUnquoted: false, place: opening))
      }
      return try afterQuotes()
    }
    position = opening
    throw error(
      Phrase("tanda kutip ini tidak ditutup", "this quote is never closed"),
      Phrase("tutup, atau hapus", "close it, or remove it"))
  }

  /// Steps over what must follow a closing quote.
  private mutating func afterQuotes() throws(DocumentError) -> Bool {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    guard byte == separator || byte == UInt8(ascii: "\n") else {
      throw error(
        Phrase("ada sesuatu setelah kutip penutup", "something follows a closing quote"),
        Phrase("gandakan kutipnya bila termasuk teks", "double the quote if it belongs to the text"))
    }
    return step(over: byte)
  }

  private mutating func ended(_ range: Range<Int>) -> Bool {
    var end = range.upperBound
    let byte = end < bytes.count ? bytes[end] : UInt8(ascii: "\n")
    if byte == UInt8(ascii: "\n"), end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    fields.append(Field(start: range.lowerBound, end: end, isUnquoted: false, place: range.lowerBound))
    return step(over: byte)
  }

  private mutating func step(over byte: UInt8) -> Bool {
    position += 1
    if byte == separator { return true }
    nextLine += 1
    return false
  }
}

// MARK: - Diagnostics

extension CSVReader {
  private func error(_ message: Phrase, _ remedy: Phrase) -> DocumentError {
    DocumentError([diagnostic(atByte: position, message, remedy)])
  }

  private func diagnostic(atByte offset: Int, _ message: Phrase, _ remedy: Phrase) -> Diagnostic {
    let offset = min(offset, bytes.count)
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? min(beginning, offset)
    let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let text = String(decoding: bytes[start..<min(end, start + 4096)], as: UTF8.self)
    let column = String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars.count + 1
    let source = SourceText(file: file, text: text)
    let breaks = bytes[min(rowStart, start)..<start].count { $0 == UInt8(ascii: "\n") }
    let place = Diagnostic.Place(line: 1, column: column)
    return source.diagnostic(at: place, onLine: max(line, 1) + breaks, message, remedy)
  }
}
