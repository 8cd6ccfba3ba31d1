import Coding
import Glibc
import Logging
import Model
import Platform
import Presentation
import Synchronization

/// Writes log lines to one descriptor: an object of JSON each, or text for people.
public struct LineLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let isJSON: Bool
  private let descriptor: Int32

  /// One line at a time, or they would run into one another.
  private static let writing = Mutex(())

  public init(label: String, level: Logger.Level, format: LogFormat, descriptor: Int32 = STDERR_FILENO) {
    self.label = label
    self.descriptor = descriptor
    logLevel = level
    isJSON = format.isJSON(on: descriptor)
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = "\(type(of: error))" }
    let time = BlockTime(milliseconds: SystemClock.nowMilliseconds()).rfc3339
    let fields = all.sorted { $0.key < $1.key }
    let line = isJSON ? json(event, time, fields) : text(event, time, fields)
    Self.writing.withLock { _ in write(Array((line + "\n").utf8)) }
  }

  private func json(_ event: LogEvent, _ time: String, _ fields: [(key: String, value: Logger.MetadataValue)]) -> String
  {
    let own: [JSON.Member] = [
      .init(key: "time", value: .string(time)), .init(key: "level", value: .string(event.level.rawValue)),
      .init(key: "logger", value: .string(label)), .init(key: "message", value: .string("\(event.message)")),
    ]
    let taken = Set(own.map(\.key))
    return JSON.object(
      own + fields.filter { !taken.contains($0.key) }.map { .init(key: $0.key, value: .string("\($0.value)")) }
    ).text
  }

  private func text(_ event: LogEvent, _ time: String, _ fields: [(key: String, value: Logger.MetadataValue)]) -> String
  {
    let level = event.level.rawValue
    let padded = level + String(repeating: " ", count: max(0, 7 - level.count))
    let words = ["\(time) \(padded) \(event.message)"] + fields.map { "\($0.key)=\($0.value)" }
    // Whatever is in a message, it stays one line and moves no cursor.
    let line = words.joined(separator: " ").unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: line)
    return String(text)
  }

  /// A log that cannot be written stops nobody.
  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

extension LogFormat {
  public func isJSON(on descriptor: Int32) -> Bool {
    switch self {
    case .auto: isatty(descriptor) == 0
    case .text: false
    case .json: true
    }
  }
}
