import Coding

/// A type that is, in memory, exactly the bytes it stands for: it can live in flat tables, be hashed where it lies,
/// and is encoded as a byte string of its one length.
public protocol FixedBytes: Hashable, Sendable, BitwiseCopyable, CBORCodable, CustomStringConvertible {
  /// Why no such value may exist, or nil. Asked of everything that comes from outside.
  var defect: CodingError.Reason? { get }
}

extension FixedBytes {
  @inlinable
  public static var byteCount: Int { MemoryLayout<Self>.size }

  @inlinable
  public var defect: CodingError.Reason? { nil }

  /// The value these bytes stand for; nil if they are too few, too many or have a defect.
  @inlinable
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self = withUnsafeTemporaryAllocation(byteCount: Self.byteCount, alignment: 8) { buffer in
      buffer.copyBytes(from: bytes)
      return Self(loading: UnsafeRawPointer(buffer.baseAddress!))
    }
    if defect != nil { return nil }
  }

  /// Reads the value back from memory it was copied to, at any alignment. Nothing is checked.
  @inlinable
  public init(loading source: UnsafeRawPointer) {
    self = source.loadUnaligned(as: Self.self)
  }

  /// Writes the bytes, at any alignment.
  @inlinable
  public func copy(to destination: UnsafeMutableRawPointer) {
    destination.storeBytes(of: self, as: Self.self)
  }

  @inlinable
  public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  @inlinable
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: self, body)
  }

  /// Two hexadecimal digits a byte.
  public var description: String { Hex.encode(bytes) }

  public init(hex text: String) throws(CodingError) {
    let bytes = try Hex.decode(text)
    guard bytes.count == Self.byteCount else { throw CodingError(.invalidLength, at: text.utf8.count) }
    self = bytes.withUnsafeBytes { Self(loading: $0.baseAddress!) }
    if let defect { throw CodingError(.invalid(defect), at: 0) }
  }

  public func encode(to writer: inout CBORWriter) {
    withUnsafeBytes { writer.bytes($0) }
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    let bytes = try reader.bytes(exactly: Self.byteCount)
    self = bytes.withUnsafeBytes { Self(loading: $0.baseAddress!) }
    if let defect { throw reader.error(.invalid(defect)) }
  }
}
