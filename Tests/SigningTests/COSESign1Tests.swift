import Coding
import Signing
import Testing

@Suite struct COSESign1Tests {
  let network = NetworkID(genesis: SHA256.hash([1]))
  let key = PublicKey.ed25519(Ed25519Key(bytes: [UInt8](1...32))!)
  let point = P256Point(bytes: [UInt8](repeating: 1, count: 64))!
  let signature = Signature(bytes: [UInt8](0..<64))!

  @Test func buildsTheSigStructureOfRFC9052() {
    let aad = ExternalAAD("command", network: network)
    let aadBytes = [UInt8]("salur/command/v1".utf8) + network.bytes
    let expected: [UInt8] =
      [0x84, 0x6a] + [UInt8]("Signature1".utf8) + [0x43, 0xa1, 0x01, 0x26] + [0x58, 48] + aadBytes + [0x42, 8, 9]
    #expect(COSESign1.toBeSigned(algorithm: .es256, payload: [8, 9], aad: aad) == expected)
  }

  @Test(arguments: [
    (SignatureAlgorithm.es256, "43a10126"), (.edDSA, "43a10127"), (.webAuthn, "47a1013a00010000"),
  ])
  func protectsTheAlgorithm(algorithm: SignatureAlgorithm, header: String) throws {
    let aad = ExternalAAD("x", network: network)
    let bytes = COSESign1.toBeSigned(algorithm: algorithm, payload: [], aad: aad)
    #expect(bytes[12...].starts(with: try Hex.decode(header)))
  }

  @Test func writesTheOneForm() throws {
    let bytes = COSESign1.message(algorithm: .edDSA, payload: [8, 9], signature: signature)
    #expect(bytes == [0xd2, 0x84, 0x43, 0xa1, 0x01, 0x27, 0xa0, 0x42, 8, 9, 0x58, 64] + signature.bytes)
    let message = try UnverifiedMessage(bytes)
    #expect(message.algorithm == .edDSA)
    #expect(message.payload == [8, 9])
    #expect(message.encoded == bytes)
    let aad = ExternalAAD("command", network: network)
    let check = try message.signatureCheck(key: key, aad: aad)
    #expect(check.key == key)
    #expect(check.message == COSESign1.toBeSigned(algorithm: .edDSA, payload: [8, 9], aad: aad))
    #expect(check.signature == signature)
  }

  @Test func refusesEveryTruncationAndExtension() {
    let bytes = COSESign1.message(algorithm: .es256, payload: [UInt8](0..<30), signature: signature)
    for end in bytes.indices {
      #expect(throws: SignatureError.self) { try UnverifiedMessage([UInt8](bytes[..<end])) }
    }
    #expect(throws: SignatureError.malformed(CodingError(.trailingBytes, at: bytes.count))) {
      try UnverifiedMessage(bytes + [0])
    }
  }

  @Test func refusesOtherForms() throws {
    let tail = "4108" + "5840" + signature.description
    // without the tag
    #expect(throws: SignatureError.self) { try UnverifiedMessage(Hex.decode("8443a10126a0" + tail)) }
    // something in the unprotected header
    #expect(throws: SignatureError.self) { try UnverifiedMessage(Hex.decode("d28443a10126a1044101" + tail)) }
    // a key id beside the algorithm
    #expect(throws: SignatureError.self) { try UnverifiedMessage(Hex.decode("d28446a20126044101a0" + tail)) }
    // no algorithm, the header empty or an empty map
    #expect(throws: SignatureError.self) { try UnverifiedMessage(Hex.decode("d28440a0" + tail)) }
    #expect(throws: SignatureError.self) { try UnverifiedMessage(Hex.decode("d28441a0a0" + tail)) }
    // a byte after the header's map
    #expect(throws: SignatureError.malformed(CodingError(.trailingBytes, at: 2))) {
      try UnverifiedMessage(Hex.decode("d28444a1012600a0" + tail))
    }
    // ES384
    #expect(throws: SignatureError.unknownAlgorithm(-35)) {
      try UnverifiedMessage(Hex.decode("d28444a1013822a0" + tail))
    }
    // the payload somewhere else
    #expect(throws: SignatureError.self) { try UnverifiedMessage(Hex.decode("d28443a10126a0f6" + "4108")) }
    // a signature of another length
    #expect(throws: SignatureError.wrongLength(2)) { try UnverifiedMessage(Hex.decode("d28443a10126a04108420102")) }
  }

  @Test func refusesPayloadsAboveTheCallersLimit() throws {
    let bytes = COSESign1.message(algorithm: .es256, payload: [UInt8](0..<30), signature: signature)
    _ = try UnverifiedMessage(bytes, maximumPayload: 30)
    #expect(throws: SignatureError.malformed(CodingError(.tooLong(limit: 29, found: 30), at: 7))) {
      try UnverifiedMessage(bytes, maximumPayload: 29)
    }
  }

  @Test func wantsTheKeysOwnAlgorithm() throws {
    let aad = ExternalAAD("command", network: network)
    let message = try UnverifiedMessage(COSESign1.message(algorithm: .es256, payload: [1], signature: signature))
    _ = try message.signatureCheck(key: .p256(point), aad: aad)
    #expect(throws: SignatureError.wrongAlgorithm(expected: .edDSA, found: .es256)) {
      try message.signatureCheck(key: key, aad: aad)
    }
    #expect(throws: SignatureError.wrongAlgorithm(expected: .webAuthn, found: .es256)) {
      try message.signatureCheck(key: .webAuthn(point), aad: aad)
    }
  }

  @Test func signsForOnePurposeOnOneNetwork() {
    let other = NetworkID(genesis: SHA256.hash([2]))
    let contexts = [
      ExternalAAD("command", network: network), ExternalAAD("approval", network: network),
      ExternalAAD("command", network: other),
    ]
    let signed = contexts.map { COSESign1.toBeSigned(algorithm: .es256, payload: [1], aad: $0) }
    #expect(Set(signed).count == 3)
  }
}
