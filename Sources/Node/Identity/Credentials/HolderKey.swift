import Coding
import Platform
import Presentation
import Signing

/// A P-256 public key as a JSON Web Key (RFC 7517, RFC 7518 §6.2).
extension P256Point {
  var jwk: JSON {
    [
      "kty": "EC", "crv": "P-256", "x": .string(Base64.encodeURL(x.bytes)), "y": .string(Base64.encodeURL(y.bytes)),
    ]
  }

  /// - Returns: nil where it is no public P-256 key, or has a private part that nobody should send.
  init?(jwk: JSON?) {
    guard let jwk, jwk["kty"] == "EC", jwk["crv"] == "P-256", jwk["d"] == nil,
      let x = jwk.string("x").flatMap({ try? Base64.decodeURL($0) }), x.count == 32,
      let y = jwk.string("y").flatMap({ try? Base64.decodeURL($0) }), y.count == 32
    else { return nil }
    self.init(bytes: x + y)
  }
}
