/// One signature still to be verified: the core states it, a verifier outside discharges it.
///
/// All that can be refused without arithmetic on the curve has been refused when it exists.
public struct SignatureCheck: Equatable, Sendable {
  public let key: PublicKey
  /// The bytes that were signed.
  public let message: [UInt8]
  public let signature: Signature

  public init(key: PublicKey, message: [UInt8], signature: [UInt8]) throws(SignatureError) {
    guard let signature = Signature(bytes: signature) else { throw .wrongLength(signature.count) }
    try self.init(key: key, message: message, signature: signature)
  }

  public init(key: PublicKey, message: [UInt8], signature: Signature) throws(SignatureError) {
    switch key {
    case .p256, .webAuthn: if signature.isHighS { throw .highS }
    case .ed25519: break
    }
    self.key = key
    self.message = message
    self.signature = signature
  }
}
