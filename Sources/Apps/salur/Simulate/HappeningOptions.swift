import ArgumentParser
import Coding
import Documents
import Ledger
import Model
import Rules

/// What a programme with a trigger is to be tried on.
struct HappeningOptions: ParsableArguments {
  @Option(
    name: .customLong("event"),
    help: ArgumentHelp("A field of the event that sets the programme off; repeat it.", valueName: "FIELD=VALUE"))
  var fields: [String] = []

  @Option(name: .customLong("region"), help: ArgumentHelp("A region the event names; repeat it.", valueName: "CODE"))
  var regions: [Region] = []

  @Option(help: ArgumentHelp("The day of the event.", valueName: "DATE"))
  var on: CivilDate?

  /// The event; fields that were not given have their lowest value.
  func event(feed: FactSchema, from first: CivilDate) throws -> Trial.Event {
    guard !regions.isEmpty else { throw Failure(SimulationPhrase.eventRegions) }
    var given: [String: String] = [:]
    for field in fields {
      let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, feed.record.index(of: Text(parts[0])) != nil else {
        throw Failure(SimulationPhrase.eventField(field, feed.record.fields.map(\.name.string)))
      }
      given[parts[0]] = parts[1]
    }
    let values = try feed.record.fields.map { field in
      try given[field.name.string].map { try value($0, field) } ?? lowest(field, on ?? first)
    }
    return Trial.Event(feed: feed, values: values, regions: regions)
  }

  private func value(_ text: String, _ field: RecordType.Field) throws -> FactValue {
    do throws(CellProblem) {
      return try FactValue(text: text, of: field)
    } catch {
      throw Failure(
        "--event \(field.name): \(error.message.indonesian); \(error.remedy.indonesian)",
        "--event \(field.name): \(error.message.english); \(error.remedy.english)")
    }
  }

  private func lowest(_ field: RecordType.Field, _ day: CivilDate) -> FactValue {
    switch field.type {
    case .int(let min, _): .int(min)
    case .rupiah: .int(0)
    case .date: .date(day)
    case .bool: .bool(false)
    case .enumeration: .code(1)
    default: .absent
    }
  }
}
