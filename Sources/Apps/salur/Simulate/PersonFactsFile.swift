import Coding
import Documents
import Model
import Platform
import Rules

/// Facts about persons in a CSV file, to be found by the person's number.
struct PersonFactsFile: Sendable {
  let schema: FactSchema
  private let memory: PackedFacts
  private let places: [UInt64: Int]

  init(_ path: String, _ schema: FactSchema) throws {
    self.schema = schema
    let file = try MappedFile(path)
    let memory = PackedFacts()
    var places: [UInt64: Int] = [:]
    try PersonFactsReader(schema).read(file: Input.name(of: path), bytes: file.bytes) { person, values in
      places[person] = places.count
      memory.add(values, of: schema, about: 0)
    }
    self.memory = memory
    self.places = places
  }

  /// What the file says about these people, numbered from 0.
  func facts(of persons: [UInt64]) -> SimulationRegistry.PersonFacts {
    var facts = SimulationRegistry.PersonFacts()
    for (number, person) in persons.enumerated() {
      guard let place = places[person] else { continue }
      facts.places.append((UInt32(number), memory.facts.places[place].record))
    }
    return facts
  }
}
