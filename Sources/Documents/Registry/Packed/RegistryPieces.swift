import Coding
import Model
import Rules

/// A large registry read in pieces, each on a thread of its own, straight into packed records.
///
/// It reads plain files only: no quotes, every cell good. Whatever else there is, `pack` answers nil and `RegistryFile`
/// says what is wrong, or reads it its slower way.
public struct RegistryPieces: Sendable {
  public let packings: [FamilyPacking]
  private let columns: Int
  private let family: Int
  private let region: Int
  private let person: Int
  /// Columns that must be the same in every row of a family.
  private let familyColumns: [Int]
  private let villages: VillageIndex
  private let body: Int

  /// Where a file's header says what `layout` expects; nil for any other file.
  ///
  /// - Parameter wanted: the layouts to pack.
  /// - Throws: where the registry lacks a field of a layout that is wanted.
  public init?(
    _ bytes: UnsafeRawBufferPointer, _ layout: RegistryLayout, as wanted: [RegistryLayout], regions: RegionCatalogue
  ) throws(FamilyPacking.MissingField) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let header = String(decoding: bytes[..<end], as: UTF8.self)
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.last == "\r" ? $0.dropLast() : $0)
    }
    let fields = layout.familyFields + layout.member.fields
    let known = ["family", "region", "person"] + fields.map(\.name.string)
    guard Set(names).count == names.count, names.allSatisfy(known.contains),
      let family = names.firstIndex(of: "family"),
      let region = names.firstIndex(of: "region"), let person = names.firstIndex(of: "person"),
      fields.allSatisfy({ $0.optional || names.contains($0.name.string) })
    else { return nil }
    let held = names.map { name in fields.first { $0.name.string == name } }
    var packings: [FamilyPacking] = []
    for layout in wanted { packings.append(try FamilyPacking(layout, from: held)) }
    self.packings = packings
    columns = names.count
    (self.family, self.region, self.person) = (family, region, person)
    familyColumns = [region] + layout.familyFields.compactMap { names.firstIndex(of: $0.name.string) }
    villages = VillageIndex(regions)
    body = end + 1
  }

  /// Cuts the file between families.
  public func cut(_ bytes: UnsafeRawBufferPointer, every length: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = body
    while start < bytes.count {
      let end = bytes.count - start <= length ? bytes.count : boundary(bytes, behind: start + length)
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// The first line of a family, at or behind a place.
  private func boundary(_ bytes: UnsafeRawBufferPointer, behind place: Int) -> Int {
    var scan = CSVScan(bytes, from: place - 1, columns: columns)
    scan.skipLine()
    guard scan.next() else { return bytes.count }
    let card = Array(scan.row[family])
    while true {
      let start = scan.position
      guard scan.next() else { return bytes.count }
      if !scan.row[family].elementsEqual(card) { return start }
    }
  }
}

// MARK: - Reading a piece

extension RegistryPieces {
  /// Reads one piece; nil where it holds anything but good plain rows.
  public func pack(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> PackedFamilies? {
    var families = PackedFamilies()
    let estimate = range.count / 64
    families.persons.reserveCapacity(estimate)
    var scan = CSVScan(
      UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound, columns: columns)
    var first = CSVRow(columns)
    defer { first.free() }
    var packed: [(bytes: PackedBytes, starts: [Int])] = []
    // One packing after the other: nearly always there is one.
    for (index, packing) in packings.enumerated() {
      var packer = FamilyPacker(packing)
      guard read(&scan, &first, &packer, &families, isFirst: index == 0) else { return nil }
      packed.append((packer.bytes, packer.starts))
      scan = CSVScan(
        UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound, columns: columns)
    }
    families.records = packed.map { PackedFamilies.Records(bytes: $0.bytes, starts: $0.starts) }
    return families
  }

  /// - Parameter isFirst: whether the families themselves are still to be noted.
  private func read(
    _ scan: inout CSVScan, _ first: inout CSVRow, _ packer: inout FamilyPacker, _ families: inout PackedFamilies,
    isFirst: Bool
  ) -> Bool {
    var card: UInt64 = 0
    var people = 0
    var person: UInt32 = 0
    var line = 0
    while scan.next() {
      line += 1
      guard let number = wholeNumber(scan.row[family]), number > 0 else { return false }
      if UInt64(number) != card {
        if people > 0 {
          guard packer.finish(people, first) else { return false }
          if isFirst { families.sizes.append(UInt16(people)) }
        }
        (card, people) = (UInt64(number), 0)
        first.take(scan.row)
        guard packer.start(first) else { return false }
        if isFirst {
          guard let home = Self.code(scan.row[region]), villages.contains(home) else { return false }
          families.cards.append(card)
          families.homes.append(home)
          families.lines.append(line)
        }
      } else {
        for column in familyColumns where !scan.row[column].isSame(as: first[column]) { return false }
      }
      guard people < Registration.maximumMembers, packer.add(person, scan.row) else { return false }
      if isFirst {
        guard let number = wholeNumber(scan.row[self.person]), number > 0 else { return false }
        families.persons.append(UInt64(number))
      }
      people += 1
      person += 1
    }
    guard scan.isGood else { return false }
    if people > 0 {
      guard packer.finish(people, first) else { return false }
      if isFirst { families.sizes.append(UInt16(people)) }
    }
    if isFirst { families.rows = line }
    return true
  }

  /// `53.15.06.2001` as a raw code, whether or not there is such a village.
  @inline(__always)
  private static func code(_ cell: UnsafeRawBufferPointer) -> UInt64? {
    guard cell.count == 13 else { return nil }
    var code: UInt64 = 0
    for place in 0..<13 {
      if place == 2 || place == 5 || place == 8 {
        guard cell[place] == UInt8(ascii: ".") else { return nil }
      } else {
        let digit = cell[place] &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        code = code * 10 + UInt64(digit)
      }
    }
    return code
  }
}

/// The codes of all villages, in order, in memory no thread has to count references to.
private final class VillageIndex: @unchecked Sendable {
  private let codes: UnsafeMutableBufferPointer<UInt64>

  init(_ regions: RegionCatalogue) {
    codes = .allocate(capacity: regions.villages.count)
    _ = codes.initialize(from: regions.villages.lazy.map(\.raw))
  }

  deinit { codes.deallocate() }

  func contains(_ code: UInt64) -> Bool {
    var (low, high) = (0, codes.count)
    while low < high {
      let middle = (low + high) / 2
      if codes[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < codes.count && codes[low] == code
  }
}

extension UnsafeRawBufferPointer {
  @inline(__always)
  fileprivate func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
