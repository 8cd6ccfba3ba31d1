import Coding
import Model

/// An agency's act that waits for more of its officers.
public struct Proposal: Hashable, Sendable {
  public let id: CommandID
  public let agency: AccountNumber
  public let action: Action
  public let epoch: UInt32
  public let expires: BlockTime
  /// Credentials of the officers who agreed, the proposer first; one approval an officer.
  public internal(set) var approvals: [UInt16]

  public init(
    id: CommandID, agency: AccountNumber, action: Action, epoch: UInt32, expires: BlockTime, approvals: [UInt16]
  ) {
    self.id = id
    self.agency = agency
    self.action = action
    self.epoch = epoch
    self.expires = expires
    self.approvals = approvals
  }
}

extension Proposal: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    id.encode(to: &w)
    agency.encode(to: &w)
    action.encode(to: &w)
    w.unsigned(epoch)
    expires.encode(to: &w)
    w.list(approvals) { $0.unsigned($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 6)
    id = try CommandID(from: &r)
    agency = try AccountNumber(from: &r)
    action = try Action(from: &r)
    epoch = try r.unsigned()
    expires = try BlockTime(from: &r)
    approvals = try r.list(max: Agency.maximumOfficers) { r throws(CodingError) in try r.unsigned() }
  }
}
