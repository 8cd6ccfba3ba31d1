import Records
import Signing

/// How far a read model has come: the newest block in it.
public struct ViewMark: Equatable, Sendable {
  public let height: UInt64
  /// The log's size after that block: all entries below are in the view.
  public let entries: UInt64
  /// Digest of what the block says of itself: another history gives another.
  public let block: Digest

  public init(_ block: BlockEntry) {
    height = block.height
    entries = block.logSize
    self.block = SHA256.hash(block.encoded)
  }

  init(height: UInt64, entries: UInt64, block: Digest) {
    self.height = height
    self.entries = entries
    self.block = block
  }
}
