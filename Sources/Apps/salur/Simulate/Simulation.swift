import Coding
import Documents
import Ledger
import Model
import Programmes
import Rules

/// What is tried: documents, their cycles, and how families are grouped.
struct Simulation: Sendable {
  let new: Document
  /// The document it is compared with, over the same days.
  let old: Document?
  /// Documents whose decisions `receives()` hears of, each before those that ask about it.
  let others: [Document]
  let event: Trial.Event?
  /// Schemas of facts the documents read: first those about families, as the registry is packed, last those about
  /// regions.
  let schemas: [FactSchema]
  let regionFacts: [RegionFacts]
  let level: Region.Level
  let classes: Classes?

  /// One programme and the cycles of it that are tried.
  struct Document: Sendable {
    let file: String
    let compiled: CompiledProgramme
    var cycles: [Cycle]

    var programme: Programme { compiled.programme }
  }

  /// A cycle that would fall due.
  struct Cycle: Sendable, Hashable {
    let name: String
    let start: CivilDate
    let end: CivilDate
    let due: CivilDate
  }

  /// A field of the family's fact by which families are told apart: its deciles.
  struct Classes: Sendable {
    let schema: Int
    let field: Int
    let name: String
    let labels: [String]
    /// The number of the first class.
    let first: Int64

    /// Nil where there is no such field, or it has too many values to count by.
    init?(_ name: String, among schemas: [FactSchema]) {
      for (schema, candidate) in schemas.enumerated() where candidate.subject == .family {
        guard let field = candidate.record.index(of: Text(name)) else { continue }
        switch candidate.record.fields[field].type {
        case .int(let min, let max) where max - min < 128:
          labels = (min...max).map(String.init)
          first = min
        case .enumeration(let words) where words.count <= 128:
          labels = words.map(\.string)
          first = 1
        default: return nil
        }
        (self.schema, self.field, self.name) = (schema, field, name)
        return
      }
      return nil
    }
  }
}

// MARK: - Cycles

extension Simulation.Document {
  /// The cycles of a programme's schedule, at most `limit` and those of one year.
  static func cycles(of schedule: Schedule, limit: Int) -> [Simulation.Cycle] {
    var cycles: [Simulation.Cycle] = []
    let year = schedule.from.adding(months: 12) ?? .latest
    var index = 0
    while cycles.count < limit, let period = schedule.occurrence(index), period.due <= schedule.until {
      index += 1
      guard period.due >= schedule.from else { continue }
      guard period.due < year else { break }
      cycles.append(
        Simulation.Cycle(name: period.name.string, start: period.start, end: period.end, due: period.due))
    }
    return cycles
  }

  /// An event's instalments, the quorum being reached as a day begins.
  static func cycles(of trigger: Trigger, on day: CivilDate, limit: Int) -> [Simulation.Cycle] {
    trigger.instalments.prefix(limit).enumerated().compactMap { index, delay in
      guard let due = day.adding(days: Int(delay.seconds / 86_400)), let next = due.adding(days: 1) else { return nil }
      return Simulation.Cycle(name: "\(index + 1)", start: due, end: next, due: due)
    }
  }

  /// Cycles that have fallen due by a cycle's due day and whose period holds it.
  func cycles(answering asker: Simulation.Cycle) -> [Int] {
    cycles.indices.filter {
      cycles[$0].start <= asker.due && asker.due < cycles[$0].end && cycles[$0].due <= asker.due
    }
  }
}

extension Schedule {
  /// The same days of the year within another span.
  func within(_ from: CivilDate, _ until: CivilDate) -> Schedule {
    Schedule(every: every, month: month, day: day, offset: offset, from: from, until: until)
  }
}
