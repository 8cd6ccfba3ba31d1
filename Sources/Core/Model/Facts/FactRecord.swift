import Coding
import Rules

/// What a fact source attests about one subject: valid-time and a record. It travels sealed (`Sealed`).
public struct FactRecord: Hashable, Sendable {
  public let subject: FactSubject
  /// The first day on which it is true, and the last, where it has one.
  public let validFrom: CivilDate
  public let validUntil: CivilDate?
  /// One value a field, in the schema's order.
  public let values: [FactValue]

  public init(subject: FactSubject, validFrom: CivilDate, validUntil: CivilDate?, values: [FactValue]) {
    self.subject = subject
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.values = values
  }
}

/// Whom or what a fact is about.
public enum FactSubject: Hashable, Sendable {
  case family(AccountNumber)
  case person(PersonNumber)
  case region(Region)

  /// The kind of subject a schema names; an event has none.
  public var kind: FactSchema.Subject {
    switch self {
    case .family: .family
    case .person: .person
    case .region: .region
    }
  }
}

extension FactSubject: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.head(UInt64(kind.rawValue), count: 2)
    switch self {
    case .family(let account): account.encode(to: &w)
    case .person(let person): person.encode(to: &w)
    case .region(let region): region.encode(to: &w)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    let number: UInt64 = try r.unsigned()
    switch number {
    case 0: self = .family(try AccountNumber(from: &r))
    case 1: self = .person(try PersonNumber(from: &r))
    case 2: self = .region(try Region(from: &r))
    default: throw r.error(.unknownCase(number))
    }
  }
}

extension FactRecord {
  public var encoded: [UInt8] {
    var w = CBORWriter(capacity: 128)
    w.array(5)
    w.unsigned(1 as UInt64)
    subject.encode(to: &w)
    validFrom.encode(to: &w)
    w.optional(validUntil)
    w.list(values) { w, value in value.encode(to: &w) }
    return w.bytes
  }

  /// Reads a record of this schema; only the schema says what its fields are.
  public init(encoded bytes: [UInt8], schema: FactSchema) throws(CodingError) {
    var r = CBORReader(bytes)
    try r.record(version: 1, count: 5)
    subject = try FactSubject(from: &r)
    guard subject.kind == schema.subject else { throw r.invalid("the schema is not about this kind of subject") }
    validFrom = try CivilDate(from: &r)
    validUntil = try r.optional()
    let fields = schema.record.fields
    try r.array(exactly: fields.count)
    var values: [FactValue] = []
    values.reserveCapacity(fields.count)
    for field in fields { values.append(try FactValue(from: &r, field: field)) }
    self.values = values
    try r.end()
  }
}
