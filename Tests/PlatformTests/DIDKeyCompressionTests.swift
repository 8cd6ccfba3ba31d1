import Coding
import Platform
import Signing
import Testing

@Suite struct DIDKeyCompressionTests {
  @Test(arguments: [
    "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
    "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
  ])
  func readsTheKeyAnIdentifierNames(did: String) throws {
    #expect(try DIDKey(PublicKey(did: did)).description == did)
  }

  @Test func makesPointsWholeAgain() throws {
    for index in UInt8(0)..<16 {
      guard case .p256(let point) = SigningKey(.p256, seed: SHA256.hash([index])).publicKey else { continue }
      #expect(try P256Point(compressed: point.compressed) == point)
    }
  }

  @Test func refusesAnXThatHasNoPoint() {
    // Half of all numbers are the x of a point; 7 is not.
    let compressed = [2] + [UInt8](repeating: 0, count: 31) + [7]
    #expect(throws: CodingError(.invalid("not a compressed point of P-256"), at: 0)) {
      try P256Point(compressed: compressed)
    }
  }
}
