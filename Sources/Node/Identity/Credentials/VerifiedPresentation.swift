import Coding
import Presentation
import Signing

/// A credential whose issuer, holder and freshness have been verified. Only verification makes one.
public struct VerifiedPresentation: Sendable {
  /// What the issuer says, with the disclosed claims in their places.
  public let claims: JSON
  /// The key the credential belongs to.
  public let holder: P256Point
  /// When the holder signed, in seconds since 1970.
  public let boundAt: Int64
  /// Of the issuer's JWT: the same credential has the same one, whatever is disclosed.
  public let credential: Digest

  /// - Parameters:
  ///   - nonce: what the holder was asked to sign. That it serves once is for `Challenges` to see to.
  ///   - now: seconds since 1970.
  public init(
    verifying text: String, policy: CredentialPolicy, nonce: String, now: Int64
  ) throws(CredentialError) {
    let unverified = try UnverifiedCredential(text, type: policy.type)
    claims = try unverified.claims(signedBy: policy.keys)
    try Self.check(claims, policy, now)
    guard let confirmation = claims["cnf"] else { throw .noHolderKey }
    guard let holder = P256Point(jwk: confirmation["jwk"]) else { throw .wrong("cnf") }
    guard let token = unverified.holderToken else { throw .notBound }
    boundAt = try Self.check(
      try token.verified([holder]), hash: unverified.disclosedHash, nonce: nonce, audience: policy.audience, now)
    self.holder = holder
    credential = SHA256.hash(Array(unverified.disclosed.utf8.prefix { $0 != UInt8(ascii: "~") }))
  }

  /// Whose claims, of which kind, from when until when. None of these can have been hidden but `iat`.
  private static func check(_ claims: JSON, _ policy: CredentialPolicy, _ now: Int64) throws(CredentialError) {
    guard let issuer = claims["iss"] else { throw .missing("iss") }
    guard case .string(let issuer) = issuer, isSame(issuer, policy.issuer) else { throw .unknownIssuer }
    if let credential = policy.credential {
      guard isSame(claims.string("vct"), credential) else { throw .otherCredential }
    }
    guard let expires = try claims.seconds("exp") else { throw .missing("exp") }
    guard now < expires + CredentialPolicy.clockSkew else { throw .expired }
    for name in ["nbf", "iat"] {
      if let begins = try claims.seconds(name) {
        guard begins <= now + CredentialPolicy.clockSkew else { throw .notYetValid }
      }
    }
  }

  /// The holder's JWT (RFC 9901 §7.3): for these disclosures, this verifier, this question, just now.
  private static func check(
    _ binding: JSON, hash: String, nonce: String, audience: String, _ now: Int64
  ) throws(CredentialError) -> Int64 {
    guard isSame(binding.string("nonce"), nonce) else { throw .nonce }
    guard isSame(binding.string("aud"), audience) else { throw .audience }
    guard isSame(binding.string("sd_hash"), hash) else { throw .disclosuresChanged }
    guard let signed = try binding.seconds("iat") else { throw .missing("iat") }
    guard signed <= now + CredentialPolicy.clockSkew else { throw .bindingFromTheFuture }
    guard now - signed <= CredentialPolicy.bindingLife else { throw .staleBinding }
    return signed
  }
}
