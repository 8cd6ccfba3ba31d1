import Coding
import Documents
import Model
import Platform
import Presentation
import Rules

/// Facts about persons or families in a file, to be found by their numbers.
struct FactsFile: Sendable {
  let schema: FactSchema
  private let memory: PackedFacts
  private let places: [UInt64: Int]

  init(_ path: String, _ schema: FactSchema) throws {
    self.schema = schema
    let memory = PackedFacts()
    var places: [UInt64: Int] = [:]
    try FactsReader(schema).read(path) { number, values in
      places[number] = memory.facts.places.count
      memory.add(values, of: schema, about: 0)
    }
    self.memory = memory
    self.places = places
  }

  /// What the file says about the people or families of a piece, numbered from 0.
  func facts(of families: PackedFamilies) -> SimulationRegistry.Facts {
    var facts = SimulationRegistry.Facts()
    for (index, number) in (schema.subject == .person ? families.persons : families.cards).enumerated() {
      guard let place = places[number] else { continue }
      facts.places.append((UInt32(index), memory.facts.places[place].record))
    }
    return facts
  }
}

extension FactsReader {
  /// Reads a file: JSON, an object a line, where its name ends in `.jsonl`; otherwise CSV.
  func read(_ path: String, _ body: (UInt64, [FactValue]) -> Void) throws {
    let file = try MappedFile(path)
    guard path.hasSuffix(".jsonl") else {
      return try read(file: Input.name(of: path), bytes: file.bytes, body)
    }
    var problems: [Diagnostic] = []
    for (index, bytes) in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      guard problems.count < 100 else { break }
      guard let line = try FactLine(json: Array(bytes), file: Input.name(of: path), number: index + 1) else { continue }
      if let fact = read(line, &problems) { body(fact.number, fact.values) }
    }
    guard problems.isEmpty else { throw DocumentError(problems) }
  }
}

extension FactLine {
  /// Nil for an empty line.
  ///
  /// - Throws: for what is no JSON object of single values, with its place.
  fileprivate init?(json bytes: [UInt8], file: String, number: Int) throws {
    guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return nil }
    do throws(JSONError) {
      guard case .object(let members) = try JSONReader.read(bytes) else {
        throw JSONError(phrase: SimulationPhrase.noObject, line: 1, column: 1)
      }
      let cells = try members.map { (member) throws(JSONError) in (member.key, try Self.cell(member)) }
      self.init(file: file, number: number, text: String(decoding: bytes, as: UTF8.self), cells: cells)
    } catch {
      throw JSONError(phrase: error.phrase, line: number, column: error.column).failure(in: file)
    }
  }

  private static func cell(_ member: JSON.Member) throws(JSONError) -> String {
    switch member.value {
    case .null: return ""
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .string(let value): return value
    case .array, .object, .written:
      throw JSONError(phrase: SimulationPhrase.noSingleValue(member.key), line: 1, column: 1)
    }
  }
}
