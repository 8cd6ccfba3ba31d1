import Model
import Rules

/// The child rows of one list field of a schema, such as a family's members: whose they are, and one column a field.
///
/// The rows of one fact lie side by side in one chunk, so a rule reads them from one base address: where a chunk has
/// too little room left, its rest stays empty.
struct ChildTable: Sendable {
  /// Which field of the schema's record the rows belong to.
  let field: Int
  let type: RecordType
  /// By fact row: where its child rows begin and how many there are.
  private var ranges = Chunked<UInt64>(blank: Range(first: 0, count: Range.absent).word)
  /// By child row: whose it is.
  private(set) var persons = Chunked<UInt32>(blank: PersonNumber.none.raw)
  private(set) var columns: [RawColumn]

  struct Range {
    let first: UInt32
    /// `absent` where the fact does not say.
    let count: UInt32

    static let absent: UInt32 = .max

    init(first: UInt32, count: UInt32) {
      self.first = first
      self.count = count
    }

    init(word: UInt64) {
      self.init(first: UInt32(truncatingIfNeeded: word >> 32), count: UInt32(truncatingIfNeeded: word))
    }

    var word: UInt64 { UInt64(first) << 32 | UInt64(count) }
  }

  func range(of fact: Int) -> Range { Range(word: ranges[fact]) }

  init(field: Int, type: RecordType) {
    self.field = field
    self.type = type
    columns = type.fields.map { RawColumn($0.type.column!) }
  }

  /// Bytes of one row as a batch holds it: the person, then every column's element.
  var packedLength: Int { columns.reduce(4) { $0 + $1.type.stride } }

  /// Adds the child rows of the next fact. `rows` points to them as a batch holds them.
  mutating func append(_ count: UInt32, from rows: UnsafeRawPointer) {
    guard count != Range.absent, count > 0 else {
      ranges.append(Range(first: UInt32(persons.count), count: count).word)
      return
    }
    let first = room(for: Int(count))
    ranges.append(Range(first: UInt32(first), count: count).word)
    var p = rows
    for row in first..<first + Int(count) {
      persons[row] = LittleEndian.load(from: p)
      p += 4
      for field in columns.indices {
        let stride = columns[field].type.stride
        columns[field].mutablePointer(to: row).copyMemory(from: p, byteCount: stride)
        p += stride
      }
    }
  }

  /// Makes the fact say nothing any more.
  mutating func erase(_ fact: Int) {
    let range = range(of: fact)
    ranges[fact] = Range(first: range.first, count: Range.absent).word
    guard range.count != Range.absent else { return }
    for row in Int(range.first)..<Int(range.first) + Int(range.count) {
      persons[row] = PersonNumber.none.raw
      for field in columns.indices {
        columns[field].type.write(.absent, to: columns[field].mutablePointer(to: row))
      }
    }
  }

  /// Adds rows that no chunk border cuts; the first one's number.
  private mutating func room(for count: Int) -> Int {
    var first = persons.count
    if first & 4095 + count > 4096 { first = (first + 4095) & ~4095 }
    persons.grow(to: first + count)
    for field in columns.indices { columns[field].grow(to: first + count) }
    return first
  }
}

// MARK: - Saving

extension ChildTable {
  func save<Failure: Error>(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    try ranges.save(to: sink)
    try persons.save(to: sink)
    for column in columns { try column.save(to: sink) }
  }

  init(field: Int, type: RecordType, loading source: (UnsafeMutableRawBufferPointer) -> Int) throws(TableError) {
    self.init(field: field, type: type)
    ranges = try Chunked(blank: Range(first: 0, count: Range.absent).word, loading: source)
    persons = try Chunked(blank: PersonNumber.none.raw, loading: source)
    for index in columns.indices {
      columns[index] = try RawColumn(columns[index].type, count: persons.count, loading: source)
    }
  }
}
