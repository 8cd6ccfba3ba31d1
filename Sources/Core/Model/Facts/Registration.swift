import Coding
import Rules
import Signing

/// A family (or a person living alone) entering the ledger. It travels sealed; the salt of its seal is the
/// account's salt.
public struct Registration: Hashable, Sendable {
  public let region: Region
  public let members: [Nullifier]

  /// The most people one family card may hold here.
  public static let maximumMembers = 24

  public init(region: Region, members: [Nullifier]) {
    self.region = region
    self.members = members
  }
}

extension Registration: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    region.encode(to: &w)
    w.list(members)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    region = try Region(from: &r)
    members = try r.list(Nullifier.self, max: Self.maximumMembers)
    guard !members.isEmpty else { throw r.invalid("a family has at least one member") }
  }
}

/// A family's new composition or place from a day on. It travels sealed.
public struct FamilyChange: Hashable, Sendable {
  public let region: Region
  /// Everyone in the family from now on. People already on the ledger move here from their old family.
  public let members: [Nullifier]

  public init(region: Region, members: [Nullifier]) {
    self.region = region
    self.members = members
  }
}

extension FamilyChange: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    region.encode(to: &w)
    w.list(members)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    region = try Region(from: &r)
    members = try r.list(Nullifier.self, max: Registration.maximumMembers)
  }
}
