import Coding
import Model
import Records
import Signing

/// A page of openings for an auditor, in the order of the log: each opens the entry at its place, which the auditor has
/// from the log itself.
public struct OpeningsAnswer: Equatable, Sendable {
  /// Index of the first entry.
  public let first: UInt64
  /// One an entry; nil where it is public.
  public let openings: [Opening?]

  public static let maximumItems = 1000

  public init(first: UInt64, openings: [Opening?]) {
    self.first = first
    self.openings = openings
  }

  /// The entry the next page begins at.
  public var next: UInt64 { first + UInt64(openings.count) }
}

/// `[1, first, [opening or null, …]]`
extension OpeningsAnswer: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    w.unsigned(first)
    w.list(openings) { $0.optional($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    first = try r.unsigned()
    openings = try r.list(max: OpeningsAnswer.maximumItems) { (r) throws(CodingError) in
      try r.optional { (r) throws(CodingError) in try Opening(from: &r) }
    }
    guard first <= UInt64.max - UInt64(openings.count) else { throw r.invalid("no log is that long") }
  }
}
