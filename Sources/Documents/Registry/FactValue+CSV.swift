import Coding
import Model
import Rules

/// Why a cell holds no value of its field.
public struct CellProblem: Error {
  public let message: Phrase
  public let remedy: Phrase
}

extension FactValue {
  /// Reads a value as a cell would hold it.
  public init(text: String, of field: RecordType.Field) throws(CellProblem) {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBytes { cell in
      do throws(CellProblem) {
        return Result<FactValue, CellProblem>.success(try FactValue(cell: cell, of: field))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Reads one cell. An empty cell is an absent value, where the field may be absent.
  init(cell: UnsafeRawBufferPointer, of field: RecordType.Field) throws(CellProblem) {
    if cell.isEmpty {
      guard field.optional else {
        throw CellProblem(
          message: Phrase("'\(field.name)' kosong", "'\(field.name)' is empty"), remedy: Phrase("isi", "fill it in"))
      }
      self = .absent
      return
    }
    switch field.type {
    case .bool: self = .bool(try Self.bool(cell))
    case .int(let min, let max): self = .int(try Self.integer(cell, min...max))
    case .rupiah: self = .int(try Self.rupiah(cell))
    case .date:
      self = .date(
        try Self.parsed(
          cell, Phrase("hari dalam kalender", "a day of the calendar"),
          Phrase("tulis tahun-bulan-hari, seperti 2026-02-28", "write year-month-day, such as 2026-02-28")
        ) { CivilDate($0) })
    case .region:
      self = .region(
        try Self.parsed(
          cell, Phrase("kode wilayah", "a region code"),
          Phrase("tulis seperti 53.15.06.2001", "write it as 53.15.06.2001")
        ) { Region($0) })
    case .enumeration(let words): self = .code(try Self.code(cell, words))
    case .text(let maxBytes): self = .text(try Self.text(cell, maxBytes))
    case .records: preconditionFailure("a list of members is no cell")
    }
  }

  private static func bool(_ cell: UnsafeRawBufferPointer) throws(CellProblem) -> Bool {
    if cell.elementsEqual("true".utf8) { return true }
    if cell.elementsEqual("false".utf8) { return false }
    throw CellProblem(
      message: Phrase("\(quoted(cell)) bukan true dan bukan false", "\(quoted(cell)) is neither true nor false"),
      remedy: Phrase("tulis true atau false", "write true or false"))
  }

  private static func integer(
    _ cell: UnsafeRawBufferPointer, _ range: ClosedRange<Int64>
  ) throws(CellProblem) -> Int64 {
    let value = wholeNumber(cell)
    guard value != nil || isWholeNumber(cell) else {
      throw CellProblem(
        message: Phrase("\(quoted(cell)) bukan bilangan bulat", "\(quoted(cell)) is not a whole number"),
        remedy: Phrase("tulis angka saja", "write digits only"))
    }
    guard let value, range.contains(value) else {
      let written = value.map { "\($0)" } ?? quoted(cell)
      throw CellProblem(
        message: Phrase(
          "\(written) di luar \(range.lowerBound) sampai \(range.upperBound)",
          "\(written) is outside \(range.lowerBound) to \(range.upperBound)"),
        remedy: Phrase("tulis bilangan dalam rentang itu", "write a number in that range"))
    }
    return value
  }

  private static func rupiah(_ cell: UnsafeRawBufferPointer) throws(CellProblem) -> Int64 {
    guard let value = wholeNumber(cell) else {
      throw CellProblem(
        message: Phrase("\(quoted(cell)) bukan rupiah bulat", "\(quoted(cell)) is not whole rupiah"),
        remedy: Phrase(
          "tulis angka saja, tanpa 'Rp', titik atau desimal", "write digits only, without 'Rp', dots or decimals"))
    }
    guard value >= 0 else {
      throw CellProblem(
        message: Phrase("jumlah \(value) negatif", "the amount \(value) is negative"),
        remedy: Phrase("tulis jumlah nol atau lebih", "write an amount of zero or more"))
    }
    return value
  }

  private static func code(_ cell: UnsafeRawBufferPointer, _ words: [Text]) throws(CellProblem) -> UInt16 {
    if let index = words.firstIndex(where: { $0.utf8.elementsEqual(cell) }) { return UInt16(index + 1) }
    let written = String(decoding: cell, as: UTF8.self)
    throw CellProblem(
      message: Phrase(
        "'\(written)' bukan salah satu kata yang boleh di sini", "'\(written)' is not one of the words allowed here"),
      remedy: Documents.remedy(for: written, among: words.map(\.string)))
  }

  private static func text(_ cell: UnsafeRawBufferPointer, _ maxBytes: Int) throws(CellProblem) -> Text {
    guard cell.count <= maxBytes else {
      throw CellProblem(
        message: Phrase(
          "teks sepanjang \(cell.count) bita, di atas batas \(maxBytes)",
          "the text has \(cell.count) bytes, above the limit of \(maxBytes)"), remedy: Phrase("perpendek", "shorten it")
      )
    }
    guard let text = Text(validating: Array(cell)) else {
      throw CellProblem(
        message: Phrase("teks bukan UTF-8 yang sah", "the text is not valid UTF-8"),
        remedy: Phrase("simpan berkas sebagai 'CSV UTF-8'", "save the file as 'CSV UTF-8'"))
    }
    if let scalar = text.string.unicodeScalars.first(where: \.isDisruptive) {
      throw CellProblem(
        message: Phrase(
          "teks memuat karakter yang tidak tampak (\(scalar.name))",
          "the text has a character that does not show (\(scalar.name))"),
        remedy: Phrase("hapus karakter itu", "remove the character"))
    }
    return text
  }

  private static func parsed<Value>(
    _ cell: UnsafeRawBufferPointer, _ what: Phrase, _ remedy: Phrase, _ parse: (String) -> Value?
  ) throws(CellProblem) -> Value {
    if let value = parse(String(decoding: cell, as: UTF8.self)) { return value }
    let cell = quoted(cell)
    throw CellProblem(
      message: Phrase("\(cell) bukan \(what.indonesian)", "\(cell) is not \(what.english)"), remedy: remedy)
  }

  private static func quoted(_ cell: UnsafeRawBufferPointer) -> String {
    "'\(String(decoding: cell.prefix(64), as: UTF8.self))'"
  }
}

/// Whether these are digits, perhaps behind a minus, however many.
private func isWholeNumber(_ cell: UnsafeRawBufferPointer) -> Bool {
  let digits = cell.first == UInt8(ascii: "-") ? cell.dropFirst() : cell[...]
  return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}

/// A whole number as people and spreadsheets write it: digits, perhaps a minus before them.
func wholeNumber(_ cell: UnsafeRawBufferPointer) -> Int64? {
  let negative = cell.first == UInt8(ascii: "-")
  let digits = negative ? UnsafeRawBufferPointer(rebasing: cell.dropFirst()) : cell
  guard !digits.isEmpty, digits.count <= 18 else { return nil }
  var value: Int64 = 0
  for byte in digits {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int64(byte - UInt8(ascii: "0"))
  }
  return negative ? -value : value
}

extension FactValue {
  /// Writes the value as one cell.
  func append(to csv: inout [UInt8], of field: RecordType.Field) {
    switch self {
    case .absent: break
    case .bool(let value): csv.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): csv.append(contentsOf: String(value).utf8)
    case .date(let value): csv.append(contentsOf: value.description.utf8)
    case .region(let value): csv.append(contentsOf: value.description.utf8)
    case .code(let value):
      guard case .enumeration(let words) = field.type else { preconditionFailure("a code without its words") }
      appendText(words[Int(value) - 1].utf8, to: &csv)
    case .text(let value): appendText(value.utf8, to: &csv)
    case .members: preconditionFailure("a list of members is no cell")
    }
  }

  private func appendText(_ text: [UInt8], to csv: inout [UInt8]) {
    let special = Array(",\"\r\n".utf8)
    guard text.contains(where: special.contains) else { return csv.append(contentsOf: text) }
    csv.append(UInt8(ascii: "\""))
    for byte in text {
      if byte == UInt8(ascii: "\"") { csv.append(byte) }
      csv.append(byte)
    }
    csv.append(UInt8(ascii: "\""))
  }
}
