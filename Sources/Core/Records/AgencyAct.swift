import Coding
import Model
import Signing

/// What an agency did with its powers, for everybody to see: the action itself and its outcome.
public struct AgencyAct: Hashable, Sendable {
  public let agency: AccountNumber
  public let credential: UInt16
  public let command: CommandID
  public let action: Action
  /// Nil where it was done.
  public let rejection: Rejection?

  public init(
    agency: AccountNumber, credential: UInt16, command: CommandID, action: Action, rejection: Rejection?
  ) {
    self.agency = agency
    self.credential = credential
    self.command = command
    self.action = action
    self.rejection = rejection
  }
}

extension AgencyAct: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.unsigned(1 as UInt64)
    agency.encode(to: &w)
    w.unsigned(credential)
    command.encode(to: &w)
    action.encode(to: &w)
    w.optional(rejection?.rawValue) { $0.unsigned($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 6)
    agency = try AccountNumber(from: &r)
    credential = try r.unsigned()
    command = try CommandID(from: &r)
    action = try Action(from: &r)
    rejection = try r.nullIfPresent() ? nil : r.choice(Rejection.self)
  }
}
