import Coding
import Documents
import Model
import Platform
import Rules

/// The people a programme is tried on, in pieces that can be read at the same time.
enum SimulationRegistry {
  case file(FileRegistry)
  case made(MadeRegistry)

  /// Facts beside the registry, packed, and whom they are about.
  struct Facts: @unchecked Sendable {
    // Sendable: nobody writes the records any more.
    var places: [(subject: UInt32, record: UnsafeRawPointer)] = []

  }

  struct Piece {
    var families: PackedFamilies
    /// By schema beside the registry's.
    var facts: [Facts]
    /// What the records' memory belongs to.
    var owners: [AnyObject] = []
  }

  var pieces: Int {
    switch self {
    case .file(let registry): registry.pieces
    case .made(let registry): registry.pieces
    }
  }

  /// Nil where the file cannot be read in pieces.
  func piece(_ index: Int) -> Piece? {
    switch self {
    case .file(let registry): registry.piece(index)
    case .made(let registry): registry.piece(index)
    }
  }
}

/// A registry in a CSV file.
struct FileRegistry: Sendable {
  let name: String
  private let file: MappedFile
  private let format: RegistryFile
  /// Nil where the file is read value by value.
  private let cuts: RegistryPieces?
  private let ranges: [Range<Int>]
  private let slow: [PackedFamilies]
  private let facts: [FactsFile]

  private static let pieceLength = 4 << 20

  /// - Parameters:
  ///   - layouts: what the registry may be, the likeliest first.
  ///   - wanted: what the programmes read.
  init(
    _ path: String, layouts: [RegistryLayout], wanted: [RegistryLayout], facts: [FactsFile],
    regions: RegionCatalogue
  ) throws {
    name = Input.name(of: path)
    file = try MappedFile(path)
    self.facts = facts
    for layout in layouts {
      do throws(FamilyPacking.MissingField) {
        guard let cuts = try RegistryPieces(file.bytes, layout, as: wanted, regions: regions) else { continue }
        self.cuts = cuts
        format = RegistryFile(layout: layout, regions: regions)
        ranges = cuts.cut(file.bytes, every: Self.pieceLength)
        slow = []
        return
      } catch {
        throw Failure(SimulationPhrase.missingField(error.name, path))
      }
    }
    // Whatever else it is: the reader that explains itself says so, or reads it.
    cuts = nil
    ranges = []
    format = RegistryFile(layout: layouts[0], regions: regions)
    slow = [try Self.readSlowly(file.bytes, path, format, wanted)]
  }

  /// The same file, read value by value: with quotes, or to say what is wrong with it.
  func readSlowly(_ wanted: [RegistryLayout]) throws -> FileRegistry {
    FileRegistry(self, try Self.readSlowly(file.bytes, name, format, wanted))
  }

  private init(_ other: FileRegistry, _ families: PackedFamilies) {
    name = other.name
    file = other.file
    format = other.format
    cuts = nil
    ranges = []
    slow = [families]
    facts = other.facts
  }

  private static func readSlowly(
    _ bytes: UnsafeRawBufferPointer, _ name: String, _ format: RegistryFile, _ wanted: [RegistryLayout]
  ) throws -> PackedFamilies {
    var families: [(family: RegistryFamily, line: Int)] = []
    var line = 1
    try format.read(file: name, bytes: bytes) { family in
      families.append((family, line))
      line += family.members.count
    }
    let held = (format.layout.familyFields + format.layout.member.fields).map { Optional($0) }
    let packings = try wanted.map { layout in
      do throws(FamilyPacking.MissingField) {
        return try FamilyPacking(layout, from: held)
      } catch {
        throw Failure(SimulationPhrase.missingField(error.name, name))
      }
    }
    return PackedFamilies(families, format.layout, as: packings)
  }

  var pieces: Int { cuts == nil ? slow.count : ranges.count }
  var size: Int { file.bytes.count }

  func piece(_ index: Int) -> SimulationRegistry.Piece? {
    guard let families = cuts == nil ? slow[index] : cuts!.pack(file.bytes, ranges[index]) else { return nil }
    return SimulationRegistry.Piece(families: families, facts: facts.map { $0.facts(of: families) })
  }
}

/// Families that are made up.
struct MadeRegistry: Sendable {
  let generator: RegistryGenerator
  let families: Int
  let packings: [FamilyPacking]
  /// By schema beside the registry's: what a file says, or what is made up about pupils.
  let facts: [Source]

  enum Source: Sendable {
    case file(FactsFile)
    case pupils(FactSchema)
  }

  private static let pieceLength = 16_384

  var pieces: Int { (families + Self.pieceLength - 1) / Self.pieceLength }

  func piece(_ index: Int) -> SimulationRegistry.Piece? {
    let range = index * Self.pieceLength..<min((index + 1) * Self.pieceLength, families)
    let made = range.map { generator.family($0) }
    let packed = PackedFamilies(
      made.enumerated().map { ($1.family, range.lowerBound + $0) }, generator.layout, as: packings)
    let memory = PackedFacts()
    let facts = facts.map { source in
      switch source {
      case .file(let file): file.facts(of: packed)
      case .pupils(let schema): memory.pupils(of: made, schema)
      }
    }
    return SimulationRegistry.Piece(families: packed, facts: facts, owners: [memory])
  }
}

/// Records packed one after the other, in memory of their own.
final class PackedFacts: @unchecked Sendable {
  private var pieces: [UnsafeMutableRawPointer] = []
  private(set) var facts = SimulationRegistry.Facts()

  deinit { for piece in pieces { piece.deallocate() } }

  /// What the schools' register says about the pupils of families.
  fileprivate func pupils(of families: [GeneratedFamily], _ schema: FactSchema) -> SimulationRegistry.Facts {
    facts = SimulationRegistry.Facts()
    var first: UInt32 = 0
    for family in families {
      for student in family.students { add(student.values, of: schema, about: first + UInt32(student.member)) }
      first += UInt32(family.family.members.count)
    }
    return facts
  }

  func add(_ values: [FactValue], of schema: FactSchema, about subject: UInt32) {
    let types = schema.record.fields.compactMap(\.type.column)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: types.reduce(1) { $0 + $1.stride }, alignment: 1)
    pieces.append(memory)
    var offset = 0
    for (type, value) in zip(types, values) {
      type.write(value, to: memory + offset)
      offset += type.stride
    }
    facts.places.append((subject, UnsafeRawPointer(memory)))
  }
}
