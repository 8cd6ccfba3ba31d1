import Coding

/// What a signature is checked with. Kinds with the same curve are kept apart, because they sign different bytes: a
/// key registered for one never vouches for the other.
public enum PublicKey: Hashable, Sendable {
  case p256(P256Point)
  /// A P-256 key inside a WebAuthn authenticator, which signs assertions and nothing else.
  case webAuthn(P256Point)
  case ed25519(Ed25519Key)

  /// How messages are signed with this key.
  public var algorithm: SignatureAlgorithm {
    switch self {
    case .p256: .es256
    case .webAuthn: .webAuthn
    case .ed25519: .edDSA
    }
  }
}

extension PublicKey {
  /// Whether one secret signs for both, be it by different algorithms.
  public func isSameKey(as other: PublicKey) -> Bool {
    switch (self, other) {
    case (.p256(let a), .p256(let b)), (.p256(let a), .webAuthn(let b)), (.webAuthn(let a), .p256(let b)),
      (.webAuthn(let a), .webAuthn(let b)):
      a == b
    default: self == other
    }
  }
}

/// `[kind, key]`, the kind being 0 P-256, 1 WebAuthn, 2 Ed25519.
extension PublicKey: CBORCodable {
  public func encode(to writer: inout CBORWriter) {
    writer.array(2)
    switch self {
    case .p256(let point):
      writer.unsigned(0)
      writer.value(point)
    case .webAuthn(let point):
      writer.unsigned(1)
      writer.value(point)
    case .ed25519(let key):
      writer.unsigned(2)
      writer.value(key)
    }
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    try reader.array(exactly: 2)
    switch try reader.unsigned() as UInt64 {
    case 0: self = .p256(try reader.value())
    case 1: self = .webAuthn(try reader.value())
    case 2: self = .ed25519(try reader.value())
    case let kind: throw reader.error(.unknownCase(kind))
    }
  }
}
