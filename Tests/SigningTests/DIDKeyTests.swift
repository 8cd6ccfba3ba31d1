import Coding
import Signing
import Testing

@Suite struct DIDKeyTests {
  /// The key of the seed of 32 zero bytes.
  static let ed25519 = (
    key: "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29",
    did: "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
  )
  static let p256 = [
    (
      "038a0ac59a2d3086e8a12a78fd4773a6d52a0ca61ef6c1419e15a05bcc6dafce7b",
      "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
    ),
    (
      "037f235830dd3defa722ef1aa249d6a0ddbba4f990b0817538933f573640653542",
      "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
    ),
  ]

  @Test func namesEd25519Keys() throws {
    let key = try Ed25519Key(hex: Self.ed25519.key)
    #expect(DIDKey(.ed25519(key)).description == Self.ed25519.did)
    #expect(try DIDKey(Self.ed25519.did) == .ed25519(key))
  }

  @Test(arguments: p256)
  func namesCompressedP256Points(compressed: String, did: String) throws {
    let bytes = try Hex.decode(compressed)
    #expect(DIDKey.p256(compressed: bytes).description == did)
    #expect(try DIDKey(did) == .p256(compressed: bytes))
  }

  @Test func compressesByTheParityOfY() {
    let x = [UInt8](repeating: 7, count: 32)
    let even = P256Point(bytes: x + [UInt8](repeating: 8, count: 32))!
    let odd = P256Point(bytes: x + [UInt8](repeating: 9, count: 32))!
    #expect(DIDKey(.p256(even)) == .p256(compressed: [2] + x))
    #expect(DIDKey(.webAuthn(odd)) == .p256(compressed: [3] + x))
  }

  @Test func refusesEveryTruncationAndExtension() throws {
    for did in [Self.ed25519.did] + Self.p256.map(\.1) {
      for length in 0..<did.utf8.count {
        #expect(throws: CodingError.self) { try DIDKey(String(did.prefix(length))) }
      }
      #expect(throws: CodingError.self) { try DIDKey(did + "1") }
      #expect(throws: CodingError.self) { try DIDKey(did + "!") }
    }
  }

  @Test func refusesWhatIsNoKeyItKnows() throws {
    #expect(throws: CodingError(.invalid("not a did:key"), at: 0)) { try DIDKey("did:web:salur.go.id") }
    // secp256k1 (codec e7 01)
    let other = "did:key:z" + Base58BTC.encode([0xe7, 0x01, 2] + [UInt8](repeating: 7, count: 32))
    #expect(throws: CodingError(.invalid("neither an Ed25519 nor a P-256 key"), at: 9)) { try DIDKey(other) }
    let smallOrder = "did:key:z" + Base58BTC.encode([0xed, 0x01, 1] + [UInt8](repeating: 0, count: 31))
    #expect(throws: CodingError.self) { try DIDKey(smallOrder) }
    let uncompressed = "did:key:z" + Base58BTC.encode([0x80, 0x24, 4] + [UInt8](repeating: 7, count: 32))
    #expect(throws: CodingError(.invalid("not a compressed P-256 point"), at: 9)) { try DIDKey(uncompressed) }
  }
}
