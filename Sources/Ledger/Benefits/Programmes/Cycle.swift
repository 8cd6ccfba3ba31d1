import Coding
import Model
import Records
import Rules
import Signing

/// One payment period of a programme, or one instalment of an event.
public struct Cycle: Hashable, Sendable {
  public enum Stage: UInt8, Sendable, CaseIterable {
    /// Pass one: registrants are decided in order.
    case deciding = 0
    /// Everybody has a decision; pass two begins with the next block, unless it is held.
    case decided = 1
    /// The fund does not hold the total.
    case waiting = 2
    /// Pass two: the entitled are paid in order.
    case paying = 3
    /// Open for arrears until the appeal window ends and nothing is owed.
    case paid = 4
    case closed = 5
    /// The event was taken back before anybody was paid.
    case stopped = 6

    public var isOver: Bool { self == .closed || self == .stopped }
  }

  public let number: UInt32
  public let series: UInt32
  /// Place of its document in the list of programme versions.
  public let version: UInt32
  public let name: Text
  /// First day of its period, the first day after it, and the due day.
  public let start: CivilDate
  public let end: CivilDate
  public let due: CivilDate
  /// No late fact or appeal changes it from here on.
  public internal(set) var closes: BlockTime
  /// Blocks up to this height were known when it was decided.
  public let cutOff: UInt64
  /// Rows of registrants that existed then.
  public let registrants: UInt32
  /// The trigger that set it off, for an event's instalment.
  public let trigger: UInt32?

  public internal(set) var stage = Stage.deciding
  /// The next row of the pass under way.
  public internal(set) var cursor: UInt32 = 0
  /// When pass one ended: height and time.
  public internal(set) var decidedAt: UInt64 = 0
  public internal(set) var decidedTime = BlockTime(milliseconds: 0)
  public internal(set) var heldUntil: BlockTime?
  /// What the fund lacks, as last made public.
  public internal(set) var gap: Int64 = 0
  /// When that was.
  public internal(set) var gapTime: BlockTime?
  /// What there is and what is needed, where everybody is paid a share.
  public internal(set) var share: Share?
  /// The class it pays in.
  public internal(set) var voucherClass: UInt32?
  public internal(set) var totals: CycleTotals
  /// The Merkle-sum tree's root by region, once closed.
  public internal(set) var root: Digest?

  init(
    number: Int, version: Int, series: UInt32, fallingDue: DueCycle, closes: BlockTime, cutOff: UInt64,
    registrants: Int, eligibilityRules: Int
  ) {
    self.number = UInt32(number)
    self.version = UInt32(version)
    self.series = series
    name = fallingDue.name
    start = fallingDue.start
    end = fallingDue.end
    due = fallingDue.due
    trigger = fallingDue.trigger.map { UInt32($0) }
    self.closes = closes
    self.cutOff = cutOff
    self.registrants = UInt32(registrants)
    totals = CycleTotals(eligibilityRules: eligibilityRules)
  }

  public struct Share: Hashable, Sendable {
    public let available: Int64
    public let needed: Int64

    /// The part of an amount, rounded down to the rupiah.
    func of(_ amount: Int64) -> Int64 {
      let product = amount.multipliedFullWidth(by: available)
      return needed.dividingFullWidth(product).quotient
    }
  }

  /// Whether the decisions have been public long enough, and nobody holds the payments.
  func mayPay(at time: BlockTime, review: Int64) -> Bool {
    decidedTime.advanced(by: review) <= time && heldUntil.map { $0 <= time } ?? true
  }

  /// Whether it is time to say what the fund lacks: once a day, and only when that has changed.
  func mayAnnounce(_ gap: Int64, at time: BlockTime) -> Bool {
    gap != self.gap && gapTime.map { $0.advanced(by: BlockTime.day) <= time } ?? true
  }

  /// Owed and not paid. A decision never falls below what was paid, so nothing is subtracted.
  public var owed: Int64 { totals.entitledRupiah.amount - totals.paidRupiah.amount }
}

extension Cycle: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(22)
    w.unsigned(number)
    w.unsigned(series)
    w.unsigned(version)
    w.name(name)
    start.encode(to: &w)
    end.encode(to: &w)
    due.encode(to: &w)
    closes.encode(to: &w)
    w.unsigned(cutOff)
    w.unsigned(registrants)
    w.optional(trigger) { $0.unsigned($1) }
    w.unsigned(stage.rawValue)
    w.unsigned(cursor)
    w.unsigned(decidedAt)
    decidedTime.encode(to: &w)
    w.optional(heldUntil)
    w.signed(gap)
    w.optional(gapTime)
    w.optional(share) { w, share in
      w.array(2)
      w.signed(share.available)
      w.signed(share.needed)
    }
    w.optional(voucherClass) { $0.unsigned($1) }
    totals.encode(to: &w)
    w.optional(root)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 22)
    number = try r.unsigned()
    series = try r.unsigned()
    version = try r.unsigned()
    name = try r.name(max: 128)
    start = try CivilDate(from: &r)
    end = try CivilDate(from: &r)
    due = try CivilDate(from: &r)
    closes = try BlockTime(from: &r)
    cutOff = try r.unsigned()
    registrants = try r.unsigned()
    trigger = try r.optional { (r) throws(CodingError) in try r.unsigned() }
    stage = try r.choice()
    cursor = try r.unsigned()
    decidedAt = try r.unsigned()
    decidedTime = try BlockTime(from: &r)
    heldUntil = try r.optional()
    gap = try r.signed()
    gapTime = try r.optional()
    share = try r.optional { (r) throws(CodingError) in
      try r.array(exactly: 2)
      return Share(available: try r.signed(), needed: try r.signed())
    }
    voucherClass = try r.optional { (r) throws(CodingError) in try r.unsigned() }
    totals = try CycleTotals(from: &r)
    root = try r.optional()
  }
}
