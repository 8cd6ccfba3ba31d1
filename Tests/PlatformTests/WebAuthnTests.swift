import Coding
import Platform
import Signing
import Testing

@Suite struct WebAuthnTests {
  let aad = ExternalAAD("command", network: NetworkID(genesis: SHA256.hash([1])))
  let relyingParty = WebAuthnRelyingParty(
    id: "salur.go.id", origins: ["https://kasir.salur.go.id", "https://dompet.salur.go.id"])
  let payload: [UInt8] = [1, 2, 3]

  private func verify(_ change: (inout SoftwareAuthenticator) -> Void) throws -> VerifiedMessage {
    var authenticator = SoftwareAuthenticator()
    change(&authenticator)
    let message = try UnverifiedMessage(authenticator.message(payload: payload, aad: aad))
    return try SignatureVerifier.verify(message, key: authenticator.publicKey, aad: aad, relyingParty: relyingParty)
  }

  @Test func acceptsAnAssertionForThisRequest() throws {
    #expect(try verify { _ in }.payload == payload)
    #expect(try verify { $0.origin = "https://kasir.salur.go.id" }.payload == payload)
    // Members that browsers may add behind the known ones
    let more = #","other_keys_can_be_added_here":"do not compare clientDataJSON against a template"}"#
    #expect(try verify { $0.clientDataEnd = more }.payload == payload)
    // A synchronised passkey, and one that returns extensions
    #expect(try verify { $0.flags = 0x1d }.payload == payload)
    #expect(
      try verify {
        $0.flags = 0x85
        $0.extensions = [0xa0]
      }.payload == payload)
  }

  @Test(arguments: [
    "webauthn.create", "webauthn.get ", "", #"webauthn.get","challenge":"x"#,
  ])
  func refusesAnotherType(type: String) {
    #expect(throws: SignatureError.webAuthn(.clientData)) { try verify { $0.type = type } }
  }

  @Test func refusesAnotherChallenge() throws {
    #expect(throws: SignatureError.webAuthn(.clientData)) { try verify { $0.challengePadding = "=" } }
    let authenticator = SoftwareAuthenticator()
    let assertion = authenticator.assertion(payload: [9], aad: aad)
    let swapped = try UnverifiedMessage(COSESign1.message(payload: payload, assertion: assertion))
    #expect(throws: SignatureError.webAuthn(.clientData)) {
      try SignatureVerifier.verify(
        swapped, key: authenticator.publicKey, aad: aad, relyingParty: relyingParty)
    }
  }

  @Test(arguments: [
    "https://salur.go.id", "http://dompet.salur.go.id", "https://dompet.salur.go.id.example",
    "https://dompet.salur.go.id/", "https://dompet.salur.go.i", #"https://dompet.salur.go.id","a":""#, "",
  ])
  func refusesAnOriginThatIsNotListed(origin: String) {
    #expect(throws: SignatureError.webAuthn(.clientData)) { try verify { $0.origin = origin } }
  }

  @Test(arguments: ["true", "null", "\"false\"", "false ", "falsey"])
  func refusesPagesInsideOtherPages(crossOrigin: String) {
    #expect(throws: SignatureError.webAuthn(.clientData)) { try verify { $0.crossOrigin = crossOrigin } }
  }

  @Test(arguments: ["", " }", "}}", "}{}", "} ", "},", ",", ",x", "]", #"},"a":1}"#, "\n}"])
  func refusesClientDataThatEndOtherwise(end: String) {
    #expect(throws: SignatureError.webAuthn(.clientData)) { try verify { $0.clientDataEnd = end } }
  }

  @Test(arguments: ["{ ", " {", "", #"{"a":1,"#, #"{"type":"webauthn.get","#])
  func refusesClientDataThatBeginOtherwise(start: String) {
    #expect(throws: SignatureError.webAuthn(.clientData)) { try verify { $0.clientDataStart = start } }
  }

  @Test func refusesAnotherRelyingParty() {
    #expect(throws: SignatureError.webAuthn(.relyingParty)) { try verify { $0.relyingPartyID = "example.org" } }
  }

  @Test func wantsTheUserPresentAndVerified() {
    #expect(throws: SignatureError.webAuthn(.userNotPresent)) { try verify { $0.flags = 0x04 } }
    #expect(throws: SignatureError.webAuthn(.userNotVerified)) { try verify { $0.flags = 0x01 } }
    #expect(throws: SignatureError.webAuthn(.userNotPresent)) { try verify { $0.flags = 0x00 } }
  }

  @Test func refusesAuthenticatorDataThatContradictThemselves() {
    // Backed up though it cannot be; extensions announced or sent without the other
    #expect(throws: SignatureError.webAuthn(.authenticatorData)) { try verify { $0.flags = 0x15 } }
    #expect(throws: SignatureError.webAuthn(.authenticatorData)) { try verify { $0.flags = 0x85 } }
    #expect(throws: SignatureError.webAuthn(.authenticatorData)) { try verify { $0.extensions = [0xa0] } }
  }

  @Test func refusesHighS() {
    #expect(throws: SignatureError.highS) { try verify { $0.usesHighS = true } }
  }

  @Test func refusesEveryTruncationOfTheAuthenticatorData() throws {
    let authenticator = SoftwareAuthenticator()
    let whole = authenticator.assertion(payload: payload, aad: aad)
    for end in whole.authenticatorData.indices {
      let short = WebAuthnAssertion(
        authenticatorData: [UInt8](whole.authenticatorData[..<end]), clientDataJSON: whole.clientDataJSON,
        signature: whole.signature)
      let message = try UnverifiedMessage(COSESign1.message(payload: payload, assertion: short))
      #expect(throws: SignatureError.webAuthn(.authenticatorData)) {
        try message.signatureCheck(key: authenticator.publicKey, aad: aad, relyingParty: relyingParty)
      }
    }
  }

  @Test func survivesNoFlippedTruncatedOrAddedByte() throws {
    let authenticator = SoftwareAuthenticator()
    let bytes = authenticator.message(payload: payload, aad: aad)
    func verify(_ bytes: [UInt8]) throws {
      _ = try SignatureVerifier.verify(
        UnverifiedMessage(bytes), key: authenticator.publicKey, aad: aad, relyingParty: relyingParty)
    }
    try verify(bytes)
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(throws: SignatureError.self, "bit \(bit) of byte \(index)") { try verify(flipped) }
      }
      #expect(throws: SignatureError.self) { try verify([UInt8](bytes[..<index])) }
    }
    #expect(throws: SignatureError.self) { try verify(bytes + [0]) }
  }

  @Test func isNotTakenForASignatureOfTheMessage() throws {
    let authenticator = SoftwareAuthenticator()
    let message = try UnverifiedMessage(authenticator.message(payload: payload, aad: aad))
    #expect(throws: SignatureError.wrongAlgorithm(expected: .es256, found: .webAuthn)) {
      try SignatureVerifier.verify(message, key: authenticator.key.publicKey, aad: aad, relyingParty: relyingParty)
    }
    #expect(throws: SignatureError.webAuthn(.noRelyingParty)) {
      try SignatureVerifier.verify(message, key: authenticator.publicKey, aad: aad)
    }
  }
}
