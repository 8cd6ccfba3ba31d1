import Coding
import Model
import Rules

/// One programme document and where it stands. The document itself never changes.
public struct ProgrammeVersion: Hashable, Sendable {
  public enum State: UInt8, Sendable, CaseIterable {
    case proposed = 0
    /// Approved; it starts when its notice, or its predecessor's last cycle, is over.
    case scheduled = 1
    case active = 2
    /// A newer document took over; its own cycles are still finished.
    case superseded = 3
    case retired = 4
  }

  public let id: ProgrammeID
  /// Place in the ledger's list of series.
  public let series: UInt32
  /// Its canonical bytes.
  public let document: [UInt8]
  public internal(set) var state = State.proposed
  /// From when on its cycles fall due.
  public internal(set) var starts: BlockTime?
  /// Its cycles begin on this day or later, and before this day: where it took over, and where it was taken over.
  public internal(set) var beginsOn: CivilDate?
  public internal(set) var endsBefore: CivilDate?
  /// The calendar's next period to look at.
  public internal(set) var nextOccurrence: UInt32 = 0

  public init(id: ProgrammeID, series: UInt32, document: [UInt8]) {
    self.id = id
    self.series = series
    self.document = document
  }

  /// Whether a cycle that begins on this day is this document's, and not its predecessor's or successor's.
  func covers(cycleBeginning day: CivilDate) -> Bool {
    if let beginsOn, day < beginsOn { return false }
    if let endsBefore, day >= endsBefore { return false }
    return true
  }
}

extension ProgrammeVersion: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(8)
    id.encode(to: &w)
    w.unsigned(series)
    w.bytes(document)
    w.unsigned(state.rawValue)
    w.optional(starts)
    w.optional(beginsOn)
    w.optional(endsBefore)
    w.unsigned(nextOccurrence)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 8)
    id = try ProgrammeID(from: &r)
    series = try r.unsigned()
    document = try r.bytes(max: Programme.maximumBytes)
    state = try r.choice()
    starts = try r.optional()
    beginsOn = try r.optional()
    endsBefore = try r.optional()
    nextOccurrence = try r.unsigned()
  }
}
