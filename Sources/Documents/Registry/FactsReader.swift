import Coding
import Model
import Rules

/// Facts about persons, families or regions as a spreadsheet: CSV with a row for each, `person` being the national
/// number, `family` the card's or `region` the code, and every other column a field of the schema, in any order.
public struct FactsReader: Sendable {
  public let schema: FactSchema
  /// The regions there are; nil where any code will do.
  private let regions: RegionCatalogue?

  public init(_ schema: FactSchema, regions: RegionCatalogue? = nil) {
    self.schema = schema
    self.regions = regions
  }

  /// What the column is called that says whom a fact is about.
  var subject: String {
    switch schema.subject {
    case .person: "person"
    case .family: "family"
    case .region, .event: "region"
    }
  }

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

  /// Hands out one person, family or region after the other, by its number.
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
      do throws(CellProblem) {
        let number = try number(reader.text(places.subject))
        if let values = values(reader, places.fields, &problems) { body(number, values) }
      } catch {
        problems.append(reader.diagnostic(at: places.subject, error.message, error.remedy))
      }
    }
    guard problems.isEmpty else { throw DocumentError(problems) }
  }

  /// Whom a fact is about: a number, or a region's code as a number.
  func number(_ cell: String) throws(CellProblem) -> UInt64 {
    guard schema.subject == .region else {
      if let number = Array(cell.utf8).withUnsafeBytes({ wholeNumber($0) }), number > 0 { return UInt64(number) }
      throw CellProblem(
        message: Phrase("'\(cell)' bukan nomor \(subject)", "'\(cell)' is no number of a \(subject)"),
        remedy: Phrase("tulis angkanya", "write its digits"))
    }
    guard let region = Region(cell) else {
      throw CellProblem(
        message: Phrase("'\(cell)' bukan kode wilayah", "'\(cell)' is no region's code"),
        remedy: Phrase("tulis seperti 53.15.06.2001", "write it as 53.15.06.2001"))
    }
    guard regions?.contains(region) ?? true else {
      throw CellProblem(
        message: Phrase("tidak ada wilayah berkode \(region)", "no region has the code \(region)"),
        remedy: Phrase("cari kodenya dalam daftar wilayah", "look the code up in the list of regions"))
    }
    return region.raw
  }

  private func columns(
    _ reader: inout CSVReader
  ) throws(DocumentError) -> (subject: Int, fields: [Int?], count: Int) {
    guard try reader.next() else {
      throw DocumentError([
        reader.diagnostic(
          at: 0, Phrase("berkas ini kosong", "the file is empty"),
          Phrase("mulai dengan baris judul", "start it with a header line"))
      ])
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
