import Coding
import Platform
import Presentation
import Signing

/// A DID document as far as credentials need it (W3C DID Core 1.0): the P-256 keys with which its subject asserts.
///
/// It is read strictly. Keys are Multikeys or JSON Web Keys, each once, controlled by the subject itself; only those that
/// `assertionMethod` names count. Keys of other kinds are passed over: an issuer may have them for other things.
public struct IssuerDocument: Hashable, Sendable {
  public let subject: DIDWeb
  /// One to eight.
  public let keys: [P256Point]

  public static let maximumBytes = 64 << 10
  public static let maximumMethods = 32
  public static let maximumKeys = 8

  public init(subject: DIDWeb, keys: [P256Point]) {
    precondition((1...Self.maximumKeys).contains(keys.count), "an issuer has keys, and few")
    self.subject = subject
    self.keys = keys
  }

  /// - Parameter subject: whom it must be about.
  public init(parsing bytes: [UInt8], of subject: DIDWeb) throws(DIDWebError) {
    guard bytes.count <= Self.maximumBytes else { throw .tooLong(bytes.count) }
    guard let json = try? JSONReader.read(bytes), case .object = json else { throw .json }
    guard isSame(json.string("id"), subject.description) else { throw .otherSubject }
    let declared = try Self.list(json, "verificationMethod")
    var methods: [String: JSON] = [:]
    for method in declared {
      let name = try Self.name(method, subject)
      guard methods.updateValue(method, forKey: name) == nil else { throw .structure("verificationMethod") }
    }
    var keys: [P256Point] = []
    for reference in try Self.list(json, "assertionMethod") {
      let method: JSON
      switch reference {
      case .string(let text):
        guard let found = methods[Self.absolute(text, subject)] else { throw .structure("assertionMethod") }
        method = found
      case .object:
        _ = try Self.name(reference, subject)
        method = reference
      default: throw .structure("assertionMethod")
      }
      if let key = try Self.key(method), !keys.contains(key) { keys.append(key) }
    }
    guard !keys.isEmpty else { throw .noKey }
    guard keys.count <= Self.maximumKeys else { throw .tooManyKeys(keys.count) }
    self.init(subject: subject, keys: keys)
  }

  private static func list(_ json: JSON, _ name: String) throws(DIDWebError) -> [JSON] {
    guard let value = json[name] else { return [] }
    guard case .array(let items) = value, items.count <= maximumMethods else { throw .structure(name) }
    return items
  }

  /// A method's whole name; it must be the subject's own.
  private static func name(_ method: JSON, _ subject: DIDWeb) throws(DIDWebError) -> String {
    guard let name = method.string("id").map({ absolute($0, subject) }), name.hasPrefix("\(subject)#"),
      name.utf8.count > subject.description.utf8.count + 1
    else { throw .structure("id") }
    guard isSame(method.string("controller"), subject.description) else { throw .otherController }
    return name
  }

  private static func absolute(_ name: String, _ subject: DIDWeb) -> String {
    name.hasPrefix("#") ? "\(subject)\(name)" : name
  }

  /// Nil where the key is of another kind than P-256.
  private static func key(_ method: JSON) throws(DIDWebError) -> P256Point? {
    switch method.string("type") {
    case "Multikey":
      guard method["publicKeyJwk"] == nil, method["secretKeyMultibase"] == nil,
        let text = method.string("publicKeyMultibase")
      else { throw .structure("publicKeyMultibase") }
      // `zDn` begins every P-256 Multikey, and no other one.
      guard text.hasPrefix("zDn") else { return nil }
      guard case .p256(let point)? = try? PublicKey(did: "did:key:\(text)") else { throw .key }
      return point
    case "JsonWebKey", "JsonWebKey2020":
      guard method["publicKeyMultibase"] == nil, let jwk = method["publicKeyJwk"], case .object = jwk else {
        throw .structure("publicKeyJwk")
      }
      guard jwk["kty"] == "EC", jwk["crv"] == "P-256" else { return nil }
      guard let point = P256Point(jwk: jwk) else { throw .key }
      return point
    case nil: throw .structure("type")
    default: return nil
    }
  }

  /// The document to publish.
  public var json: JSON {
    let names = keys.indices.map { "\(subject)#key-\($0 + 1)" }
    return [
      "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
      "id": .string(subject.description),
      "verificationMethod": .array(
        zip(names, keys).map { name, key in
          [
            "id": .string(name), "type": "Multikey", "controller": .string(subject.description),
            "publicKeyMultibase": .string(DIDKey(.p256(key)).multibase),
          ]
        }),
      "assertionMethod": .array(names.map { .string($0) }),
    ]
  }
}
