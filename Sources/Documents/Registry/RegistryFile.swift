import Foundation
import Model
import Rules

/// A family registry as a spreadsheet: CSV with one row for every person, the rows of a family under one another.
///
/// | column | holds |
/// |---|---|
/// | `family` | the family card's number |
/// | `region` | the code of the village the family lives in, `53.15.06.2001` |
/// | the family's fields | as the schema names them; the same in every row of the family |
/// | `person` | the person's national number |
/// | the members' fields | as the schema names them |
///
/// Columns may stand in any order; those of optional fields may be left out, and their cells left empty.
public struct RegistryFile: Sendable {
  public let layout: RegistryLayout
  let regions: RegionCatalogue

  public init(layout: RegistryLayout, regions: RegionCatalogue) {
    self.layout = layout
    self.regions = regions
  }

  /// Reads a file from its memory map; see `read(file:bytes:_:)`.
  ///
  /// - Throws: `CocoaError` where the file cannot be opened, `DocumentError` where its content is wrong.
  public func read(_ url: URL, _ body: (RegistryFamily) -> Void) throws {
    let data = try Data(contentsOf: url, options: .alwaysMapped)
    let problem = data.withUnsafeBytes { bytes in
      do throws(DocumentError) {
        try read(file: url.lastPathComponent, bytes: bytes, body)
        return nil as DocumentError?
      } catch {
        return error
      }
    }
    if let problem { throw problem }
  }

  /// Hands out one family after the other, in the order of the file.
  ///
  /// - Throws: up to a hundred problems at once, after the whole file has been read; what was handed out is then not
  ///   to be used.
  public func read(
    file: String, bytes: UnsafeRawBufferPointer, _ body: (RegistryFamily) -> Void
  ) throws(DocumentError) {
    var rows = try RegistryRows(file: file, bytes: bytes, layout: layout, regions: regions)
    try rows.readAll(body)
  }

  /// The header line.
  public var header: [UInt8] {
    let names =
      ["family", "region"] + layout.familyFields.map(\.name.string) + ["person"]
      + layout.member.fields.map(\.name.string)
    return Array((names.joined(separator: ",") + "\n").utf8)
  }

  /// Writes a family's rows.
  public func append(_ family: RegistryFamily, to csv: inout [UInt8]) {
    var start: [UInt8] = Array("\(family.card),\(family.region.description),".utf8)
    for (index, field) in layout.schema.record.fields.enumerated() where index != layout.members {
      family.values[index].append(to: &start, of: field)
      start.append(UInt8(ascii: ","))
    }
    for member in family.members {
      csv.append(contentsOf: start)
      csv.append(contentsOf: String(member.person).utf8)
      for (index, field) in layout.member.fields.enumerated() {
        csv.append(UInt8(ascii: ","))
        member.values[index].append(to: &csv, of: field)
      }
      csv.append(UInt8(ascii: "\n"))
    }
  }
}
