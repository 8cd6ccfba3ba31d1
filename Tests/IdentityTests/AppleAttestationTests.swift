import Coding
import Crypto
import Identity
import IdentitySupport
import Signing
import SwiftASN1
import Testing

@Suite("Apple App Attest")
struct AppleAttestationTests {
  private static let identifier: ASN1ObjectIdentifier = [1, 2, 840, 113635, 100, 8, 2]
  private static let challenge = Array("question".utf8)
  private let authority: TestAuthority
  private let attested = Crypto.P256.Signing.PrivateKey()
  private let wallet = Crypto.P256.Signing.PrivateKey().publicKey.point
  private let service: AppleAttestation

  typealias Change = @Sendable (inout Parts) -> Void

  /// What the app sends, to be changed field by field.
  struct Parts {
    var application = "ABCDE12345.id.go.example.wallet"
    var counter: UInt8 = 0
    var environment = Array("appattest".utf8) + [UInt8](repeating: 0, count: 7)
    var credential: [UInt8]
    var format = "apple-appattest"
    var receipt: [UInt8]?
    /// What the leaf's nonce is made for.
    var challenge = AppleAttestationTests.challenge
    var nonceTag: UInt = 1
  }

  init() throws {
    authority = try TestAuthority()
    service = AppleAttestation(roots: [try authority.rootDigest], application: "ABCDE12345.id.go.example.wallet")
  }

  private func made(_ change: Change = { _ in }) throws -> (object: [UInt8], root: [UInt8]) {
    var parts = Parts(credential: SHA256.hash([4] + attested.publicKey.point.bytes).bytes)
    change(&parts)
    var data = SHA256.hash(Array(parts.application.utf8)).bytes + [0x40, 0, 0, 0, parts.counter] + parts.environment
    data += [0, UInt8(parts.credential.count)] + parts.credential + [0xa0]
    let nonce = SHA256.hash(data + AppleAttestation.clientDataHash(challenge: parts.challenge, key: wallet).bytes)
    let statement = TestDER.sequence([TestDER.tagged(parts.nonceTag, TestDER.octets(nonce.bytes))])
    let chain = try authority.chain(attested.publicKey, statement, Self.identifier)
    var w = CBORWriter()
    w.map(3)
    w.text("fmt")
    w.text(parts.format)
    w.text("attStmt")
    w.map(parts.receipt == nil ? 1 : 2)
    w.text("x5c")
    w.list(chain.dropLast()) { $0.bytes($1) }
    if let receipt = parts.receipt {
      w.text("receipt")
      w.bytes(receipt)
    }
    w.text("authData")
    w.bytes(data)
    return (w.bytes, chain[2])
  }

  private func verify(
    _ object: [UInt8], _ root: [UInt8], key: P256Point? = nil
  ) async throws(AttestationError) -> AttestedKey {
    try await service.verify(
      object, root: root, challenge: Self.challenge, key: key ?? wallet, now: TestAuthority.now)
  }

  @Test("A genuine app's key is of the platform tier: the app, not the hardware, vouches for it")
  func accepted() async throws {
    for receipt in [nil, [1, 2, 3]] as [[UInt8]?] {
      let (object, root) = try made { $0.receipt = receipt }
      let key = try await verify(object, root)
      #expect(key.tier == .platform && key.shortfalls == [.vouchedByApp] && key.key == wallet)
    }
  }

  @Test(
    "An object for another question, app, environment or use is refused",
    arguments: [
      (AttestationError.challenge, change { $0.challenge = Array("another".utf8) }),
      (.application, change { $0.application = "ABCDE12345.id.go.example.other" }),
      (.environment, change { $0.environment = Array("appattestdevelop".utf8) }),
      (.counter, change { $0.counter = 1 }),
      (.otherKey, change { $0.credential[0] ^= 1 }),
      (.object, change { $0.credential.removeLast() }),
      (.object, change { $0.format = "packed" }),
      (.statement, change { $0.nonceTag = 2 }),
    ] as [(AttestationError, Change)])
  func refusals(error: AttestationError, change: Change) async throws {
    let (object, root) = try made(change)
    await #expect(throws: error) { try await verify(object, root) }
  }

  @Test("An object with any byte changed, cut short, or for another wallet's key is refused")
  func everyByte() async throws {
    let (object, root) = try made()
    for index in object.indices {
      var changed = object
      changed[index] ^= 1
      await #expect(throws: AttestationError.self, "byte \(index)") { try await verify(changed, root) }
    }
    for count in stride(from: 0, to: object.count, by: 11) {
      await #expect(throws: AttestationError.object) { try await verify(Array(object[..<count]), root) }
    }
    await #expect(throws: AttestationError.object) { try await verify(object + [0], root) }
    await #expect(throws: AttestationError.object) {
      try await verify([UInt8](repeating: 0, count: AppleAttestation.maximumBytes + 1), root)
    }
    let other = try TestAuthority().chain(attested.publicKey, nil, Self.identifier)[2]
    await #expect(throws: AttestationError.unknownRoot) { try await verify(object, other) }
    let thief = Crypto.P256.Signing.PrivateKey().publicKey.point
    await #expect(throws: AttestationError.challenge) { try await verify(object, root, key: thief) }
  }
}

/// Gives a closure its type.
private func change(_ body: @escaping AppleAttestationTests.Change) -> AppleAttestationTests.Change { body }
