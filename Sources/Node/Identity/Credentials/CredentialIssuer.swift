import Coding
import Platform
import Presentation
import Signing

/// Makes credentials: an issuer's name and its P-256 key.
public struct CredentialIssuer: Sendable {
  public let name: String
  private let key: SigningKey

  /// Nil where the key is none for ES256.
  public init?(name: String, key: SigningKey) {
    guard key.kind == .p256 else { return nil }
    self.name = name
    self.key = key
  }

  public var publicKey: P256Point {
    guard case .p256(let point) = key.publicKey else { preconditionFailure("the key is a P-256 one") }
    return point
  }

  /// A credential for a holder's key, with every claim hidden until its holder shows it.
  ///
  /// - Parameters:
  ///   - credential: the `vct`.
  ///   - subject: what the issuer calls the person: always visible, so nothing that others know the person by.
  ///   - from, until: seconds since 1970.
  public func issue(
    _ credential: String, subject: String, claims: [(name: String, value: JSON)], holder: P256Point, from: Int64,
    until: Int64, type: String = CredentialPolicy.usualType
  ) -> String {
    let disclosures = claims.map { Disclosure(salt: SecureRandom.bytes(16), name: $0.name, value: $0.value) }
    let payload: JSON = [
      "iss": .string(name), "vct": .string(credential), "sub": .string(subject), "iat": .int(from), "nbf": .int(from),
      "exp": .int(until), "cnf": ["jwk": holder.jwk], "_sd_alg": "sha-256",
      // Sorted by digest: their order says nothing about which claim is which.
      "_sd": .array(
        disclosures.map(\.digest).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { .string($0) }),
    ]
    let token = SignedToken.text(header: [("typ", .string(type))], payload: payload, key: key)
    return ([token] + disclosures.map(\.text)).joined(separator: "~") + "~"
  }
}
