import Coding
import Model
import Programmes
import Rules

/// The event a cycle is about, as its rules read it: one row of columns, and the regions it names.
struct EventInput: Sendable {
  let trigger: EventTrigger
  let columns: [RawColumn]

  init(_ trigger: EventTrigger, in benefits: BenefitState) {
    self.init(trigger, feed: benefits.stores[Int(benefits.events[Int(trigger.event)].feed)].schema)
  }

  /// - Parameter feed: the schema the trigger's values are of.
  init(_ trigger: EventTrigger, feed: FactSchema) {
    self.trigger = trigger
    do throws(CodingError) {
      columns = Self.columns(feed, try EventAttestation.decodeValues(trigger.values, schema: feed))
    } catch {
      preconditionFailure("a trigger's values were encoded by the ledger")
    }
  }

  /// One row of columns that holds these values.
  static func columns(_ feed: FactSchema, _ values: [FactValue]) -> [RawColumn] {
    zip(feed.record.fields, values).map { field, value in
      var column = RawColumn(field.type.column!)
      column.grow(to: 1)
      column.type.write(value, to: column.mutablePointer(to: 0))
      return column
    }
  }
}

extension Frame {
  /// Binds an event's columns to the input that names it.
  mutating func bind(_ columns: [RawColumn], toInput input: Int) {
    let first = rules.environment.inputs[input].firstColumn
    for field in columns.indices { bind(column: first + field, to: columns[field].base(ofChunk: 0)) }
    setRow(input, 0)
  }
}
