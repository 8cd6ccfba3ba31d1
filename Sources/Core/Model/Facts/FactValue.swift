import Coding
import Rules

/// One field of an attested record, shaped by its schema.
public enum FactValue: Hashable, Sendable {
  case absent
  case bool(Bool)
  /// Whole numbers and rupiah.
  case int(Int64)
  case date(CivilDate)
  /// A word of the field's closed list, by its 1-based place.
  case code(UInt16)
  case region(Region)
  case text(Text)
  /// Child rows; each belongs to a person.
  case members([MemberRow])
}

/// One child row of an attested record: a member of a family.
public struct MemberRow: Hashable, Sendable {
  public let person: PersonNumber
  public let values: [FactValue]

  public init(person: PersonNumber, values: [FactValue]) {
    self.person = person
    self.values = values
  }
}

extension FactValue {
  /// Writes the value; its field's type says how to read it back.
  func encode(to w: inout CBORWriter) {
    switch self {
    case .absent: w.null()
    case .bool(let value): w.bool(value)
    case .int(let value): w.signed(value)
    case .date(let value): value.encode(to: &w)
    case .code(let value): w.unsigned(value)
    case .region(let value): value.encode(to: &w)
    case .text(let value): w.name(value)
    case .members(let rows):
      w.list(rows) { w, row in
        w.array(row.values.count + 1)
        row.person.encode(to: &w)
        for value in row.values { value.encode(to: &w) }
      }
    }
  }

  /// Reads a value of a field and refuses what its type does not admit.
  package init(from r: inout CBORReader, field: RecordType.Field) throws(CodingError) {
    if try r.nullIfPresent() {
      guard field.optional else { throw r.invalid("a field that is not optional is absent") }
      self = .absent
      return
    }
    switch field.type {
    case .bool: self = .bool(try r.bool())
    case .int(let min, let max):
      let value: Int64 = try r.signed()
      guard min <= value, value <= max else { throw r.error(.outOfRange) }
      self = .int(value)
    case .rupiah:
      let value: Int64 = try r.signed()
      guard value >= 0 else { throw r.error(.outOfRange) }
      self = .int(value)
    case .date: self = .date(try CivilDate(from: &r))
    case .enumeration(let words):
      let value: UInt16 = try r.unsigned()
      guard value >= 1, Int(value) <= words.count else { throw r.error(.outOfRange) }
      self = .code(value)
    case .region: self = .region(try Region(from: &r))
    case .text(let maxBytes): self = .text(try r.name(max: maxBytes))
    case .records(let record, let max):
      self = .members(
        try r.list(max: max) { r throws(CodingError) in try MemberRow(from: &r, type: record) })
    }
  }
}

extension MemberRow {
  fileprivate init(from r: inout CBORReader, type: RecordType) throws(CodingError) {
    try r.array(exactly: type.fields.count + 1)
    person = try PersonNumber(from: &r)
    var values: [FactValue] = []
    for field in type.fields { values.append(try FactValue(from: &r, field: field)) }
    self.values = values
  }
}
