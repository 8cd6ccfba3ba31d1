/// A message whose signature has been verified. Only a verifier makes one.
public struct VerifiedMessage: Equatable, Sendable {
  public let payload: [UInt8]
  /// Who signed it.
  public let key: PublicKey

  package init(payload: [UInt8], key: PublicKey) {
    self.payload = payload
    self.key = key
  }
}
