import Signing

/// A key of 32 bytes that another key has wrapped (RFC 3394): 40 bytes, which say by themselves whether they were altered
/// or the other key is the wrong one.
public struct WrappedKey: FixedBytes {
  private let first: Digest
  private let last: UInt64
}
