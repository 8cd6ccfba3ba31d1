import Coding
import Model

/// How much an officer has done today of what is limited.
public struct OfficerCount: Hashable, Sendable {
  public let agency: AccountNumber
  public let credential: UInt16
  public let act: Act
  public internal(set) var count: UInt32

  public enum Act: UInt8, Sendable {
    case claims = 0
    case reissues = 1
  }
}

extension OfficerCount: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    agency.encode(to: &w)
    w.unsigned(credential)
    w.unsigned(act.rawValue)
    w.unsigned(count)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 4)
    agency = try AccountNumber(from: &r)
    credential = try r.unsigned()
    act = try r.choice(Act.self)
    count = try r.unsigned()
  }
}

extension LedgerState {
  /// Whether every officer who agreed to a command may do one more such thing today.
  func checkOfficers(_ act: OfficerCount.Act, _ context: CommandContext, at time: BlockTime) throws(Rejection) {
    guard officerDay == parameters.day(of: time) else { return }
    let most = act == .claims ? parameters.claimsPerOfficer : parameters.reissuesPerOfficer
    for officer in context.officers {
      let done = officerCounts.first { $0.agency == context.by && $0.credential == officer && $0.act == act }
      guard done?.count ?? 0 < most else { throw .officerLimit }
    }
  }

  mutating func count(_ act: OfficerCount.Act, _ context: CommandContext, at time: BlockTime) {
    let day = parameters.day(of: time)
    if officerDay != day {
      officerDay = day
      officerCounts.removeAll()
    }
    for officer in context.officers {
      let index = officerCounts.firstIndex {
        $0.agency == context.by && $0.credential == officer && $0.act == act
      }
      if let index {
        officerCounts[index].count += 1
      } else {
        officerCounts.append(OfficerCount(agency: context.by, credential: officer, act: act, count: 1))
      }
    }
  }
}
