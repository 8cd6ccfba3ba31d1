import Coding
import Rules

/// A moment on the ledger's clock: milliseconds since 1970-01-01T00:00Z. It comes only from a block's header.
public struct BlockTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let milliseconds: Int64

  @inlinable
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The start (00:00) of a civil day in a fixed offset.
  public init(startOf day: CivilDate, offset: UTCOffset) {
    milliseconds = Int64(day.days) * Self.day - Int64(offset.minutes) * Self.minute
  }

  /// The civil day it falls on in a fixed offset; nil outside the calendar's years.
  public func day(offset: UTCOffset) -> CivilDate? {
    let local = milliseconds + Int64(offset.minutes) * Self.minute
    let day = local >= 0 ? local / Self.day : -((Self.day - 1 - local) / Self.day)
    return Int32(exactly: day).flatMap { CivilDate(days: $0) }
  }

  /// Later by a span of milliseconds; the span is a parameter or period of the ledger and far from overflow.
  public func advanced(by milliseconds: Int64) -> BlockTime {
    BlockTime(milliseconds: self.milliseconds + milliseconds)
  }

  public static func < (a: BlockTime, b: BlockTime) -> Bool { a.milliseconds < b.milliseconds }

  public static let second: Int64 = 1_000
  public static let minute: Int64 = 60_000
  public static let hour: Int64 = 3_600_000
  public static let day: Int64 = 86_400_000
}

extension BlockTime: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.signed(milliseconds) }
  public init(from r: inout CBORReader) throws(CodingError) { milliseconds = try r.signed() }
}
