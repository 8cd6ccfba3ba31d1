import Coding
import Rules

/// The country's regions with their names, from a file of `kode,nama` (`Examples/regions`).
public struct RegionCatalogue: Sendable {
  /// Every region in the order of codes.
  public let regions: [Region]
  /// Every village in the order of codes.
  public let villages: [Region]
  /// The names one after the other, and where each one ends.
  private let names: [UInt8]
  private let nameEnds: [UInt32]

  /// - Throws: for a code that is none, a code twice or out of order, and a region whose parent is missing.
  public init(file: String, bytes: [UInt8]) throws(DocumentError) {
    var builder = Builder()
    let problem = bytes.withUnsafeBytes { buffer in
      do throws(DocumentError) {
        try builder.read(CSVReader(file: file, bytes: buffer))
        return nil as DocumentError?
      } catch {
        return error
      }
    }
    if let problem { throw problem }
    regions = builder.regions
    villages = builder.regions.filter { $0.level == .village }
    names = builder.names
    nameEnds = builder.nameEnds
  }

  public func contains(_ region: Region) -> Bool { index(of: region) != nil }

  /// Its own name, `Kupang`; nil for a region that does not exist.
  public func name(of region: Region) -> String? {
    guard let index = index(of: region) else { return nil }
    let start = index == 0 ? 0 : Int(nameEnds[index - 1])
    return String(decoding: names[start..<Int(nameEnds[index])], as: UTF8.self)
  }

  /// The names of the regions it lies in, the province's first, and its own.
  public func path(of region: Region) -> [String] {
    Region.Level.allCases.compactMap { region.ancestor(at: $0).flatMap(name) }
  }

  /// The villages that lie in a region, in the order of codes.
  public func villages(in region: Region) -> ArraySlice<Region> {
    let start = villages.partitioningIndex { $0 >= region }
    let count = villages[start...].partitioningCount { region.contains($0) }
    return villages[start..<start + count]
  }

  /// The regions one level below, or the provinces.
  public func children(of parent: Region?) -> [Region] {
    let level = parent.map { $0.level.rawValue + 1 } ?? 0
    let start = parent.map { parent in regions.partitioningIndex { $0 >= parent } } ?? 0
    return regions[start...].prefix { region in parent.map { $0.contains(region) } ?? true }
      .filter { $0.level.rawValue == level }
  }

  private func index(of region: Region) -> Int? {
    let index = regions.partitioningIndex { $0 >= region }
    return index < regions.count && regions[index] == region ? index : nil
  }
}

extension ArraySlice {
  /// How many elements satisfy a condition that holds up to some point and no further.
  fileprivate func partitioningCount(_ condition: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - startIndex
  }
}

/// Reads the file; the list is in order, so that one pass checks it.
private struct Builder {
  var regions: [Region] = []
  var names: [UInt8] = []
  var nameEnds: [UInt32] = []

  mutating func read(_ reader: consuming CSVReader) throws(DocumentError) {
    var reader = reader
    guard try reader.next(), reader.count == 2, reader.text(0) == "kode", reader.text(1) == "nama" else {
      throw DocumentError([
        reader.diagnostic(
          at: 0, Phrase("ini bukan daftar wilayah", "this is no list of regions"),
          Phrase("tulis judul 'kode,nama'", "write the header 'kode,nama'"))
      ])
    }
    regions.reserveCapacity(100_000)
    nameEnds.reserveCapacity(100_000)
    names.reserveCapacity(1 << 20)
    while try reader.next() {
      if let diagnostic = row(reader) { throw DocumentError([diagnostic]) }
    }
  }

  private mutating func row(_ reader: borrowing CSVReader) -> Diagnostic? {
    guard reader.count == 2 else {
      return reader.diagnostic(
        at: 0, Phrase("baris berisi \(reader.count) kolom", "the row has \(reader.count) fields"),
        Phrase("tulis kode dan nama", "write a code and a name"))
    }
    guard let region = Region(reader.text(0)) else {
      return reader.diagnostic(
        at: 0, Phrase("'\(reader.text(0))' bukan kode wilayah", "'\(reader.text(0))' is no region code"),
        Phrase("tulis seperti 53.15.06.2001", "write it as 53.15.06.2001"))
    }
    if let last = regions.last, region <= last {
      return reader.diagnostic(
        at: 0, Phrase("\(region) muncul dua kali atau tidak urut", "\(region) stands twice or out of order"),
        Phrase("urutkan berkas menurut kode", "sort the file by code"))
    }
    if let parent = region.parent, regions.last.flatMap({ $0.ancestor(at: parent.level) }) != parent {
      return reader.diagnostic(
        at: 0,
        Phrase("\(region) terletak di \(parent), yang tidak ada", "\(region) lies in \(parent), which is missing"),
        Phrase("tambahkan barisnya sebelum yang ini", "add a row for it before this one"))
    }
    regions.append(region)
    reader.withField(1) { names.append(contentsOf: $0) }
    nameEnds.append(UInt32(names.count))
    return nil
  }
}

extension Region {
  /// The region one level up; nil for a province.
  fileprivate var parent: Region? {
    Level(rawValue: level.rawValue &- 1).flatMap { ancestor(at: $0) }
  }
}
