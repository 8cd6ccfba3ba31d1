import Coding
import Model
import Programmes
import Records
import Rules
import Signing

/// What programmes decide by and what they decided: facts, events, documents, cycles.
public struct BenefitState: Sendable {
  /// Facts by schema, in the order the schemas were registered; a feed of events has a store without rows.
  public internal(set) var stores: [FactStore] = []
  /// Every programme document ever proposed, and the rules made from it.
  public internal(set) var versions: [ProgrammeVersion] = []
  var compiled: [CompiledProgramme] = []
  public internal(set) var events: [Event] = []
  public internal(set) var triggers: [EventTrigger] = []
  /// Every cycle there ever was, by its number.
  public internal(set) var cycles: [CycleState] = []
  public internal(set) var appeals = AppealState()
  /// Expired classes whose rest goes back to its fund.
  var sweeps: [Sweep] = []

  /// Numbers of the cycles whose decisions are kept, ascending: those not over, and those that others may still ask
  /// about.
  var kept: [Int] = []

  // Derived, not hashed
  var digests = BenefitDigests()

  public init() {}
}

/// A cycle, and while it is open one decision for every registrant.
public struct CycleState: Sendable {
  public internal(set) var record: Cycle
  /// By account, or by person where the programme decides about persons. Empty once nobody needs it any more.
  public internal(set) var entitlements = Table<EntitlementRow>()

  // Derived from the rows
  /// Registrants to decide (again), and those who are owed after the cycle was paid.
  var pending = DirtyRows()
  var owing = DirtyRows()

  init(_ record: Cycle) { self.record = record }

  /// The decision about a registrant, as far as there is one.
  public func entitlement(of registrant: Int) -> EntitlementRow {
    registrant < entitlements.count ? entitlements[registrant] : EntitlementRow()
  }

  /// Says that what is known about a registrant has changed.
  mutating func markPending(_ registrant: Int) {
    if entitlements.count <= registrant { entitlements.grow(to: registrant + 1) }
    guard !pending.contains(registrant) else { return }
    pending.insert(registrant)
    entitlements.update(registrant) { $0.isPending = true }
  }

  /// Says that an appeal was upheld. A cycle that was stopped meanwhile owes nothing any more.
  mutating func markUpheld(_ registrant: Int) {
    guard !record.stage.isOver else { return }
    markPending(registrant)
    entitlements.update(registrant) { $0.isUpheld = true }
  }
}

/// The way of one expired class's balances back to the fund.
struct Sweep: Hashable, Sendable {
  let voucherClass: UInt32
  /// It begins once this many blocks have accepted commands.
  let waitsFor: UInt64
  /// The next account to look at.
  var cursor: UInt32 = 0
}

extension Sweep: CBORCodable {
  func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(voucherClass)
    w.unsigned(waitsFor)
    w.unsigned(cursor)
  }

  init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    voucherClass = try r.unsigned()
    waitsFor = try r.unsigned()
    cursor = try r.unsigned()
  }
}

// MARK: - Looking up

extension BenefitState {
  public var schemas: [FactSchema] { stores.map(\.schema) }

  public func store(named schema: Text) -> Int? { stores.firstIndex { $0.schema.name == schema } }

  public func version(_ id: ProgrammeID) -> Int? { versions.firstIndex { $0.id == id } }

  public func programme(_ version: Int) -> Programme { compiled[version].programme }

  /// The cycle of a series by its name.
  public func cycle(ofSeries series: Int, named name: Text) -> Int? {
    cycles.lastIndex { Int($0.record.series) == series && $0.record.name == name }
  }

  func programme(ofCycle cycle: Int) -> Programme { programme(Int(cycles[cycle].record.version)) }

  /// The document of a series that is in force.
  func activeVersion(ofSeries series: Int) -> Int? {
    versions.lastIndex { Int($0.series) == series && $0.state == .active }
  }
}
