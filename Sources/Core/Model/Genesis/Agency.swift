import Coding
import Signing

/// An institution with a say on the ledger: its roles, its officers' keys, and how many of them must agree.
public struct Agency: Hashable, Sendable {
  public let name: Text
  public let title: Words
  public let roles: [Role]
  /// How many officers must approve what needs approval; at least two unless the agency has one officer.
  public let threshold: UInt8
  public let officers: [PublicKey]
  /// For programme owners: the series it may write, by prefix (`id.kemensos.`).
  public let seriesPrefix: Text?
  /// For fact sources: the schemas it may attest, by name without version.
  public let schemas: [Text]

  public init(
    name: Text, title: Words, roles: [Role], threshold: UInt8, officers: [PublicKey], seriesPrefix: Text? = nil,
    schemas: [Text] = []
  ) {
    self.name = name
    self.title = title
    self.roles = roles
    self.threshold = threshold
    self.officers = officers
    self.seriesPrefix = seriesPrefix
    self.schemas = schemas
  }

  public static let maximumOfficers = 32
}

/// What an agency may do. No role can move a citizen's money.
public enum Role: UInt8, Sendable, CaseIterable {
  /// The central bank: issues rupiah against deposits and redeems them.
  case issuer = 0
  /// The treasury: funds programmes.
  case treasury = 1
  /// Registers people and families, and their first keys.
  case identity = 2
  /// Licenses shops.
  case licensing = 3
  /// Writes programmes.
  case programmeOwner = 4
  /// Attests facts.
  case factSource = 5
  /// Confirms that settled takings reached a bank.
  case settlement = 6
  /// Reads what is private in order to audit it.
  case auditor = 7
  /// Sees people who have lost every key, and joins in giving their account a new one.
  case recovery = 8
}

extension Agency: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(7)
    w.name(name)
    title.encode(to: &w)
    w.list(roles) { $0.unsigned($1.rawValue) }
    w.unsigned(threshold)
    w.list(officers)
    w.optional(seriesPrefix) { $0.name($1) }
    w.list(schemas) { $0.name($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 7)
    name = try r.name()
    title = try Words(from: &r)
    roles = try r.list(max: Role.allCases.count) { r throws(CodingError) in try r.choice(Role.self) }
    threshold = try r.unsigned()
    officers = try r.list(PublicKey.self, max: Self.maximumOfficers)
    guard threshold >= 1, Int(threshold) <= officers.count else {
      throw r.invalid("the threshold is not between one and the number of officers")
    }
    seriesPrefix = try r.optionalName()
    schemas = try r.list(max: 64) { r throws(CodingError) in try r.name() }
  }
}
