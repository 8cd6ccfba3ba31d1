import Coding
import Model
import Signing

/// A batch of registrations or facts: how many, and the Merkle root over their seals. It says nothing about anyone.
public struct BatchNotice: Hashable, Sendable {
  public let agency: AccountNumber
  public let command: CommandID
  /// The schema's name; nil for registrations.
  public let schema: Text?
  public let count: UInt32
  public let root: Digest

  public init(agency: AccountNumber, command: CommandID, schema: Text?, count: UInt32, root: Digest) {
    self.agency = agency
    self.command = command
    self.schema = schema
    self.count = count
    self.root = root
  }
}

extension BatchNotice: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.unsigned(1 as UInt64)
    agency.encode(to: &w)
    command.encode(to: &w)
    w.optional(schema) { $0.name($1) }
    w.unsigned(count)
    root.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 6)
    agency = try AccountNumber(from: &r)
    command = try CommandID(from: &r)
    schema = try r.optionalName()
    count = try r.unsigned()
    root = try Digest(from: &r)
  }
}
