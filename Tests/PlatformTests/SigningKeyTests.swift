import Coding
import Platform
import Signing
import Testing

@Suite struct SigningKeyTests {
  let network = NetworkID(genesis: SHA256.hash([1]))

  @Test(arguments: SigningKey.Kind.allCases)
  func isMadeAgainFromItsBytesAndFromItsSeed(kind: SigningKey.Kind) throws {
    let generated = SigningKey.generate(kind)
    #expect(try SigningKey(kind, privateBytes: generated.privateBytes).publicKey == generated.publicKey)
    let seed = SHA256.hash([9])
    #expect(SigningKey(kind, seed: seed).publicKey == SigningKey(kind, seed: seed).publicKey)
    #expect(SigningKey(kind, seed: seed).publicKey != SigningKey(kind, seed: SHA256.hash([8])).publicKey)
    #expect(throws: CodingError.self) { try SigningKey(kind, privateBytes: [1, 2, 3]) }
  }

  @Test func findsAP256ScalarForEverySeed() throws {
    let outOfRange = [try Digest(hex: String(repeating: "ff", count: 32)), .zero]
    for seed in outOfRange {
      let expected = SHA256.hash(seed.bytes)
      #expect(SigningKey(.p256, seed: seed).privateBytes == expected.bytes)
    }
  }

  @Test func signsInLowSForm() {
    let key = SigningKey.generate(.p256)
    for index in 0..<64 { #expect(!key.sign([UInt8(index)]).isHighS) }
  }

  @Test(arguments: SigningKey.Kind.allCases)
  func signsMessagesOthersCanVerify(kind: SigningKey.Kind) throws {
    let key = SigningKey(kind, seed: SHA256.hash([7]))
    let aad = ExternalAAD("command", network: network)
    let message = try UnverifiedMessage(key.signedMessage(payload: [1, 2, 3], aad: aad))
    let verified = try SignatureVerifier.verify(message, key: key.publicKey, aad: aad)
    #expect(verified.payload == [1, 2, 3])
    #expect(verified.key == key.publicKey)
    let otherNetwork = NetworkID(genesis: .zero)
    for other in [ExternalAAD("approval", network: network), ExternalAAD("command", network: otherNetwork)] {
      #expect(throws: SignatureError.wrongSignature) {
        try SignatureVerifier.verify(message, key: key.publicKey, aad: other)
      }
    }
    let stranger = SigningKey(kind, seed: SHA256.hash([6])).publicKey
    #expect(throws: SignatureError.wrongSignature) { try SignatureVerifier.verify(message, key: stranger, aad: aad) }
  }

  @Test(arguments: SigningKey.Kind.allCases)
  func signsMessagesThatNoFlippedBitSurvives(kind: SigningKey.Kind) throws {
    let key = SigningKey(kind, seed: SHA256.hash([7]))
    let aad = ExternalAAD("command", network: network)
    let bytes = key.signedMessage(payload: [1, 2, 3], aad: aad)
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(throws: SignatureError.self, "bit \(bit) of byte \(index)") {
          try SignatureVerifier.verify(UnverifiedMessage(flipped), key: key.publicKey, aad: aad)
        }
      }
    }
  }
}
