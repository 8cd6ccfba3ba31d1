import Coding
import Signing
import SwiftASN1

/// Verifying that a genuine copy of the app, on a device of Apple's, names a key as its own: App Attest
/// (https://developer.apple.com/documentation/devicecheck/validating-apps-that-connect-to-your-server).
///
/// Apple vouches for the app, the app for the key it has in the Secure Enclave and for asking its owner: that is software's
/// word, so the tier is *platform* at most.
public struct AppleAttestation: Sendable {
  /// SHA-256 digests of the roots' DER: Apple's, from the genesis document.
  public let roots: Set<Digest>
  /// The team's identifier, a full stop, and the app's: `ABCDE12345.id.go.example.wallet`.
  public let application: String
  public let environment: Environment

  public enum Environment: Sendable {
    case production
    case development

    /// The AAGUID of App Attest's keys.
    var identifier: [UInt8] {
      switch self {
      case .production: Array("appattest".utf8) + [UInt8](repeating: 0, count: 7)
      case .development: Array("appattestdevelop".utf8)
      }
    }
  }

  static let statement: ASN1ObjectIdentifier = [1, 2, 840, 113635, 100, 8, 2]
  public static let maximumBytes = 32 << 10

  public init(roots: Set<Digest>, application: String, environment: Environment = .production) {
    self.roots = roots
    self.application = application
    self.environment = environment
  }

  /// What the app attests: the service's question and the key it wants registered, `SHA-256(challenge ‖ x ‖ y)`.
  public static func clientDataHash(challenge: [UInt8], key: P256Point) -> Digest {
    SHA256.hash(challenge + key.bytes)
  }

  /// - Parameters:
  ///   - object: the attestation object, in CBOR, as the app got it.
  ///   - root: Apple's root in DER, which the object leaves out.
  ///   - key: the one to be registered.
  ///   - now: seconds since 1970.
  public func verify(
    _ object: [UInt8], root: [UInt8], challenge: [UInt8], key: P256Point, now: Int64
  ) async throws(AttestationError) -> AttestedKey {
    guard object.count <= Self.maximumBytes else { throw .object }
    let object = try AppleAttestationObject(object)
    let chain = try await AttestationChain(
      verifying: object.certificates + [root], roots: roots, statement: Self.statement, now: now)
    let hash = Self.clientDataHash(challenge: challenge, key: key)
    guard try Self.nonce(chain.statement(Self.statement)) == SHA256.hash(object.authenticatorData + hash.bytes).bytes
    else { throw .challenge }
    guard let attested = chain.key, object.credential == SHA256.hash([4] + attested.bytes).bytes else {
      throw .otherKey
    }
    guard object.relyingParty == SHA256.hash(Array(application.utf8)).bytes else { throw .application }
    guard object.environment == environment.identifier else { throw .environment }
    guard object.counter == 0 else { throw .counter }
    return AttestedKey(key: key, chain: chain.digest, shortfalls: [.vouchedByApp])
  }

  /// `SEQUENCE { [1] EXPLICIT OCTET STRING }`
  private static func nonce(_ bytes: ArraySlice<UInt8>) throws(AttestationError) -> [UInt8] {
    do {
      return try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
        try DER.explicitlyTagged(&nodes, tagNumber: 1, tagClass: .contextSpecific) {
          Array(try ASN1OctetString(derEncoded: $0).bytes)
        }
      }
    } catch {
      throw .statement
    }
  }
}

/// `{"fmt": "apple-appattest", "attStmt": {"x5c": [leaf, …], "receipt": bytes}, "authData": bytes}`
struct AppleAttestationObject {
  private(set) var certificates: [[UInt8]] = []
  private(set) var authenticatorData: [UInt8] = []

  init(_ bytes: [UInt8]) throws(AttestationError) {
    var format = ""
    do throws(CodingError) {
      var reader = CBORReader(bytes)
      var (certificates, data): ([[UInt8]], [UInt8]) = ([], [])
      try reader.map(max: 3) { (r) throws(CodingError) in
        switch try r.text(max: 16) {
        case "fmt": format = try r.text(max: 32)
        case "attStmt": certificates = try Self.statement(&r)
        case "authData": data = try r.bytes(max: 1024)
        default: throw r.error(.invalid("not a part of an attestation object"))
        }
      }
      try reader.end()
      self.certificates = certificates
      authenticatorData = data
    } catch {
      throw .object
    }
    // WebAuthn's layout: 32 bytes whose app, flags, counter, AAGUID, length and identifier of the key, the key.
    guard format == "apple-appattest", authenticatorData.count >= 55,
      authenticatorData[53] == 0, authenticatorData[54] == 32, authenticatorData.count >= 87
    else { throw .object }
  }

  private static func statement(_ reader: inout CBORReader) throws(CodingError) -> [[UInt8]] {
    var certificates: [[UInt8]] = []
    try reader.map(max: 2) { (r) throws(CodingError) in
      switch try r.text(max: 16) {
      case "x5c":
        let count = try r.array(max: AttestationChain.counts.upperBound)
        for _ in 0..<count { certificates.append(try r.bytes(max: AttestationChain.maximumBytes)) }
      case "receipt": _ = try r.bytes(max: AppleAttestation.maximumBytes)
      default: throw r.error(.invalid("not a part of an attestation statement"))
      }
    }
    return certificates
  }

  var relyingParty: [UInt8] { Array(authenticatorData[..<32]) }
  var counter: UInt32 { authenticatorData[33..<37].reduce(0) { $0 << 8 | UInt32($1) } }
  var environment: [UInt8] { Array(authenticatorData[37..<53]) }
  var credential: [UInt8] { Array(authenticatorData[55..<87]) }
}
