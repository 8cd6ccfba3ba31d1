import Coding
import Model
import Signing

/// How far the journal has been promised: kept beside it, so that a journal that ends earlier is known to be damaged.
public struct Acknowledgement: Hashable, Sendable {
  public let network: NetworkID
  /// The newest block whose commands' senders may have been answered; nil before the first.
  public let height: UInt64?
  /// Size of the newest checkpoint that may have been published; 0 before the first.
  public let checkpointSize: UInt64
  /// That checkpoint as published, a signed note.
  public let checkpoint: [UInt8]

  public static let maximumCheckpoint = 8 << 10

  public init(network: NetworkID, height: UInt64? = nil, checkpointSize: UInt64 = 0, checkpoint: [UInt8] = []) {
    precondition(checkpoint.count <= Self.maximumCheckpoint, "a checkpoint has a few lines and signatures")
    self.network = network
    self.height = height
    self.checkpointSize = checkpointSize
    self.checkpoint = checkpoint
  }
}

extension Acknowledgement: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(5)
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    w.optional(height) { $0.unsigned($1) }
    w.unsigned(checkpointSize)
    w.bytes(checkpoint)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 5)
    network = try NetworkID(from: &r)
    height = try r.nullIfPresent() ? nil : r.unsigned()
    checkpointSize = try r.unsigned()
    checkpoint = try r.bytes(max: Self.maximumCheckpoint)
  }
}
