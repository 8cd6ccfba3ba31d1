import Coding
import Model
import Rules

/// Facts about persons or families as a spreadsheet: CSV with a row for each, `person` being the national number or
/// `family` the card's, and every other column a field of the schema, in any order.
public struct FactsReader: Sendable {
  public let schema: FactSchema

  public init(_ schema: FactSchema) { self.schema = schema }

  private var subject: String { schema.subject == .person ? "person" : "family" }

  /// The header line.
  public var header: [UInt8] {
    Array(([subject] + schema.record.fields.map(\.name.string)).joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  public func append(_ number: UInt64, _ values: [FactValue], to csv: inout [UInt8]) {
    csv += String(number).utf8
    for (field, value) in zip(schema.record.fields, values) {
      csv.append(UInt8(ascii: ","))
      value.append(to: &csv, of: field)
    }
    csv.append(UInt8(ascii: "\n"))
  }

  /// Hands out one person or family after the other, by its number.
  ///
  /// - Throws: up to a hundred problems at once.
  public func read(
    file: String, bytes: UnsafeRawBufferPointer, _ body: (UInt64, [FactValue]) -> Void
  ) throws(DocumentError) {
    var reader = try CSVReader(file: file, bytes: bytes)
    let places = try columns(&reader)
    var problems: [Diagnostic] = []
    while problems.count < 100, try reader.next() {
      guard reader.count == places.count else {
        problems.append(reader.uneven(places.count))
        continue
      }
      guard let number = reader.withField(places.subject, { wholeNumber($0) }), number > 0 else {
        problems.append(
          reader.diagnostic(
            at: places.subject,
            Phrase(
              "'\(reader.text(places.subject))' bukan nomor \(subject)",
              "'\(reader.text(places.subject))' is no number of a \(subject)"),
            Phrase("tulis angkanya", "write its digits")))
        continue
      }
      if let values = values(reader, places.fields, &problems) { body(UInt64(number), values) }
    }
    guard problems.isEmpty else { throw DocumentError(problems) }
  }

  private func columns(
    _ reader: inout CSVReader
  ) throws(DocumentError) -> (subject: Int, fields: [Int?], count: Int) {
    guard try reader.next() else {
      throw DocumentError([reader.diagnostic(
          at: 0, Phrase("berkas ini kosong", "the file is empty"),
          Phrase("mulai dengan baris judul", "start it with a header line"))])
    }
    let names = (0..<reader.count).map { reader.text($0) }
    let known = [subject] + schema.record.fields.map(\.name.string)
    guard names.contains(where: known.contains) else { throw DocumentError([reader.headless(known)]) }
    var problems: [Diagnostic] = []
    for (index, name) in names.enumerated() where !known.contains(name) || names[..<index].contains(name) {
      problems.append(
        reader.diagnostic(
          at: index, Phrase("'\(name)' bukan kolom \(schema.name)", "'\(name)' is no column of \(schema.name)"),
          remedy(for: name, among: known)))
    }
    let needed = [subject] + schema.record.fields.filter { !$0.optional }.map(\.name.string)
    for name in needed where !names.contains(name) {
      problems.append(
        reader.diagnostic(
          at: 0, Phrase("kolom '\(name)' tidak ada", "the column '\(name)' is missing"),
          Phrase("tambahkan pada judul dan setiap baris", "add it to the header and to every row")))
    }
    guard problems.isEmpty, let place = names.firstIndex(of: subject) else { throw DocumentError(problems) }
    return (place, schema.record.fields.map { names.firstIndex(of: $0.name.string) }, names.count)
  }

  private func values(_ reader: CSVReader, _ places: [Int?], _ problems: inout [Diagnostic]) -> [FactValue]? {
    var values: [FactValue] = []
    for (field, place) in zip(schema.record.fields, places) {
      guard let place else {
        values.append(.absent)
        continue
      }
      let cell = reader.withField(place) { bytes in
        do throws(CellProblem) {
          return Result<FactValue, CellProblem>.success(try FactValue(cell: bytes, of: field))
        } catch {
          return .failure(error)
        }
      }
      switch cell {
      case .success(let value): values.append(value)
      case .failure(let problem): problems.append(reader.diagnostic(at: place, problem.message, problem.remedy))
      }
    }
    return values.count == places.count ? values : nil
  }
}
