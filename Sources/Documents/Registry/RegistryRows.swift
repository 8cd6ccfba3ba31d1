import Coding
import Model
import Rules

/// Reads a registry's rows and puts families together from them.
struct RegistryRows {
  private var reader: CSVReader
  private let layout: RegistryLayout
  private let regions: RegionCatalogue
  private let columns: Columns
  private var problems: [Diagnostic] = []
  /// The card of the rows being read, and the family they make up so far.
  private var card: UInt64?
  private var family: RegistryFamily?
  /// Whether a row of the family being read has a problem; it is then not handed out.
  private var familyIsSpoilt = false
  private var cards: Set<UInt64> = []
  private var persons: Set<UInt64> = []

  /// Nobody reads more; a file wrong in every row must not make us write more.
  private static let mostProblems = 100

  /// Where each column stands. Fields in the schema's order; nil where an optional one is left out.
  private struct Columns {
    var family = 0
    var region = 0
    var person = 0
    var familyFields: [Int?] = []
    var memberFields: [Int?] = []
    var count = 0
  }

  init(
    file: String, bytes: UnsafeRawBufferPointer, layout: RegistryLayout, regions: RegionCatalogue
  ) throws(DocumentError) {
    reader = try CSVReader(file: file, bytes: bytes)
    self.layout = layout
    self.regions = regions
    columns = try Self.columns(&reader, layout)
  }

  mutating func readAll(_ body: (RegistryFamily) -> Void) throws(DocumentError) {
    while problems.count < Self.mostProblems, try reader.next() { row(body) }
    finishFamily(body)
    guard problems.isEmpty else { throw DocumentError(problems, isCut: problems.count >= Self.mostProblems) }
    guard card != nil else {
      throw DocumentError([
        reader.diagnostic(
          at: 0, Phrase("berkas hanya berisi judul", "the file has nothing but a header"),
          Phrase("tulis satu baris untuk setiap orang", "write a row for every person"))
      ])
    }
  }
}

// MARK: - The header

extension RegistryRows {
  private static func columns(_ reader: inout CSVReader, _ layout: RegistryLayout) throws(DocumentError) -> Columns {
    guard try reader.next() else {
      throw DocumentError([
        reader.diagnostic(
          at: 0, Phrase("berkas kosong", "the file is empty"),
          Phrase("awali dengan baris judul", "start it with a header line"))
      ])
    }
    var problems: [Diagnostic] = []
    let names = (0..<reader.count).map { reader.text($0) }
    let fields = layout.familyFields + layout.member.fields
    let known = ["family", "region", "person"] + fields.map(\.name.string)
    guard names.contains(where: known.contains) else { throw DocumentError([reader.headless(known)]) }
    for (index, name) in names.enumerated() {
      if !known.contains(name) {
        problems.append(
          reader.diagnostic(
            at: index, Phrase("'\(name)' bukan kolom daftar ini", "'\(name)' is no column of this registry"),
            remedy(for: name, among: known)))
      } else if names[..<index].contains(name) {
        problems.append(
          reader.diagnostic(
            at: index, Phrase("kolom '\(name)' muncul dua kali", "the column '\(name)' stands twice"),
            Phrase("sisakan satu", "keep one of them")))
      }
    }
    let needed = ["family", "region", "person"] + fields.filter { !$0.optional }.map(\.name.string)
    for name in needed where !names.contains(name) {
      problems.append(
        reader.diagnostic(
          at: 0, Phrase("kolom '\(name)' tidak ada", "the column '\(name)' is missing"),
          Phrase("tambahkan pada judul dan setiap baris", "add it to the header and to every row")))
    }
    guard problems.isEmpty else { throw DocumentError(problems) }
    func place(_ name: String) -> Int? { names.firstIndex(of: name) }
    return Columns(
      family: place("family")!, region: place("region")!, person: place("person")!,
      familyFields: layout.schema.record.fields.map { place($0.name.string) },
      memberFields: layout.member.fields.map { place($0.name.string) }, count: names.count)
  }
}

// MARK: - Rows

extension RegistryRows {
  private mutating func report(at column: Int, _ message: Phrase, _ remedy: Phrase) {
    problems.append(reader.diagnostic(at: column, message, remedy))
    familyIsSpoilt = true
  }

  private mutating func row(_ body: (RegistryFamily) -> Void) {
    guard reader.count == columns.count else {
      problems.append(reader.uneven(columns.count))
      return familyIsSpoilt = true
    }
    guard let card = number(columns.family, Phrase("kartu keluarga", "family card")) else { return }
    if self.card != card { startFamily(card, body) }
    let region = region()
    let values = values(layout.schema.record.fields, columns.familyFields)
    let person = person()
    let memberValues = values.flatMap { _ in self.values(layout.member.fields, columns.memberFields) }
    guard let region, let values, let person, let memberValues else { return }
    add(RegistryMember(person: person, values: memberValues), to: card, region, values)
  }

  private mutating func startFamily(_ card: UInt64, _ body: (RegistryFamily) -> Void) {
    finishFamily(body)
    self.card = card
    guard cards.insert(card).inserted else {
      return report(
        at: columns.family,
        Phrase("keluarga \(card) muncul di lebih dari satu tempat", "family \(card) stands in more than one place"),
        Phrase("kumpulkan baris-barisnya, atau perbaiki", "put its rows under one another, or correct it"))
    }
  }

  private mutating func add(
    _ member: RegistryMember, to card: UInt64, _ region: Region, _ values: [FactValue]
  ) {
    guard var family else {
      family = RegistryFamily(card: card, region: region, values: values, members: [member])
      return
    }
    if family.region != region {
      report(
        at: columns.region,
        Phrase(
          "keluarga \(card) tinggal di \(family.region) pada baris di atasnya",
          "family \(card) lives in \(family.region) one row above"), Phrase("tulis satu desa", "write one village"))
    }
    for (index, field) in layout.schema.record.fields.enumerated() where family.values[index] != values[index] {
      report(
        at: columns.familyFields[index] ?? 0,
        Phrase(
          "'\(field.name)' berbeda dari baris di atasnya untuk keluarga yang sama",
          "'\(field.name)' differs from the row above for the same family"),
        Phrase("tulis satu nilai untuk seluruh keluarga", "write one value for the whole family"))
    }
    guard family.members.count < Registration.maximumMembers else {
      return report(
        at: columns.person,
        Phrase(
          "keluarga \(card) punya lebih dari \(Registration.maximumMembers) anggota",
          "family \(card) has more than \(Registration.maximumMembers) members"),
        Phrase("periksa apakah baris-baris itu satu keluarga", "check that the rows belong to one family"))
    }
    self.family = nil  // keeps the array unique, so that it grows in place
    family.members.append(member)
    self.family = family
  }

  private mutating func finishFamily(_ body: (RegistryFamily) -> Void) {
    if let family, !familyIsSpoilt { body(family) }
    family = nil
    familyIsSpoilt = false
  }
}

// MARK: - Cells

extension RegistryRows {
  private mutating func number(_ column: Int, _ what: Phrase) -> UInt64? {
    let value = reader.withField(column) { wholeNumber($0) }
    if let value, value > 0 { return UInt64(value) }
    let text = reader.text(column)
    report(
      at: column, Phrase("'\(text)' bukan nomor \(what.indonesian)", "'\(text)' is no number of a \(what.english)"),
      Phrase("tulis angkanya", "write its digits"))
    return nil
  }

  private mutating func person() -> UInt64? {
    guard let person = number(columns.person, Phrase("penduduk", "person")) else { return nil }
    if persons.insert(person).inserted { return person }
    report(
      at: columns.person,
      Phrase("penduduk \(person) muncul dua kali dalam berkas ini", "person \(person) stands in this file twice"),
      Phrase("sisakan orang itu dalam satu keluarga", "keep the person in one family"))
    return nil
  }

  private mutating func region() -> Region? {
    let code = reader.text(columns.region)
    guard let region = Region(code) else {
      report(
        at: columns.region, Phrase("'\(code)' bukan kode wilayah", "'\(code)' is not a region code"),
        Phrase("tulis kode desanya seperti 53.15.06.2001", "write the village's code as 53.15.06.2001"))
      return nil
    }
    guard region.level == .village else {
      report(
        at: columns.region, Phrase("\(code) bukan desa", "\(code) is not a village"),
        Phrase("tulis kode desa tempat keluarga itu tinggal", "write the code of the village the family lives in"))
      return nil
    }
    guard regions.contains(region) else {
      report(
        at: columns.region, Phrase("tidak ada wilayah \(code)", "there is no region \(code)"),
        Phrase("cari desanya dalam daftar wilayah", "look the village up in the list of regions"))
      return nil
    }
    return region
  }

  /// One value a field; nil where one could not be read.
  private mutating func values(_ fields: [RecordType.Field], _ places: [Int?]) -> [FactValue]? {
    var values: [FactValue] = []
    values.reserveCapacity(fields.count)
    var complete = true
    for (field, place) in zip(fields, places) {
      guard let place else {
        values.append(.absent)
        continue
      }
      do throws(CellProblem) {
        values.append(try cell(place, field))
      } catch {
        report(at: place, error.message, error.remedy)
        complete = false
      }
    }
    return complete ? values : nil
  }

  private func cell(_ place: Int, _ field: RecordType.Field) throws(CellProblem) -> FactValue {
    let result = reader.withField(place) { bytes in
      do throws(CellProblem) {
        return Result<FactValue, CellProblem>.success(try FactValue(cell: bytes, of: field))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
