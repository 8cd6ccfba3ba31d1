import Coding
import Platform
import Presentation
import Signing

/// A credential in its holder's wallet: shown as far as the holder wants.
public struct HeldCredential: Sendable {
  public let issuer: String?
  public let credential: String?
  /// Seconds since 1970.
  public let expires: Int64?
  public let holder: P256Point
  private let token: String
  private let disclosures: [Disclosure]

  /// Reads what an issuer handed over. Whether the issuer signed it is the verifier's to check; that its parts belong
  /// together is checked here, so that a holder learns of a mistake before a verifier does.
  public init(_ text: String, type: String = CredentialPolicy.usualType) throws(CredentialError) {
    let unverified = try UnverifiedCredential(text, type: type)
    guard unverified.holderToken == nil else { throw .shape }
    let payload = unverified.issuerToken.payload
    guard let holder = unverified.claimedHolder else { throw .noHolderKey }
    _ = try DisclosedClaims.claims(payload, unverified.disclosures)
    self.holder = holder
    issuer = payload.string("iss")
    credential = payload.string("vct")
    expires = try payload.seconds("exp")
    disclosures = unverified.disclosures
    token = String(Substring(unverified.disclosed.utf8.prefix { $0 != UInt8(ascii: "~") }))
  }

  /// The names of what can be shown.
  public var claims: [String] { disclosures.compactMap(\.name) }

  /// The credential with these claims shown, bound by the holder's signature to one verifier and its question.
  ///
  /// - Parameter now: seconds since 1970.
  public func present(
    _ names: [String], key: SigningKey, nonce: String, audience: String, now: Int64
  ) throws(PresentationError) -> String {
    if let unknown = names.first(where: { !claims.contains($0) }) { throw .noClaim(unknown, claims) }
    guard key.publicKey == .p256(holder) else { throw .otherHolder }
    let shown = disclosures.filter { $0.name.map(names.contains) ?? false }
    let disclosed = ([token] + shown.map(\.text)).joined(separator: "~") + "~"
    let binding: JSON = [
      "nonce": .string(nonce), "aud": .string(audience), "iat": .int(now),
      "sd_hash": .string(Base64.encodeURL(SHA256.hash(Array(disclosed.utf8)).bytes)),
    ]
    return disclosed + SignedToken.text(header: [("typ", "kb+jwt")], payload: binding, key: key)
  }
}

/// Why a holder cannot present a credential.
public enum PresentationError: Error, Equatable, Sendable {
  /// The credential has no such claim; what it has.
  case noClaim(String, [String])
  /// The key is not the one the credential belongs to.
  case otherHolder
}
