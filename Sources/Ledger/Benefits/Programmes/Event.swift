import Coding
import Model
import Rules

/// Something that happened, as its sources say: all attestations of a feed that agree on its key fields.
public struct Event: Hashable, Sendable {
  /// Place of the feed in the list of schemas.
  public let feed: UInt32
  /// Encodings of the key fields' values.
  public let key: [UInt8]
  public internal(set) var words: [Word] = []

  /// How often one source may speak of one event: to correct itself, not to flood.
  static let mostWords = 16

  /// One source's word.
  public struct Word: Hashable, Sendable {
    public let source: AccountNumber
    /// The entry that carries it.
    public let entry: UInt64
    public let time: BlockTime
    /// The values as attested.
    public let values: [UInt8]
    public let regions: [Region]
    public internal(set) var isRetracted = false
  }
}

/// An event that set a programme off: what its quorum agreed on, frozen.
public struct EventTrigger: Hashable, Sendable {
  /// Place of the programme's document in the list of versions.
  public let version: UInt32
  public let event: UInt32
  /// When the quorum was reached.
  public let time: BlockTime
  /// The medians of what the sources said, and the regions named by as many as the quorum asks.
  public let values: [UInt8]
  public let regions: [Region]
  /// The next instalment to fall due.
  public internal(set) var nextInstalment: UInt8 = 0
  /// Too few sources stand by it: what is not paid is not paid any more.
  public internal(set) var isStopped = false

  func affects(_ home: Region) -> Bool { regions.contains { $0.contains(home) } }
}

extension Event: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(feed)
    w.bytes(key)
    w.list(words)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    feed = try r.unsigned()
    key = try r.bytes(max: Programme.maximumBytes)
    words = try r.list(max: 4096)
  }
}

extension Event.Word: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    source.encode(to: &w)
    w.unsigned(entry)
    time.encode(to: &w)
    w.bytes(values)
    w.list(regions)
    w.bool(isRetracted)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 6)
    source = try AccountNumber(from: &r)
    entry = try r.unsigned()
    time = try BlockTime(from: &r)
    values = try r.bytes(max: Programme.maximumBytes)
    regions = try r.list(max: 256)
    isRetracted = try r.bool()
  }
}

extension EventTrigger: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(7)
    w.unsigned(version)
    w.unsigned(event)
    time.encode(to: &w)
    w.bytes(values)
    w.list(regions)
    w.unsigned(nextInstalment)
    w.bool(isStopped)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 7)
    version = try r.unsigned()
    event = try r.unsigned()
    time = try BlockTime(from: &r)
    values = try r.bytes(max: Programme.maximumBytes)
    regions = try r.list(max: 4096)
    nextInstalment = try r.unsigned()
    isStopped = try r.bool()
  }
}
