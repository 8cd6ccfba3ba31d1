import Coding
import Signing

import enum Crypto.Curve25519
import enum Crypto.P256

/// A private key in this process's memory: for the node, for agencies' officers on the command line, and for tests.
public enum SigningKey: Sendable {
  case p256(P256.Signing.PrivateKey)
  case ed25519(Curve25519.Signing.PrivateKey)

  public enum Kind: Sendable, CaseIterable {
    case p256, ed25519
  }

  /// A new key.
  public static func generate(_ kind: Kind) -> SigningKey {
    switch kind {
    case .p256: .p256(P256.Signing.PrivateKey())
    case .ed25519: .ed25519(Curve25519.Signing.PrivateKey())
    }
  }

  /// The key whose private part these 32 bytes are: a P-256 scalar, or an Ed25519 seed (RFC 8032 §5.1.5).
  public init(_ kind: Kind, privateBytes: [UInt8]) throws(CodingError) {
    do {
      switch kind {
      case .p256: self = .p256(try P256.Signing.PrivateKey(rawRepresentation: privateBytes))
      case .ed25519: self = .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: privateBytes))
      }
    } catch {
      throw CodingError(.invalid("not a private key"), at: 0)
    }
  }

  /// The key that follows from a seed: always the same one, so only as secret as the seed. Demos and tests use it.
  public init(_ kind: Kind, seed: Digest) {
    var candidate = seed
    while true {
      // Of all 2²⁵⁶ values some 2²²⁴ are no P-256 scalar; then the hash of the value is tried.
      if let key = try? SigningKey(kind, privateBytes: candidate.bytes) {
        self = key
        return
      }
      candidate = SHA256.hash(candidate.bytes)
    }
  }

  public var kind: Kind {
    switch self {
    case .p256: .p256
    case .ed25519: .ed25519
    }
  }

  /// The 32 bytes `init(_:privateBytes:)` takes.
  public var privateBytes: [UInt8] {
    switch self {
    case .p256(let key): [UInt8](key.rawRepresentation)
    case .ed25519(let key): [UInt8](key.rawRepresentation)
    }
  }

  public var publicKey: PublicKey {
    switch self {
    case .p256(let key): .p256(P256Point(bytes: key.publicKey.rawRepresentation)!)
    case .ed25519(let key): .ed25519(Ed25519Key(bytes: key.publicKey.rawRepresentation)!)
    }
  }

  /// Signs bytes; ES256 in low-s form.
  public func sign(_ message: [UInt8]) -> Signature {
    do {
      switch self {
      case .p256(let key): return Signature(bytes: try key.signature(for: message).rawRepresentation)!.normalised
      case .ed25519(let key): return Signature(bytes: try key.signature(for: message))!
      }
    } catch {
      preconditionFailure("signing with a valid key does not fail: \(error)")
    }
  }

  /// Signs a payload for the purpose `aad`: an encoded COSE_Sign1 message.
  public func signedMessage(payload: [UInt8], aad: ExternalAAD) -> [UInt8] {
    let algorithm = publicKey.algorithm
    let signature = sign(COSESign1.toBeSigned(algorithm: algorithm, payload: payload, aad: aad))
    return COSESign1.message(algorithm: algorithm, payload: payload, signature: signature)
  }
}
