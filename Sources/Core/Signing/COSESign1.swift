import Coding

/// Making COSE_Sign1 messages (RFC 9052 §4.2), in the one form used here: tagged 18, the algorithm alone in the
/// protected header, nothing in the unprotected one, the payload inside.
///
/// To sign: take `toBeSigned`, let whoever has the private key sign it, and put the result into `message`.
public enum COSESign1 {
  /// The Sig_structure (RFC 9052 §4.4): the bytes a signature is made of.
  public static func toBeSigned(algorithm: SignatureAlgorithm, payload: [UInt8], aad: ExternalAAD) -> [UInt8] {
    var writer = CBORWriter(capacity: 48 + aad.bytes.count + payload.count)
    writer.array(4)
    writer.text("Signature1")
    writer.bytes(protectedHeader(algorithm))
    writer.bytes(aad.bytes)
    writer.bytes(payload)
    return writer.bytes
  }

  /// The message, signed with ES256 or EdDSA.
  public static func message(algorithm: SignatureAlgorithm, payload: [UInt8], signature: Signature) -> [UInt8] {
    precondition(algorithm != .webAuthn, "a WebAuthn message carries an assertion")
    return UnverifiedMessage(algorithm: algorithm, payload: payload, signature: signature.bytes).encoded
  }

  /// The message, signed by a WebAuthn authenticator.
  public static func message(payload: [UInt8], assertion: WebAuthnAssertion) -> [UInt8] {
    UnverifiedMessage(algorithm: .webAuthn, payload: payload, signature: assertion.encoded).encoded
  }

  /// `{1: algorithm}`
  static func protectedHeader(_ algorithm: SignatureAlgorithm) -> [UInt8] {
    var writer = CBORWriter(capacity: 8)
    writer.map(1)
    writer.unsigned(algorithmLabel)
    writer.signed(algorithm.rawValue)
    return writer.bytes
  }

  /// The header parameter `alg` (RFC 9052 §3.1).
  static let algorithmLabel: UInt64 = 1
}
