import Model
import Rules
import Signing

// Saved form: rows, regions, unreadable rows, then the columns in field order. The newest row of every subject follows
// from the rows.

extension FactStore {
  func save<Failure: Error>(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    try rows.save(to: sink)
    try Self.saved(regions).save(to: sink)
    try Self.saved(unreadable.map { UInt64($0) }).save(to: sink)
    for column in columns { try column?.save(to: sink) }
    for table in children { try table.save(to: sink) }
  }

  init(_ schema: FactSchema, loading source: (UnsafeMutableRawBufferPointer) -> Int) throws(TableError) {
    let rows = try Table<FactRow>(loading: source)
    let regions = try Chunked<UInt64>(blank: 0, loading: source)
    let unreadable = try Chunked<UInt64>(blank: 0, loading: source)
    var columns: [RawColumn?] = []
    for field in schema.record.fields {
      columns.append(
        try field.type.column.map { (type) throws(TableError) in
          try RawColumn(type, count: rows.count, loading: source)
        })
    }
    var children: [ChildTable] = []
    for (field, declaration) in schema.record.fields.enumerated() {
      guard case .records(let type, _) = declaration.type else { continue }
      children.append(try ChildTable(field: field, type: type, loading: source))
    }
    self.init(schema, rows: rows, columns: columns, children: children)
    for index in 0..<regions.count { _ = addRegion(regions[index]) }
    for index in 0..<unreadable.count { markUnreadable(Int(unreadable[index])) }
  }

  private static func saved(_ numbers: [UInt64]) -> Chunked<UInt64> {
    var column = Chunked<UInt64>(blank: 0)
    for number in numbers { column.append(number) }
    return column
  }
}
