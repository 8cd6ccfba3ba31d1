import Coding
import Model
import Rules

/// Families of a registry in flat arrays, what the registry says about them packed by schema (`FamilyPacking`).
///
/// People are numbered from 0 in the order of the rows.
public struct PackedFamilies: Sendable {
  /// By family: its card, the raw code of its village, how many people are on the card, and its first line.
  public internal(set) var cards: [UInt64] = []
  public internal(set) var homes: [UInt64] = []
  public internal(set) var sizes: [UInt16] = []
  public internal(set) var lines: [Int] = []
  /// By person: the national number.
  public internal(set) var persons: [UInt64] = []
  /// Rows, for those that come behind to know their lines.
  public internal(set) var rows = 0
  /// By packing.
  public internal(set) var records: [Records] = []

  public var count: Int { cards.count }

  /// One packed record a family.
  public struct Records: Sendable {
    let bytes: PackedBytes
    let starts: [Int]

    /// A family's record, to read while this value lives.
    public func record(of family: Int) -> UnsafeRawPointer { UnsafeRawPointer(bytes.base + starts[family]) }
  }
}

extension PackedFamilies {
  /// Packs families that were read or made value by value.
  ///
  /// - Parameter layout: of the families given.
  public init(_ families: [(family: RegistryFamily, line: Int)], _ layout: RegistryLayout, as packings: [FamilyPacking])
  {
    for (family, line) in families {
      cards.append(family.card)
      homes.append(family.region.raw)
      sizes.append(UInt16(family.members.count))
      lines.append(line)
      persons += family.members.map(\.person)
    }
    records = packings.map { packing in
      let bytes = PackedBytes()
      var starts: [Int] = []
      var person: UInt32 = 0
      for (family, _) in families {
        starts.append(bytes.count)
        bytes.add(family, of: layout, as: packing.layout, firstPerson: person)
        person += UInt32(family.members.count)
      }
      return Records(bytes: bytes, starts: starts)
    }
  }
}

extension PackedBytes {
  fileprivate func add(
    _ family: RegistryFamily, of layout: RegistryLayout, as wanted: RegistryLayout, firstPerson: UInt32
  ) {
    for (index, field) in wanted.schema.record.fields.enumerated() {
      guard index == wanted.members else {
        add(field, from: layout.schema.record, family.values)
        continue
      }
      add(UInt32(family.members.count))
      for (position, member) in family.members.enumerated() {
        add(firstPerson + UInt32(position))
        for field in wanted.member.fields { add(field, from: layout.member, member.values) }
      }
    }
  }

  private func add(_ number: UInt32) { add(4).storeBytes(of: number.littleEndian, as: UInt32.self) }

  private func add(_ field: RecordType.Field, from record: RecordType, _ values: [FactValue]) {
    let type = field.type.column!
    type.write(record.index(of: field.name).map { values[$0] } ?? .absent, to: add(type.stride))
  }
}
