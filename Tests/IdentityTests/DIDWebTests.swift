import Coding
import Identity
import Platform
import Presentation
import Signing
import Testing

@Suite("Issuers that publish their keys as did:web")
struct DIDWebTests {
  private static func point(_ name: String) -> P256Point {
    guard case .p256(let point) = SigningKey(.p256, seed: SHA256.hash(Array(name.utf8))).publicKey else {
      preconditionFailure("the key is a P-256 one")
    }
    return point
  }

  private let did = try! DIDWeb("did:web:id.example")
  private let key = point("issuer")

  private func published(_ change: (String) -> String = { $0 }) -> [UInt8] {
    Array(change(IssuerDocument(subject: did, keys: [key]).json.pretty).utf8)
  }

  @Test(
    "A name says where the document is",
    arguments: [
      ("did:web:id.example", "https://id.example/.well-known/did.json"),
      ("did:web:id.example:unit:1", "https://id.example/unit/1/did.json"),
      ("did:web:id.example%3A8443", "https://id.example:8443/.well-known/did.json"),
      ("did:web:localhost%3A8084", "http://localhost:8084/.well-known/did.json"),
      ("did:web:localhost.example", "https://localhost.example/.well-known/did.json"),
    ])
  func names(text: String, url: String) throws {
    let did = try DIDWeb(text)
    #expect(did.url == url && did.description == text)
  }

  @Test(
    "Names nobody should ask are none",
    arguments: [
      "", "did:web:", "did:key:id.example", "did:web:ID.example", "did:web:id..example", "did:web:id.example.",
      "did:web:-id.example", "did:web:10.0.0.1", "did:web:id.example%3A", "did:web:id.example%3A0",
      "did:web:id.example%3A65536", "did:web:id.example%3A08", "did:web:id.example%2Fx", "did:web:id.example/x",
      "did:web:id.example:", "did:web:id.example:..", "did:web:id.example:a/b", "did:web:id.example:a%2Fb",
      "did:web:user@id.example", "did:web:id.example?x", "did:web:id.example#key-1", "did:web:[::1]",
      "did:web:" + String(repeating: "a", count: 300),
    ])
  func badNames(text: String) {
    #expect(throws: DIDWebError.name) { try DIDWeb(text) }
  }

  @Test("The document that is published is read back; cut off anywhere it is none")
  func document() throws {
    let bytes = published()
    #expect(try IssuerDocument(parsing: bytes, of: did).keys == [key])
    for end in bytes.indices {
      #expect(throws: DIDWebError.json, "\(end) bytes") { try IssuerDocument(parsing: Array(bytes[..<end]), of: did) }
    }
    #expect(throws: DIDWebError.json) { try IssuerDocument(parsing: bytes + [0x7d], of: did) }
    let large = bytes + [UInt8](repeating: 0x20, count: IssuerDocument.maximumBytes)
    #expect(throws: DIDWebError.tooLong(large.count)) { try IssuerDocument(parsing: large, of: did) }
    let second = Self.point("second")
    let both = IssuerDocument(subject: did, keys: [key, second])
    #expect(try IssuerDocument(parsing: Array(both.json.text.utf8), of: did) == both)
  }

  @Test("Only the subject's own P-256 keys, named for asserting, count")
  func keys() throws {
    func refused(_ error: DIDWebError, _ old: String, _ new: String) {
      #expect(throws: error, "\(old) → \(new)") {
        try IssuerDocument(parsing: published { $0.replacing(old, with: new) }, of: did)
      }
    }
    #expect(throws: DIDWebError.otherSubject) {
      try IssuerDocument(parsing: published(), of: try DIDWeb("did:web:other.example"))
    }
    refused(.otherController, #""controller": "did:web:id.example""#, #""controller": "did:web:other.example""#)
    refused(.structure("id"), #""id": "did:web:id.example#key-1""#, #""id": "did:web:other.example#key-1""#)
    refused(.noKey, "assertionMethod", "authentication")
    refused(.structure("assertionMethod"), #""did:web:id.example#key-1""# + "\n  ]", ##""#key-9""## + "\n  ]")
    refused(.noKey, #""Multikey""#, #""Ed25519VerificationKey2020""#)
    let ed25519 = SigningKey(.ed25519, seed: .zero).publicKey
    refused(.noKey, DIDKey(.p256(key)).multibase, DIDKey(ed25519).multibase)
    refused(.key, DIDKey(.p256(key)).multibase, DIDKey(.p256(key)).multibase + "1")
    refused(.structure("publicKeyMultibase"), "publicKeyMultibase", "publicKeyHex")
  }

  @Test("JSON Web Keys are read too, and private ones refused")
  func webKeys() throws {
    func document(_ jwk: JSON) -> [UInt8] {
      let json: JSON = [
        "id": .string(did.description),
        "assertionMethod": [
          [
            "id": "#jwk", "type": "JsonWebKey2020", "controller": .string(did.description), "publicKeyJwk": jwk,
          ]
        ],
      ]
      return Array(json.text.utf8)
    }
    let (x, y) = (JSON.string(Base64.encodeURL(key.x.bytes)), JSON.string(Base64.encodeURL(key.y.bytes)))
    let good: JSON = ["kty": "EC", "crv": "P-256", "x": x, "y": y]
    #expect(try IssuerDocument(parsing: document(good), of: did).keys == [key])
    #expect(throws: DIDWebError.key) {
      try IssuerDocument(parsing: document(["kty": "EC", "crv": "P-256", "x": x, "y": y, "d": x]), of: did)
    }
    #expect(throws: DIDWebError.key) {
      try IssuerDocument(parsing: document(["kty": "EC", "crv": "P-256", "x": x]), of: did)
    }
    #expect(throws: DIDWebError.noKey) {
      try IssuerDocument(parsing: document(["kty": "EC", "crv": "P-384", "x": x, "y": y]), of: did)
    }
  }
}
