import Coding
import Model
import Rules

/// How a registry's columns make up one schema's records, packed as a fact's columns hold them: every scalar field's
/// element, and in the list's place its count and a row for every person.
public struct FamilyPacking: Sendable {
  public let layout: RegistryLayout
  /// The registry's column by field of the family, and by field of a member; nil where none holds it.
  let familyColumns: [Int?]
  let memberColumns: [Int?]

  /// - Parameters:
  ///   - layout: of the records wanted.
  ///   - held: what the registry's columns hold, by place.
  /// - Throws: the name of a field that the registry does not hold, or holds as something else.
  public init(_ layout: RegistryLayout, from held: [RecordType.Field?]) throws(MissingField) {
    self.layout = layout
    func column(_ field: RecordType.Field) throws(MissingField) -> Int? {
      let column = held.firstIndex { $0?.name == field.name }
      guard let column, let holder = held[column] else {
        guard field.optional else { throw MissingField(name: field.name.string) }
        return nil
      }
      guard holder.type == field.type, field.optional || !holder.optional else {
        throw MissingField(name: field.name.string)
      }
      return column
    }
    var familyColumns: [Int?] = []
    for (index, field) in layout.schema.record.fields.enumerated() {
      familyColumns.append(index == layout.members ? nil : try column(field))
    }
    var memberColumns: [Int?] = []
    for field in layout.member.fields { memberColumns.append(try column(field)) }
    self.familyColumns = familyColumns
    self.memberColumns = memberColumns
  }

  public struct MissingField: Error {
    public let name: String
  }
}

/// Packs cells as records of one schema, for one thread.
struct FamilyPacker: ~Copyable {
  let bytes: PackedBytes
  /// Where each family's record begins.
  private(set) var starts: [Int] = []
  /// The family's fields before its list and behind it, and a member's.
  private let before: Cells
  private let behind: Cells
  private let member: Cells
  private var countPlace = 0

  /// Some cells of a row that are packed side by side.
  private struct Cells {
    let packers: UnsafeMutableBufferPointer<CellPacker>
    let length: Int

    init(_ fields: [(field: RecordType.Field, column: Int?)], from start: Int = 0) {
      packers = .allocate(capacity: fields.count)
      var offset = start
      for (index, (field, column)) in fields.enumerated() {
        packers.initializeElement(at: index, to: CellPacker(field, column: column, offset: offset))
        offset += field.type.column!.stride
      }
      length = offset
    }

    func free() {
      for packer in packers { packer.free() }
      packers.deallocate()
    }

    @inline(__always)
    func pack(_ row: CSVRow, to p: UnsafeMutableRawPointer) -> Bool {
      for index in packers.indices {
        let column = packers[index].column
        let cell = column < 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : row[column]
        guard packers[index].pack(cell, to: p + packers[index].offset) else { return false }
      }
      return true
    }
  }

  init(_ packing: FamilyPacking) {
    let layout = packing.layout
    let fields = Array(zip(layout.schema.record.fields, packing.familyColumns)).map { (field: $0.0, column: $0.1) }
    before = Cells(Array(fields[..<layout.members]))
    behind = Cells(Array(fields[(layout.members + 1)...]))
    member = Cells(zip(layout.member.fields, packing.memberColumns).map { (field: $0.0, column: $0.1) }, from: 4)
    bytes = PackedBytes()
  }

  deinit {
    before.free()
    behind.free()
    member.free()
  }

  mutating func start(_ row: CSVRow) -> Bool {
    starts.append(bytes.count)
    let p = bytes.add(before.length + 4)
    countPlace = bytes.count - 4
    return before.pack(row, to: p)
  }

  mutating func add(_ person: UInt32, _ row: CSVRow) -> Bool {
    let p = bytes.add(member.length)
    p.storeBytes(of: person.littleEndian, as: UInt32.self)
    return member.pack(row, to: p)
  }

  /// - Parameter row: the family's first.
  mutating func finish(_ people: Int, _ row: CSVRow) -> Bool {
    (bytes.base + countPlace).storeBytes(of: UInt32(people).littleEndian, as: UInt32.self)
    if behind.packers.isEmpty { return true }
    return behind.pack(row, to: bytes.add(behind.length))
  }
}

/// Memory that grows, without alignment.
final class PackedBytes: @unchecked Sendable {
  // Sendable: one thread writes it, and the others read it afterwards.
  private(set) var base: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity = 1 << 16

  init() { base = .allocate(byteCount: capacity, alignment: 16) }

  deinit { base.deallocate() }

  /// Room for so many bytes more; it holds until the next call.
  @inline(__always)
  func add(_ length: Int) -> UnsafeMutableRawPointer {
    if count + length > capacity { grow(length) }
    count += length
    return base + count - length
  }

  private func grow(_ length: Int) {
    capacity = max(capacity * 2, count + length)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = larger
  }
}
