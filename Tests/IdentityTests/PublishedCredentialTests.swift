import Coding
import Identity
import Presentation
import Signing
import Testing

@Suite("The examples of RFC 9901")
struct PublishedCredentialTests {
  private static let issuerKey = P256Point(
    bytes: try! Base64.decodeURL(RFC9901.issuerX) + Base64.decodeURL(RFC9901.issuerY))!

  private static func verify(
    _ text: String, issuer: String = RFC9901.issuer, audience: String = RFC9901.audience,
    nonce: String = RFC9901.nonce, now: Int64 = RFC9901.time
  ) throws(CredentialError) -> VerifiedPresentation {
    let policy = CredentialPolicy(
      issuer: issuer, keys: [issuerKey], credential: nil, type: RFC9901.type, audience: audience)
    return try VerifiedPresentation(verifying: text, policy: policy, nonce: nonce, now: now)
  }

  @Test("Disclosures have the published digests")
  func digests() throws {
    let issued = try UnverifiedCredential(RFC9901.issuance, type: RFC9901.type)
    #expect(issued.disclosures.map(\.digest) == RFC9901.disclosures.map(\.digest))
    #expect(issued.disclosures.map(\.text) == RFC9901.disclosures.map(\.text))
    #expect(issued.disclosures[0].name == "given_name" && issued.disclosures[0].value == "John")
    #expect(issued.disclosures[4].name == "phone_number_verified" && issued.disclosures[4].value == true)
    #expect(issued.disclosures[7].name == "updated_at" && issued.disclosures[7].value == 1_570_000_000)
    #expect(issued.disclosures[9].name == nil && issued.disclosures[9].value == "DE")
  }

  @Test("The presentation of section 5.2 says what the section says it does")
  func presentation() throws {
    let verified = try Self.verify(RFC9901.presentation)
    let holder: JSON = [
      "kty": "EC", "crv": "P-256", "x": "TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc",
      "y": "ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ",
    ]
    let expected: JSON = [
      "iss": "https://issuer.example.com", "iat": 1_683_000_000, "exp": 1_883_000_000, "sub": "user_42",
      "nationalities": ["US"], "cnf": ["jwk": holder], "family_name": "Doe",
      "address": ["street_address": "123 Main St", "locality": "Anytown", "region": "Anystate", "country": "US"],
      "given_name": "John",
    ]
    #expect(verified.claims.text == expected.text)
    #expect(verified.boundAt == RFC9901.time)
  }

  @Test("The issuance of section 5.1 has every claim, and the one of A.1 those that are nested")
  func claims() throws {
    let all = try UnverifiedCredential(RFC9901.issuance, type: RFC9901.type).claims(signedBy: [Self.issuerKey])
    #expect(all["nationalities"] == ["US", "DE"])
    #expect(all["email"] == "johndoe@example.com" && all["birthdate"] == "1940-01-01")
    #expect(all["_sd"] == nil && all["_sd_alg"] == nil)
    let nested = try UnverifiedCredential(RFC9901.structured, type: RFC9901.type).claims(signedBy: [Self.issuerKey])
    let expected: JSON = [
      "iss": "https://issuer.example.com", "iat": 1_683_000_000, "exp": 1_883_000_000,
      "address": ["region": "港区", "country": "JP"],
    ]
    #expect(nested.text == expected.text)
  }

  @Test("Without its holder, for others, at another time and for another question it is refused")
  func refusals() {
    #expect(throws: CredentialError.notBound) { try Self.verify(RFC9901.issuance) }
    #expect(throws: CredentialError.noHolderKey) { try Self.verify(RFC9901.structured) }
    #expect(throws: CredentialError.nonce) { try Self.verify(RFC9901.presentation, nonce: "1234567891") }
    #expect(throws: CredentialError.audience) {
      try Self.verify(RFC9901.presentation, audience: "https://verifier.example.com")
    }
    #expect(throws: CredentialError.unknownIssuer) {
      try Self.verify(RFC9901.presentation, issuer: "https://issuer.example.org")
    }
    #expect(throws: CredentialError.staleBinding) { try Self.verify(RFC9901.presentation, now: RFC9901.time + 301) }
    #expect(throws: CredentialError.bindingFromTheFuture) {
      try Self.verify(RFC9901.presentation, now: RFC9901.time - 61)
    }
    #expect(throws: CredentialError.expired) { try Self.verify(RFC9901.presentation, now: 1_883_000_060) }
    #expect(throws: CredentialError.notYetValid) { try Self.verify(RFC9901.presentation, now: 1_682_999_939) }
  }

  @Test("The presentation with any byte changed is refused")
  func everyByte() {
    let bytes = Array(RFC9901.presentation.utf8)
    for index in bytes.indices {
      for flip in [1, 2, 0x20] as [UInt8] {
        var changed = bytes
        changed[index] ^= flip
        #expect(throws: CredentialError.self, "byte \(index)") {
          try Self.verify(String(decoding: changed, as: UTF8.self))
        }
      }
    }
    for count in bytes.indices {
      #expect(throws: CredentialError.self) { try Self.verify(String(decoding: bytes[..<count], as: UTF8.self)) }
    }
  }
}
