import Coding
import Model
import Rules
import Signing

/// A public word about one payment cycle.
public struct CycleNotice: Hashable, Sendable {
  public enum Stage: UInt8, Sendable, CaseIterable {
    /// Due: the cut-off is frozen and deciding begins.
    case opened = 0
    /// Everybody has a decision.
    case decided = 1
    /// The fund does not hold the total; `gap` says by how much.
    case waiting = 2
    /// Everybody entitled has been paid.
    case paid = 3
    /// No decision changes any more; `root` commits to every entitlement by region.
    case closed = 4
    /// The event was taken back before anybody was paid.
    case stopped = 5
  }

  public let stage: Stage
  public let series: Text
  public let cycle: Text
  public let programme: ProgrammeID
  public let due: CivilDate
  /// Only commands up to this height count as known at the due time.
  public let cutOff: UInt64
  public let totals: CycleTotals
  public let gap: Rupiah
  /// The Merkle-sum tree's root over blinded leaves (stage `closed`).
  public let root: Digest?

  public init(
    stage: Stage, series: Text, cycle: Text, programme: ProgrammeID, due: CivilDate, cutOff: UInt64,
    totals: CycleTotals, gap: Rupiah, root: Digest?
  ) {
    self.stage = stage
    self.series = series
    self.cycle = cycle
    self.programme = programme
    self.due = due
    self.cutOff = cutOff
    self.totals = totals
    self.gap = gap
    self.root = root
  }
}

/// A cycle in numbers.
public struct CycleTotals: Hashable, Sendable {
  public var decided: UInt64 = 0
  public var entitled: UInt64 = 0
  /// Waiting for a fact.
  public var undecided: UInt64 = 0
  /// Answers "no", by eligibility rule in the document's order; the last one counts "no payment rule held".
  public var refused: [UInt64] = []
  public var entitledRupiah: Rupiah = .zero
  public var paid: UInt64 = 0
  public var paidRupiah: Rupiah = .zero

  public init() {}
}

extension CycleNotice: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(10)
    w.unsigned(1 as UInt64)
    w.unsigned(stage.rawValue)
    w.name(series)
    w.name(cycle)
    programme.encode(to: &w)
    due.encode(to: &w)
    w.unsigned(cutOff)
    totals.encode(to: &w)
    gap.encode(to: &w)
    w.optional(root)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 10)
    stage = try r.choice()
    series = try r.name()
    cycle = try r.name(max: 128)
    programme = try ProgrammeID(from: &r)
    due = try CivilDate(from: &r)
    cutOff = try r.unsigned()
    totals = try CycleTotals(from: &r)
    gap = try Rupiah(from: &r)
    root = try r.optional()
  }
}

extension CycleTotals: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(7)
    w.unsigned(decided)
    w.unsigned(entitled)
    w.unsigned(undecided)
    w.list(refused) { $0.unsigned($1) }
    entitledRupiah.encode(to: &w)
    w.unsigned(paid)
    paidRupiah.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 7)
    decided = try r.unsigned()
    entitled = try r.unsigned()
    undecided = try r.unsigned()
    refused = try r.list(max: 65) { r throws(CodingError) in try r.unsigned() }
    entitledRupiah = try Rupiah(from: &r)
    paid = try r.unsigned()
    paidRupiah = try Rupiah(from: &r)
  }
}
