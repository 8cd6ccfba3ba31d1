import Coding
import Signing

/// Sixteen secret bytes of one account. They blind its entries and its state leaves, so that nothing about a person
/// can be guessed from the public log.
public struct Salt: Hashable, Sendable, BitwiseCopyable {
  public let high: UInt64
  public let low: UInt64

  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The first sixteen bytes, big-endian halves; nil where there are fewer.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    high = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
  }

  public var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * $0)) }
      + (0..<8).map { UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * $0)) }
  }

  /// Agencies have nothing to hide: their entries are public.
  public static let none = Salt(high: 0, low: 0)
}

extension Salt: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.bytes(bytes) }

  public init(from r: inout CBORReader) throws(CodingError) {
    let bytes = try r.bytes(exactly: 16)
    self = Salt(bytes)!
  }
}
