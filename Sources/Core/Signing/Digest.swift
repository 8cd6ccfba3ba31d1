import Coding

/// A SHA-256 digest: 32 bytes.
///
/// In memory it is exactly those bytes, so an array of digests is also the text to hash for the next level of a tree.
@frozen
public struct Digest: Sendable, BitwiseCopyable {
  // Each word holds eight bytes in memory order, whatever the machine's byte order.
  @usableFromInline let word0, word1, word2, word3: UInt64

  @inlinable
  init(words word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
  }

  public static let byteCount = 32

  /// 32 zero bytes.
  @inlinable
  public static var zero: Digest { Digest(words: 0, 0, 0, 0) }

  /// The digest made of these bytes, or nil unless there are exactly 32.
  @inlinable
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
      buffer.copyBytes(from: bytes)
      return Digest(loading: UnsafeRawPointer(buffer.baseAddress!))
    }
  }

  /// Reads 32 bytes, at any alignment.
  @inlinable
  public init(loading source: UnsafeRawPointer) {
    self = source.loadUnaligned(as: Digest.self)
  }

  /// Writes the 32 bytes, at any alignment.
  @inlinable
  public func copy(to destination: UnsafeMutableRawPointer) {
    destination.storeBytes(of: self, as: Digest.self)
  }

  @inlinable
  public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  @inlinable
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: self, body)
  }
}

extension Digest: Hashable {
  @inlinable
  public static func == (a: Digest, b: Digest) -> Bool {
    (a.word0 ^ b.word0) | (a.word1 ^ b.word1) | (a.word2 ^ b.word2) | (a.word3 ^ b.word3) == 0
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(word0)
    hasher.combine(word1)
    hasher.combine(word2)
    hasher.combine(word3)
  }
}

/// The order of the bytes.
extension Digest: Comparable {
  @inlinable
  public static func < (a: Digest, b: Digest) -> Bool {
    if a.word0 != b.word0 { return a.word0.bigEndian < b.word0.bigEndian }
    if a.word1 != b.word1 { return a.word1.bigEndian < b.word1.bigEndian }
    if a.word2 != b.word2 { return a.word2.bigEndian < b.word2.bigEndian }
    return a.word3.bigEndian < b.word3.bigEndian
  }
}

/// 64 hexadecimal digits.
extension Digest: CustomStringConvertible {
  public var description: String { Hex.encode(bytes) }

  public init(hex text: String) throws(CodingError) {
    let bytes = try Hex.decode(text)
    guard let digest = Digest(bytes: bytes) else { throw CodingError(.invalidLength, at: text.utf8.count) }
    self = digest
  }
}

/// A byte string of 32 bytes.
extension Digest: CBORCodable {
  public func encode(to writer: inout CBORWriter) {
    withUnsafeBytes { writer.bytes($0) }
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    self = Digest(bytes: try reader.bytes(exactly: Digest.byteCount))!
  }
}
