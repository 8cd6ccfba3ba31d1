import Coding
import Model

/// An agency as it stands: its genesis record, with the officers and the threshold of the current epoch.
public struct AgencyState: Hashable, Sendable {
  public let account: AccountNumber
  public internal(set) var agency: Agency
  /// Counts changes of officers; approvals of an earlier epoch are void.
  public internal(set) var epoch: UInt32 = 0
  /// A change of the threshold that has been announced.
  public internal(set) var pending: Rotation?

  public init(account: AccountNumber, agency: Agency) {
    self.account = account
    self.agency = agency
  }

  public func has(_ role: Role) -> Bool { agency.roles.contains(role) }
}

extension AgencyState: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    account.encode(to: &w)
    agency.encode(to: &w)
    w.unsigned(epoch)
    w.optional(pending)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 4)
    account = try AccountNumber(from: &r)
    agency = try Agency(from: &r)
    epoch = try r.unsigned()
    pending = try r.optional()
  }
}
