import Crypto
import Signing

/// The normative verifier: whether a signature is valid is what this says, on every node and in every audit.
///
/// ECDSA and Ed25519 are BoringSSL's. Together with what `SignatureCheck` and the key types refuse beforehand (high s,
/// keys of small order, coordinates above the prime) a signature has one encoding and one meaning.
public enum SignatureVerifier {
  public static func verify(_ check: SignatureCheck) -> Bool {
    switch check.key {
    case .p256(let point), .webAuthn(let point):
      guard
        let key = try? P256.Signing.PublicKey(rawRepresentation: point.bytes),
        let signature = try? P256.Signing.ECDSASignature(rawRepresentation: check.signature.bytes)
      else { return false }
      return key.isValidSignature(signature, for: check.message)
    case .ed25519(let key):
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key.bytes) else { return false }
      return key.isValidSignature(check.signature.bytes, for: check.message)
    }
  }

  /// The verdicts on many checks, in their order, found on all lanes.
  public static func verify(_ checks: [SignatureCheck], lanes: some Lanes) -> [Bool] {
    [Bool](unsafeUninitializedCapacity: checks.count) { verdicts, count in
      verdicts.initialize(repeating: false)
      nonisolated(unsafe) let verdicts = verdicts
      lanes.forEachRange(of: checks.count, grain: 2) { range in
        for index in range { verdicts[index] = verify(checks[index]) }
      }
      count = checks.count
    }
  }

  /// Checks a message against the key that must have signed it, and for what.
  public static func verify(
    _ message: UnverifiedMessage, key: PublicKey, aad: ExternalAAD, relyingParty: WebAuthnRelyingParty? = nil
  ) throws(SignatureError) -> VerifiedMessage {
    let check = try message.signatureCheck(key: key, aad: aad, relyingParty: relyingParty)
    guard verify(check) else { throw .wrongSignature }
    return VerifiedMessage(payload: message.payload, key: key)
  }
}
