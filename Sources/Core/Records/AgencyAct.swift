import Coding
import Model
import Signing

/// What an agency did with its powers, for everybody to see: the action and its outcome. Of a refused act about one
/// person or shop only that there was one.
public struct AgencyAct: Hashable, Sendable {
  public let agency: AccountNumber
  public let credential: UInt16
  public let command: CommandID
  /// Nil where it is not for everybody.
  public let action: Action?
  /// Nil where it was done.
  public let rejection: Rejection?

  public init(
    agency: AccountNumber, credential: UInt16, command: CommandID, action: Action, rejection: Rejection?
  ) {
    self.agency = agency
    self.credential = credential
    self.command = command
    self.action = action.isPublic ? action : nil
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
    w.optional(action)
    w.optional(rejection?.rawValue) { $0.unsigned($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 6)
    agency = try AccountNumber(from: &r)
    credential = try r.unsigned()
    command = try CommandID(from: &r)
    action = try r.optional()
    guard action?.isPublic ?? true else { throw r.invalid("an act about one person or shop is not public") }
    rejection = try r.nullIfPresent() ? nil : r.choice(Rejection.self)
  }
}
