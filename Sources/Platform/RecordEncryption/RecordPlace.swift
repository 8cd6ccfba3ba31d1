import Signing

/// Which record of a vault it is, and where it lies: it is encrypted for this place and opens nowhere else.
public struct RecordPlace: Equatable, Sendable {
  public let digest: Digest
  /// The vault file's number.
  public let file: UInt64
  public let offset: Int
  /// Of its key.
  public let slot: UInt64

  public init(_ digest: Digest, file: UInt64, offset: Int, slot: UInt64) {
    self.digest = digest
    self.file = file
    self.offset = offset
    self.slot = slot
  }
}
