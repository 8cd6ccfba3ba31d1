import Coding
import Signing

/// Bytes that travel beside a command and never enter the journal: a salt of 16 random bytes, then the content.
///
/// The command commits to `SHA-256(salt ‖ content)`; the bytes go to the vault and into state, and can be erased
/// there without breaking a proof.
public struct Sealed: Hashable, Sendable {
  public let bytes: [UInt8]

  public static let saltLength = 16
  public static let maximumBytes = 16 << 10

  public init(salt: Salt, content: [UInt8]) {
    bytes = salt.bytes + content
  }

  /// Nil when there is no room for a salt, or far too much content.
  public init?(bytes: [UInt8]) {
    guard bytes.count > Self.saltLength, bytes.count <= Self.maximumBytes else { return nil }
    self.bytes = bytes
  }

  public var digest: Digest { SHA256.hash(bytes) }
  public var content: ArraySlice<UInt8> { bytes[Self.saltLength...] }
  public var salt: Salt { Salt(Array(bytes[..<Self.saltLength]))! }
}
