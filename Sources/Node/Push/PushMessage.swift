import Crypto
import Platform
import Presentation

/// What a phone is told: that there is something, and where. Whoever carries it sees bytes of one length.
public struct PushMessage: Equatable, Sendable {
  /// The kind of event by its stable name.
  public let kind: String
  public let entry: UInt64

  public init(kind: String, entry: UInt64) {
    self.kind = kind
    self.entry = entry
  }

  public var json: [UInt8] {
    let value: JSON = ["kind": .string(kind), "entry": JSON(entry)]
    return [UInt8](value.text.utf8)
  }

  /// Every message is padded to this length before it is encrypted.
  public static let paddedByteCount = 128

  public func encrypted(for subscription: PushSubscription) -> [UInt8] {
    PushEncryption(subscription, sender: P256.KeyAgreement.PrivateKey(), salt: SecureRandom.bytes(16))
      .encrypt(json, paddedTo: Self.paddedByteCount)
  }
}
