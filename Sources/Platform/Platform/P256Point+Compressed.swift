import Coding
import Crypto
import Signing

extension P256Point {
  /// The point whose compressed form (SEC 1 §2.3.3, 33 bytes) this is.
  public init(compressed: [UInt8]) throws(CodingError) {
    guard
      let key = try? P256.Signing.PublicKey(compressedRepresentation: compressed),
      let point = P256Point(bytes: key.rawRepresentation)
    else { throw CodingError(.invalid("not a compressed point of P-256"), at: 0) }
    self = point
  }
}

extension PublicKey {
  /// The key a `did:key` identifier names; for P-256 as a key that signs messages directly.
  public init(did: String) throws(CodingError) {
    switch try DIDKey(did) {
    case .ed25519(let key): self = .ed25519(key)
    case .p256(let compressed): self = .p256(try P256Point(compressed: compressed))
    }
  }
}
