import Coding
import Documents
import Model
import Platform
import Rules

/// Facts about persons or families in a CSV file, to be found by their numbers.
struct FactsFile: Sendable {
  let schema: FactSchema
  private let memory: PackedFacts
  private let places: [UInt64: Int]

  init(_ path: String, _ schema: FactSchema) throws {
    self.schema = schema
    let file = try MappedFile(path)
    let memory = PackedFacts()
    var places: [UInt64: Int] = [:]
    try FactsReader(schema).read(file: Input.name(of: path), bytes: file.bytes) { number, values in
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
