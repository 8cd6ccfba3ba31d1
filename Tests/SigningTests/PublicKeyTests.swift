import Coding
import Signing
import Testing

@Suite struct PublicKeyTests {
  /// Every encoding of the eight points of small order, canonical or not.
  static let smallOrderEncodings = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ]

  @Test(arguments: smallOrderEncodings)
  func refusesEd25519KeysOfSmallOrder(hex: String) throws {
    let bytes = try Hex.decode(hex)
    #expect(Ed25519Key(bytes: bytes) == nil)
    #expect(throws: CodingError.self) { try PublicKey(encoded: [0x82, 2, 0x58, 32] + bytes) }
  }

  @Test func refusesEd25519KeysThatAreNotCanonical() throws {
    // The largest y that fits 255 bits is 18 above the prime.
    #expect(Ed25519Key(bytes: [UInt8](repeating: 0xff, count: 32)) == nil)
    #expect(Ed25519Key(bytes: [UInt8](repeating: 0xff, count: 31) + [0x7f]) == nil)
    #expect(Ed25519Key(bytes: [0xeb] + [UInt8](repeating: 0xff, count: 30) + [0x7f]) != nil)
  }

  @Test func refusesP256CoordinatesFromThePrimeUp() throws {
    let prime = try Hex.decode("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
    var below = prime
    below[31] -= 1
    #expect(P256Point(bytes: below + below) != nil)
    #expect(P256Point(bytes: prime + below) == nil)
    #expect(P256Point(bytes: below + prime) == nil)
    #expect(
      throws: CodingError(.invalid("a coordinate of the P-256 point is not below the field's prime"), at: 2)
    ) { try PublicKey(encoded: [0x82, 0, 0x58, 64] + prime + below) }
  }

  @Test func keepsEqualPointsOfDifferentKindsApart() {
    let point = P256Point(bytes: [UInt8](repeating: 1, count: 64))!
    #expect(PublicKey.p256(point) != .webAuthn(point))
    #expect(PublicKey.p256(point).encoded != PublicKey.webAuthn(point).encoded)
  }

  @Test func obeysTheLawsOfEncoding() throws {
    let point = P256Point(bytes: [UInt8](repeating: 1, count: 64))!
    let keys: [PublicKey] = [.p256(point), .webAuthn(point), .ed25519(Ed25519Key(bytes: [UInt8](1...32))!)]
    for key in keys {
      let encoded = key.encoded
      #expect(try PublicKey(encoded: encoded) == key)
      for end in encoded.indices {
        #expect(throws: CodingError.self) { try PublicKey(encoded: encoded[..<end]) }
      }
      #expect(throws: CodingError(.trailingBytes, at: encoded.count)) { try PublicKey(encoded: encoded + [0]) }
    }
    #expect(throws: CodingError(.unknownCase(3), at: 1)) { try PublicKey(encoded: [0x82, 3, 0x40]) }
  }
}
