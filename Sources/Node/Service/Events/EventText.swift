import Events
import NIOCore
import Presentation

/// Events as `text/event-stream` has them (HTML, §9.2). The id is the entry up to which everything has been told, so whoever
/// comes back with it misses nothing and hears nothing twice.
struct EventText {
  private(set) var buffer = ByteBuffer()

  /// How long to wait before coming back, milliseconds.
  mutating func open() { buffer.writeString("retry: 3000\n\n") }

  mutating func add(_ event: AccountEvent) { add(event.kind.name, id: event.entry, event.json) }

  /// A comment for the connection, and an id without an event: the reader notes how far it has heard.
  mutating func beat(upTo entry: UInt64) { buffer.writeString(": beat\nid: \(entry)\n\n") }

  /// Too much was missed to be told again: the history has it.
  mutating func reset(from entry: UInt64, upTo last: UInt64) {
    add("reset", id: last, ["kind": "reset", "from": JSON(entry), "entry": JSON(last)])
  }

  private mutating func add(_ name: String, id: UInt64, _ json: JSON) {
    buffer.writeString("event: \(name)\nid: \(id)\ndata: \(json.text)\n\n")
  }
}
