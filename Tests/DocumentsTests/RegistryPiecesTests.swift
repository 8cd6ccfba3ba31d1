import Coding
import Documents
import Foundation
import Model
import Rules
import Testing

@Suite("Registries read in pieces")
struct RegistryPiecesTests {
  private func csv(_ families: Int, _ layout: RegistryLayout) throws -> [UInt8] {
    let generator = try Examples.generator(seed: 5)
    let file = RegistryFile(layout: layout, regions: try Examples.regions())
    var csv = file.header
    for index in 0..<families { file.append(generator.family(index).family, to: &csv) }
    return csv
  }

  private func layout() throws -> RegistryLayout { try #require(RegistryLayout(try Examples.schemas()[0])) }

  private func pack(_ csv: [UInt8], every length: Int) throws -> [PackedFamilies?] {
    let layout = try layout()
    return try csv.withUnsafeBytes { bytes in
      let pieces = try #require(
        try RegistryPieces(bytes, layout, as: [layout], regions: try Examples.regions()))
      let ranges = pieces.cut(bytes, every: length)
      #expect(ranges.map(\.count).reduce(0, +) + ranges[0].lowerBound == csv.count)
      return ranges.map { pieces.pack(bytes, $0) }
    }
  }

  @Test("Pieces of any size hold what the whole file holds", arguments: [300, 1_000, 5_000, 1 << 20])
  func pieces(length: Int) throws {
    let layout = try layout()
    let csv = try csv(60, layout)
    var families: [(family: RegistryFamily, line: Int)] = []
    try csv.withUnsafeBytes { bytes in
      try RegistryFile(layout: layout, regions: try Examples.regions()).read(file: "r", bytes: bytes) {
        families.append(($0, 0))
      }
    }
    let held = (layout.familyFields + layout.member.fields).map { Optional($0) }
    let whole = PackedFamilies(families, layout, as: [try FamilyPacking(layout, from: held)])
    let parts = try pack(csv, every: length).map { try #require($0) }
    #expect(parts.flatMap(\.cards) == whole.cards)
    #expect(parts.flatMap(\.homes) == whole.homes)
    #expect(parts.flatMap(\.sizes) == whole.sizes)
    #expect(parts.flatMap(\.persons) == whole.persons)
    #expect(parts.map(\.rows).reduce(0, +) == whole.persons.count)
    if parts.count == 1 {
      for family in 0..<whole.count {
        // Decile, count, and 14 bytes a person.
        let length = 5 + Int(whole.sizes[family]) * 14
        let read = UnsafeRawBufferPointer(start: parts[0].records[0].record(of: family), count: length)
        let made = UnsafeRawBufferPointer(start: whole.records[0].record(of: family), count: length)
        #expect(read.elementsEqual(made))
      }
    }
  }

  @Test(
    "Whatever is not plain and good is left to the reader that explains itself",
    arguments: [
      (",none,", ",nothing,"), ("-", "/"), (",none,", ",\"none\","), ("99", "x9"), (",none,", ",,"), ("\n99", "\n\n99"),
      (".", ","),
    ])
  func notPlain(part: String, other: String) throws {
    let text = String(decoding: try csv(1, layout()), as: UTF8.self)
    let header = text.prefix { $0 != "\n" }
    let rows = text.dropFirst(header.count)
    let range = try #require(rows.range(of: part))
    let spoilt = header + rows.replacingCharacters(in: range, with: other)
    #expect(try pack(Array(spoilt.utf8), every: 1 << 20).map { $0?.count } == [nil])
  }

  @Test("Lines may end as spreadsheets end them")
  func carriageReturns() throws {
    let text = String(decoding: try csv(3, layout()), as: UTF8.self)
    let parts = try pack(Array(text.replacing("\n", with: "\r\n").utf8), every: 1 << 20)
    #expect(parts[0]?.count == 3)
  }
}
