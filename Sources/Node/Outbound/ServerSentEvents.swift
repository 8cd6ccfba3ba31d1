/// Reads `text/event-stream` (HTML, §9.2) as it comes, from somebody who is not trusted: lines have a limit.
public struct ServerSentEvents: Sendable {
  /// What was told, or an id alone: how far its sender has told everything.
  public struct Event: Equatable, Sendable {
    /// `message` where the sender says nothing.
    public let name: String
    /// Empty for an id alone.
    public let data: String
    /// The last one that was said, by this event or before.
    public let id: String
  }

  /// How long to wait before coming back, milliseconds, where the sender says so.
  public private(set) var retry: UInt64?

  public static let longestLine = 64 << 10

  private var line: [UInt8] = []
  private var endedInReturn = false
  private var isFirstLine = true
  private var name = ""
  private var data: [String] = []
  private var dataBytes = 0
  private var id = ""
  private var hasNewID = false

  public init() {}

  /// The events that are whole with these bytes.
  ///
  /// - Throws: `tooLarge` where a line, or one event's data, has more than 64 KiB.
  public mutating func read(_ bytes: [UInt8]) throws(OutboundError) -> [Event] {
    var events: [Event] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n") where endedInReturn: endedInReturn = false
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        endedInReturn = byte == UInt8(ascii: "\r")
        if let event = endLine() { events.append(event) }
      default:
        endedInReturn = false
        line.append(byte)
        guard line.count + dataBytes <= Self.longestLine else { throw .tooLarge(limit: Self.longestLine) }
      }
    }
    return events
  }

  private mutating func endLine() -> Event? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    isFirstLine = false
    guard !line.isEmpty else { return endEvent() }
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    let field = String(decoding: line[..<(colon ?? line.endIndex)], as: UTF8.self)
    var rest = colon.map { line[($0 + 1)...] } ?? []
    if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
    let value = String(decoding: rest, as: UTF8.self)
    switch field {
    case "event": name = value
    case "data":
      data.append(value)
      dataBytes += rest.count + 1
    case "id" where !rest.contains(0): (id, hasNewID) = (value, true)
    case "retry": retry = UInt64(value) ?? retry
    default: break
    }
    return nil
  }

  private mutating func endEvent() -> Event? {
    defer { (name, data, dataBytes, hasNewID) = ("", [], 0, false) }
    guard !data.isEmpty || hasNewID else { return nil }
    return Event(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"), id: id)
  }
}
