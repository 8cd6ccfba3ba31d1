import Coding
import Model
import Rules
import Signing

/// Facts that have been read and checked, and wait to be appended: all of a batch, or none.
///
/// What they say is packed row by row as the columns hold it: every scalar field's element, then for every list its
/// count and its rows.
struct FactBatch {
  private(set) var rows: [FactRow] = []
  /// Whom each row is about; the store finds their places.
  var subjects: [FactSubject] = []
  /// Where each row's packed bytes begin; nil where its sealed bytes were erased before this replay.
  private(set) var places: [Int?] = []
  private(set) var bytes: [UInt8] = []
  /// Whom the last row's lists name.
  private(set) var peopleOfLastRow: [PersonNumber] = []

  mutating func reserve(_ count: Int) {
    rows.reserveCapacity(count)
    subjects.reserveCapacity(count)
    places.reserveCapacity(count)
    bytes.reserveCapacity(count * 128)
  }

  /// Adds a fact whose content is gone.
  mutating func appendErased(_ row: FactRow) {
    rows.append(row)
    places.append(nil)
  }

  /// Reads a sealed record of the schema; whom it is about is for the caller to check.
  mutating func append(
    _ content: ArraySlice<UInt8>, of store: borrowing FactStore, sealed seal: Digest
  ) throws(CodingError) -> FactSubject {
    var r = CBORReader(content)
    try r.record(version: 1, count: 5)
    let subject = try FactSubject(from: &r)
    guard subject.kind == store.schema.subject else {
      throw r.invalid("the schema is not about this kind of subject")
    }
    var row = FactRow()
    row.seal = seal
    row.validFrom = try CivilDate(from: &r).days
    row.validUntil = try r.optional(CivilDate.self)?.days ?? .max
    rows.append(row)
    places.append(bytes.count)
    peopleOfLastRow.removeAll(keepingCapacity: true)
    let fields = store.schema.record.fields
    try r.array(exactly: fields.count)
    for field in fields {
      if let column = field.type.column {
        pack(try FactValue(from: &r, field: field), column)
      } else {
        try packChildren(&r, field)
      }
    }
    try r.end()
    return subject
  }

  private mutating func packChildren(_ r: inout CBORReader, _ field: RecordType.Field) throws(CodingError) {
    guard case .records(let type, let max) = field.type else { return }
    if try r.nullIfPresent() {
      guard field.optional else { throw r.invalid("a field that is not optional is absent") }
      return pack(ChildTable.Range.absent)
    }
    let count = try r.array(max: max)
    pack(UInt32(count))
    for _ in 0..<count {
      try r.array(exactly: type.fields.count + 1)
      let person = try PersonNumber(from: &r)
      peopleOfLastRow.append(person)
      pack(person.raw)
      for field in type.fields { pack(try FactValue(from: &r, field: field), field.type.column!) }
    }
  }

  private mutating func pack(_ value: FactValue, _ column: ColumnType) {
    let place = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: column.stride))
    bytes.withUnsafeMutableBytes { column.write(value, to: $0.baseAddress! + place) }
  }

  private mutating func pack(_ number: UInt32) {
    for shift in stride(from: 0 as UInt32, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}
