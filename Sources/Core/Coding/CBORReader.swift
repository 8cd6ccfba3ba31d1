/// Reads deterministic CBOR (RFC 8949 §4.2.1) and refuses everything else: numbers not in shortest form, indefinite
/// lengths, floating point, simple values but false, true and null, tags but 18, integers outside
/// −2⁶³ ..< 2⁶⁴, bad UTF-8, keys out of order or twice, and nesting deeper than `maximumDepth`.
///
/// So whatever it accepts, `CBORWriter` writes back as the same bytes. No length is believed before it is compared
/// with its limit and with the bytes that are left.
public struct CBORReader: Sendable {
  /// How many arrays, maps and tags may be inside one another.
  public static let maximumDepth = 16
  /// The tag of a COSE_Sign1 message (RFC 9052 §2), the only one allowed.
  public static let coseSign1: UInt64 = 18

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var itemStart: Int
  private var depth = 0

  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
    itemStart = bytes.startIndex
  }

  // MARK: Where the reader is

  /// Bytes read so far.
  public var offset: Int { position - bytes.startIndex }

  public var isAtEnd: Bool { position == bytes.endIndex }

  /// Refuses trailing bytes.
  public func end() throws(CodingError) {
    if !isAtEnd { throw CodingError(.trailingBytes, at: offset) }
  }

  /// An error at the item read last: for the rules of the type being decoded.
  public func error(_ kind: CodingError.Kind) -> CodingError {
    CodingError(kind, at: itemStart - bytes.startIndex)
  }

  /// The kind of the next item, which stays unread.
  public func peekMajorType() throws(CodingError) -> CBORMajorType {
    CBORMajorType(rawValue: try peek() >> 5)!
  }

  // MARK: Numbers and simple values

  public mutating func unsigned() throws(CodingError) -> UInt64 { try head(.unsigned) }

  public mutating func unsigned<Integer: FixedWidthInteger & UnsignedInteger>() throws(CodingError) -> Integer {
    guard let value = Integer(exactly: try unsigned()) else { throw error(.outOfRange) }
    return value
  }

  public mutating func signed() throws(CodingError) -> Int64 {
    let negative = try peekMajorType() == .negative
    guard let magnitude = Int64(exactly: try head(negative ? .negative : .unsigned)) else { throw error(.outOfRange) }
    return negative ? ~magnitude : magnitude
  }

  public mutating func signed<Integer: FixedWidthInteger & SignedInteger>() throws(CodingError) -> Integer {
    guard let value = Integer(exactly: try signed()) else { throw error(.outOfRange) }
    return value
  }

  public mutating func bool() throws(CodingError) -> Bool {
    let value = try head(.simple)
    guard value != UInt64(CBORSimple.null & 0x1f) else { throw error(.invalid("expected true or false, found null")) }
    return value == UInt64(CBORSimple.true & 0x1f)
  }

  public mutating func null() throws(CodingError) {
    guard try head(.simple) == UInt64(CBORSimple.null & 0x1f) else { throw error(.invalid("expected null")) }
  }

  /// Reads a null if that is what comes next.
  public mutating func nullIfPresent() throws(CodingError) -> Bool {
    guard try peek() == CBORSimple.null else { return false }
    try null()
    return true
  }

  // MARK: Bytes and text

  public mutating func bytes(max: Int = 1 << 20) throws(CodingError) -> [UInt8] {
    [UInt8](try string(.bytes, max: max))
  }

  public mutating func bytes(exactly count: Int) throws(CodingError) -> [UInt8] {
    try bytes(exactly: count) { [UInt8]($0) }
  }

  /// Passes a byte string of `count` bytes to `body` where it lies.
  public mutating func bytes<Result>(
    exactly count: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(CodingError) -> Result {
    let value = try string(.bytes, max: .max)
    guard value.count == count else {
      throw error(.wrongCount(expected: UInt64(count), found: UInt64(value.count)))
    }
    return value.withUnsafeBytes(body)
  }

  /// A text of at most `max` bytes of UTF-8.
  public mutating func text(max: Int = 4096) throws(CodingError) -> String {
    guard let text = String(validating: try string(.text, max: max), as: UTF8.self) else { throw error(.invalidUTF8) }
    return text
  }

  // MARK: Arrays, maps and tags

  /// Enters an array of at most `max` items and returns their count.
  public mutating func array(max: Int = 1 << 16) throws(CodingError) -> Int {
    try count(.array, max: max, smallestItem: 1)
  }

  /// Enters an array that must have `count` items.
  public mutating func array(exactly count: Int) throws(CodingError) {
    let found = try head(.array)
    guard found == UInt64(count) else { throw error(.wrongCount(expected: UInt64(count), found: found)) }
  }

  /// Enters a map of at most `max` pairs and returns their count. The order of the keys is then the caller's to
  /// check; `map(max:_:)` does it.
  public mutating func map(max: Int = 1 << 16) throws(CodingError) -> Int {
    try count(.map, max: max, smallestItem: 2)
  }

  /// Reads a map of at most `max` pairs: `pair` reads one key and its value.
  public mutating func map(
    max: Int = 1 << 16, _ pair: (inout CBORReader) throws(CodingError) -> Void
  ) throws(CodingError) {
    let count = try map(max: max)
    try nested { (reader) throws(CodingError) in
      var previous: ArraySlice<UInt8> = []
      for _ in 0..<count {
        try reader.mapKey(after: &previous)
        try pair(&reader)
      }
    }
  }

  /// Checks that the next item, which stays unread, is a key that may follow `previous` (empty before the first).
  public mutating func mapKey(after previous: inout ArraySlice<UInt8>) throws(CodingError) {
    var ahead = self
    let key = try ahead.item()
    if !previous.lexicographicallyPrecedes(key) {
      throw CodingError(previous.elementsEqual(key) ? .duplicateKey : .unsortedKeys, at: offset)
    }
    previous = key
  }

  public mutating func tag(_ number: UInt64) throws(CodingError) {
    let found = try head(.tag)
    guard found == number else { throw error(.unsupportedTag(found)) }
  }

  /// Reads what is inside an array, map or tag, one level deeper. Types that contain themselves must use it.
  public mutating func nested<Result>(
    _ body: (inout CBORReader) throws(CodingError) -> Result
  ) throws(CodingError) -> Result {
    guard depth < CBORReader.maximumDepth else { throw error(.tooDeep) }
    depth += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  // MARK: Any item

  /// Steps over one item, checked to its leaves, and returns its bytes.
  public mutating func item() throws(CodingError) -> ArraySlice<UInt8> {
    let start = position
    switch try peekMajorType() {
    case .unsigned: _ = try unsigned()
    case .negative: _ = try signed() as Int64
    case .bytes: _ = try string(.bytes, max: .max)
    case .text: _ = try text(max: .max)
    case .simple: _ = try head(.simple)
    case .map: try map(max: .max) { (reader) throws(CodingError) in _ = (try reader.item(), try reader.item()) }
    case .array:
      let count = try array(max: .max)
      try nested { (reader) throws(CodingError) in for _ in 0..<count { _ = try reader.item() } }
    case .tag:
      try tag(CBORReader.coseSign1)
      try nested { (reader) throws(CodingError) in _ = try reader.item() }
    }
    return bytes[start..<position]
  }

  // MARK: Heads

  /// A byte or text string's contents.
  private mutating func string(_ type: CBORMajorType, max: Int) throws(CodingError) -> ArraySlice<UInt8> {
    let count = try count(type, max: max, smallestItem: 1)
    let start = position
    position += count
    return bytes[start..<position]
  }

  /// A head's argument as a count that is within its limit and can fit in the bytes that are left.
  private mutating func count(_ type: CBORMajorType, max: Int, smallestItem: Int) throws(CodingError) -> Int {
    let found = try head(type)
    guard found <= UInt64(max) else { throw error(.tooLong(limit: UInt64(max), found: found)) }
    guard found <= UInt64((bytes.endIndex - position) / smallestItem) else { throw error(.truncated) }
    return Int(found)
  }

  private func peek() throws(CodingError) -> UInt8 {
    guard position < bytes.endIndex else { throw CodingError(.truncated, at: offset) }
    return bytes[position]
  }

  /// Reads a head of the expected type (RFC 8949 §3) and returns its argument.
  private mutating func head(_ expected: CBORMajorType) throws(CodingError) -> UInt64 {
    let first = try peek()
    let found = CBORMajorType(rawValue: first >> 5)!
    itemStart = position
    guard found == expected else { throw error(.wrongType(expected: expected, found: found)) }
    let info = first & 0x1f
    if found == .simple { try checkSimple(first) }
    position += 1
    switch info {
    case 0..<24: return UInt64(info)
    case 24: return try argument(bytes: 1, least: 24)
    case 25: return try argument(bytes: 2, least: 1 << 8)
    case 26: return try argument(bytes: 4, least: 1 << 16)
    case 27: return try argument(bytes: 8, least: 1 << 32)
    case 31: throw error(.indefiniteLength)
    default: throw error(.reserved)
    }
  }

  private mutating func argument(bytes count: Int, least: UInt64) throws(CodingError) -> UInt64 {
    guard bytes.endIndex - position >= count else { throw error(.truncated) }
    var value: UInt64 = 0
    for _ in 0..<count {
      value = value << 8 | UInt64(bytes[position])
      position += 1
    }
    guard value >= least else { throw error(.notMinimal) }
    return value
  }

  private func checkSimple(_ first: UInt8) throws(CodingError) {
    switch first & 0x1f {
    case 20...22: return
    case 25...27: throw error(.floatingPoint)
    case 28...30: throw error(.reserved)
    case 31: throw error(.indefiniteLength)
    default: throw error(.unsupportedSimpleValue)
    }
  }
}
