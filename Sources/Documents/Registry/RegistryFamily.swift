import Coding
import Model
import Rules
import Signing

/// One family of a registry, before the ledger knows it: its card, its home and what the registry says about it.
///
/// `values` follow the schema's fields; the place of the members' field stays empty until the ledger has numbered them.
public struct RegistryFamily: Hashable, Sendable {
  /// The family card's number. It stays with the registry and never reaches the ledger.
  public var card: UInt64
  public var region: Region
  public var values: [FactValue]
  public var members: [RegistryMember]

  public init(card: UInt64, region: Region, values: [FactValue], members: [RegistryMember]) {
    self.card = card
    self.region = region
    self.values = values
    self.members = members
  }

  /// What enters the ledger, people by their nullifiers only.
  public func registration(_ nullifier: (_ person: UInt64) -> Nullifier) -> Registration {
    Registration(region: region, members: members.map { nullifier($0.person) })
  }
}

/// One person of a family.
public struct RegistryMember: Hashable, Sendable {
  /// The national number. It stays with the registry and never reaches the ledger.
  public var person: UInt64
  public var values: [FactValue]

  public init(person: UInt64, values: [FactValue]) {
    self.person = person
    self.values = values
  }
}

/// How a registry's rows make up records of a family schema: which fields are the family's and which its members'.
public struct RegistryLayout: Sendable {
  public let schema: FactSchema
  /// The field that holds the members, and their record.
  public let members: Int
  public let member: RecordType

  /// Nil unless the schema is about families, has one list of members and no field's name twice.
  public init?(_ schema: FactSchema) {
    let lists = schema.record.fields.indices.filter { schema.record.fields[$0].type.column == nil }
    guard schema.subject == .family, lists.count == 1,
      case .records(let member, _) = schema.record.fields[lists[0]].type
    else { return nil }
    self.schema = schema
    self.member = member
    members = lists[0]
    let names = familyFields.map(\.name) + member.fields.map(\.name) + ["family", "region", "person"]
    guard Set(names).count == names.count else { return nil }
  }

  /// The family's own fields, without the list of members.
  public var familyFields: [RecordType.Field] {
    schema.record.fields.indices.filter { $0 != members }.map { schema.record.fields[$0] }
  }

  /// The fact to attest about a family.
  ///
  /// - Parameter person: the ledger's number of the family's n-th member.
  public func record(
    of family: RegistryFamily, account: AccountNumber, validFrom: CivilDate, person: (Int) -> PersonNumber
  ) -> FactRecord {
    var rows: [MemberRow] = []
    rows.reserveCapacity(family.members.count)
    for (index, member) in family.members.enumerated() {
      rows.append(MemberRow(person: person(index), values: member.values))
    }
    var values = family.values
    values[members] = .members(rows)
    return FactRecord(subject: .family(account), validFrom: validFrom, validUntil: nil, values: values)
  }
}
