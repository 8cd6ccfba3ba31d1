import Coding
import Model
import Rules
import Signing

/// A public word about appeals: that an agency let some lie, or what became of a cycle's. It says nothing about anyone.
public struct AppealNotice: Hashable, Sendable {
  public let series: Text
  public let cycle: Text
  /// Who let them lie; nil where this is the cycle's count.
  public let late: AccountNumber?
  public let counts: [Count]

  /// Appeals of people in one region; of the whole cycle where the region is nil. Regions with few are left out, and one
  /// more where the rest would tell.
  public struct Count: Hashable, Sendable {
    public let region: Region?
    public var filed: UInt32 = 0
    public var upheld: UInt32 = 0
    public var refused: UInt32 = 0
    /// How often somebody let one lie.
    public var late: UInt32 = 0
    /// From filing to answer, in all.
    public var hours: UInt64 = 0

    public init(region: Region?) { self.region = region }
  }

  public init(series: Text, cycle: Text, late: AccountNumber?, counts: [Count]) {
    self.series = series
    self.cycle = cycle
    self.late = late
    self.counts = counts
  }
}

extension AppealNotice: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(5)
    w.unsigned(1 as UInt64)
    w.name(series)
    w.name(cycle)
    w.optional(late)
    w.list(counts)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 5)
    series = try r.name()
    cycle = try r.name(max: 128)
    late = try r.optional()
    counts = try r.list(max: 1_000)
  }
}

extension AppealNotice.Count: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.optional(region)
    w.unsigned(filed)
    w.unsigned(upheld)
    w.unsigned(refused)
    w.unsigned(late)
    w.unsigned(hours)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 6)
    region = try r.optional()
    filed = try r.unsigned()
    upheld = try r.unsigned()
    refused = try r.unsigned()
    late = try r.unsigned()
    hours = try r.unsigned()
  }
}
