import Coding
import Crypto

/// Where a phone's push service takes messages for it, and the keys that only the phone can read them with (W3C Push API).
public struct PushSubscription: Hashable, Sendable {
  public let endpoint: PushEndpoint
  /// The phone's P-256 key: 65 bytes, uncompressed.
  public let key: [UInt8]
  /// The secret the phone shares with whoever may write to it: 16 bytes.
  public let secret: [UInt8]

  public static let keyByteCount = 65
  public static let secretByteCount = 16

  /// Nil where the key is no point of the curve, or either has another length.
  public init?(endpoint: PushEndpoint, key: [UInt8], secret: [UInt8]) {
    guard key.count == Self.keyByteCount, secret.count == Self.secretByteCount,
      (try? P256.KeyAgreement.PublicKey(x963Representation: key)) != nil
    else { return nil }
    self.endpoint = endpoint
    self.key = key
    self.secret = secret
  }
}
