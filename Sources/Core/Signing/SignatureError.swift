import Coding

/// Why a signed message is refused before, or by, the check of its signature.
public enum SignatureError: Error, Equatable, Sendable {
  case malformed(CodingError)
  case unknownAlgorithm(Int64)
  case wrongAlgorithm(expected: SignatureAlgorithm, found: SignatureAlgorithm)
  case wrongLength(Int)
  case highS
  case webAuthn(WebAuthnDefect)
  case wrongSignature
}

extension SignatureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let error):
      "the signed message is malformed: \(error.description)"
    case .unknownAlgorithm(let number):
      "the signature's algorithm \(number) is not known; use ES256 (-7), EdDSA (-8) or WebAuthn (-65537)"
    case .wrongAlgorithm(let expected, let found):
      "the message is signed with \(found.description), but its key is for \(expected.description)"
    case .wrongLength(let count):
      "the signature has \(count) bytes; 64 are needed"
    case .highS:
      "the ES256 signature is in high-s form; the signer must replace s by the group's order minus s"
    case .webAuthn(let defect):
      "the WebAuthn assertion is refused: \(defect.description)"
    case .wrongSignature:
      "the signature does not fit the message and the key"
    }
  }
}
