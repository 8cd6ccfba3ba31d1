import Coding
import Model
import Signing

/// The last entry of every block: what the block was and what the state is after it.
public struct BlockEntry: Hashable, Sendable {
  public let height: UInt64
  public let time: BlockTime
  public let protocolVersion: UInt16
  public let parameters: Digest
  /// RFC 6962 root over the block's commands: each leaf is a command's COSE bytes with its signature.
  public let commandRoot: Digest
  public let commands: UInt32
  public let rejected: UInt32
  /// Index of the block's first entry; this entry is `firstEntry + entries − 1`.
  public let firstEntry: UInt64
  public let entries: UInt64
  public let stateRoot: Digest

  public init(
    height: UInt64, time: BlockTime, protocolVersion: UInt16, parameters: Digest, commandRoot: Digest,
    commands: UInt32, rejected: UInt32, firstEntry: UInt64, entries: UInt64, stateRoot: Digest
  ) {
    self.height = height
    self.time = time
    self.protocolVersion = protocolVersion
    self.parameters = parameters
    self.commandRoot = commandRoot
    self.commands = commands
    self.rejected = rejected
    self.firstEntry = firstEntry
    self.entries = entries
    self.stateRoot = stateRoot
  }

  /// One past its own index: the log's size after the block.
  public var logSize: UInt64 { firstEntry + entries }
}

extension BlockEntry: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(11)
    w.unsigned(1 as UInt64)
    w.unsigned(height)
    time.encode(to: &w)
    w.unsigned(protocolVersion)
    parameters.encode(to: &w)
    commandRoot.encode(to: &w)
    w.unsigned(commands)
    w.unsigned(rejected)
    w.unsigned(firstEntry)
    w.unsigned(entries)
    stateRoot.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 11)
    height = try r.unsigned()
    time = try BlockTime(from: &r)
    protocolVersion = try r.unsigned()
    parameters = try Digest(from: &r)
    commandRoot = try Digest(from: &r)
    commands = try r.unsigned()
    rejected = try r.unsigned()
    firstEntry = try r.unsigned()
    entries = try r.unsigned()
    stateRoot = try Digest(from: &r)
  }
}
