/// The signature algorithms, by their COSE numbers (RFC 9053 §2).
public enum SignatureAlgorithm: Int64, Sendable, CaseIterable {
  /// ECDSA with SHA-256 on P-256, in low-s form.
  case es256 = -7
  /// Ed25519.
  case edDSA = -8
  /// A WebAuthn assertion by an ES256 authenticator. It is not a signature of the Sig_structure but of bytes that
  /// contain its hash, so it has a number of its own from COSE's private range.
  case webAuthn = -65537
}

extension SignatureAlgorithm: CustomStringConvertible {
  public var description: String {
    switch self {
    case .es256: "ES256"
    case .edDSA: "EdDSA"
    case .webAuthn: "WebAuthn ES256"
    }
  }
}
