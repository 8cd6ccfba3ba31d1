import Documents
import Ledger
import Model
import Rules

/// Facts about regions in a file. A village's families read its own, or else that of the nearest region around it.
struct RegionFacts: Sendable {
  let schema: FactSchema
  private var records: [FactRecord] = []

  init(_ path: String, _ schema: FactSchema, _ regions: RegionCatalogue) throws {
    self.schema = schema
    var records: [FactRecord] = []
    try FactsReader(schema, regions: regions).read(path) { number, values in
      guard let region = Region(raw: number) else { return }
      records.append(
        FactRecord(subject: .region(region), validFrom: .earliest, validUntil: nil, values: values))
    }
    self.records = records
  }

  /// Attests them; of two about one region the one further down counts.
  func attest(in world: inout TrialWorld) {
    for record in records {
      do {
        try world.attest(schema.name, record)
      } catch {
        preconditionFailure("a file's values were read by their schema")
      }
    }
  }
}
