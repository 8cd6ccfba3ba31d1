import Coding
import Presentation
import Signing

/// A selectively disclosable credential as it came (SD-JWT, RFC 9901, compact form): the issuer's JWT, disclosures, and, in
/// a presentation, the holder's JWT that binds it to one verifier. Nothing is verified yet.
public struct UnverifiedCredential: Sendable {
  /// All before the holder's JWT, the last tilde included: what the holder signs the hash of.
  let disclosed: String
  let issuerToken: UnverifiedToken
  public let disclosures: [Disclosure]
  let holderToken: UnverifiedToken?

  public static let maximumBytes = 64 << 10
  public static let maximumDisclosures = 64

  /// - Parameter type: the `typ` of the issuer's JWT.
  public init(_ text: String, type: String = CredentialPolicy.usualType) throws(CredentialError) {
    guard text.utf8.count <= Self.maximumBytes else { throw .tooLong(text.utf8.count) }
    let parts = text.utf8.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    guard parts.count >= 2 else { throw .shape }
    let middle = parts[1..<(parts.count - 1)]
    guard middle.count <= Self.maximumDisclosures else { throw .tooManyDisclosures(middle.count) }
    issuerToken = try UnverifiedToken(parts[0], .issuer, type: type)
    var disclosures: [Disclosure] = []
    for (number, part) in middle.enumerated() {
      disclosures.append(try Disclosure(parsing: part, number: number))
    }
    self.disclosures = disclosures
    let last = parts[parts.count - 1]
    holderToken = last.isEmpty ? nil : try UnverifiedToken(last, .holder, type: "kb+jwt")
    disclosed = parts.dropLast().joined(separator: "~") + "~"
  }

  /// Whose the credential says it is; nobody has checked it.
  public var claimedHolder: P256Point? { P256Point(jwk: issuerToken.payload["cnf"]?["jwk"]) }

  /// Whom the credential says it is from; nobody has checked it.
  var claimedIssuer: String? { issuerToken.payload.string("iss") }

  /// What the issuer says, once one of these keys is found to have signed it, with the disclosed claims in their places.
  /// Whether it holds now, and who shows it, is not looked at.
  package func claims(signedBy keys: [P256Point]) throws(CredentialError) -> JSON {
    try DisclosedClaims.claims(try issuerToken.verified(keys), disclosures)
  }

  /// Of what was disclosed: the `sd_hash` of the holder's JWT.
  var disclosedHash: String { Base64.encodeURL(SHA256.hash(Array(disclosed.utf8)).bytes) }
}
