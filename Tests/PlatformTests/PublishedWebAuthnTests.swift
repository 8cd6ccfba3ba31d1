import Coding
import Platform
import Signing
import Testing

/// The assertions by P-256 keys that Web Authentication level 3 publishes (§16, test vectors). None is accepted as it
/// stands: six have a high s, five were made without verifying the user, and two in a frame of another site.
@Suite struct PublishedWebAuthnTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let key: String
    let challenge: String
    let flags: UInt8
    let clientDataEnd: String
    let signature: String
    let isHighS: Bool
    let defect: WebAuthnDefect?

    init(
      _ name: String, key: String, challenge: String, flags: UInt8, crossOrigin: Bool, topOrigin: Bool = false,
      extra: String?, signature: String, isHighS: Bool, defect: WebAuthnDefect?
    ) {
      (testDescription, self.key, self.challenge, self.flags) = (name, key, challenge, flags)
      (self.signature, self.isHighS, self.defect) = (signature, isHighS, defect)
      let sentence = "clientDataJSON may be extended with additional fields in the future, such as this: "
      clientDataEnd =
        "\(crossOrigin)" + (topOrigin ? #","topOrigin":"https://example.com""# : "")
        + (extra.map { #","extraData":"\#(sentence)\#($0)""# } ?? "") + "}"
    }

    func assertion(_ signature: Signature) throws -> WebAuthnAssertion {
      let challenge = Base64.encodeURL(try Hex.decode(challenge))
      let clientData = #"{"type":"webauthn.get","challenge":"\#(challenge)","origin":"https://example.org","#
      return WebAuthnAssertion(
        authenticatorData: SHA256.hash([UInt8]("example.org".utf8)).bytes + [flags, 0, 0, 0, 0],
        clientDataJSON: [UInt8]("\(clientData)\"crossOrigin\":\(clientDataEnd)".utf8), signature: signature)
    }
  }

  private let relyingParty = WebAuthnRelyingParty(id: "example.org", origins: ["https://example.org"])

  @Test(arguments: vectors) func isRefusedAsItStands(vector: Vector) throws {
    let published = try #require(Signature(bytes: try Hex.decode(vector.signature)))
    let assertion = try vector.assertion(published)
    let challenge = try #require(Digest(bytes: try Hex.decode(vector.challenge)))
    #expect(assertion.defect(challenge: challenge, relyingParty: relyingParty) == vector.defect)
    let key = try SigningKey(.p256, privateBytes: Hex.decode(vector.key)).publicKey
    func check(_ signature: Signature) throws -> SignatureCheck {
      try SignatureCheck(key: key, message: assertion.signedBytes, signature: signature)
    }
    if vector.isHighS { #expect(throws: SignatureError.highS) { try check(published) } }
    #expect(vector.isHighS || vector.defect != nil)
    // It is the published signature of the published bytes, and nothing else that is wrong with it.
    #expect(SignatureVerifier.verify(try check(vector.isHighS ? published.mirrored : published)))
    #expect(assertion.defect(challenge: SHA256.hash([]), relyingParty: relyingParty) != nil)
  }

  private static let vectors: [Vector] = [
    .init(
      "none-es256", key: "6e68e7a58484a3264f66b77f5d6dc5bc36a47085b615c9727ab334e8c369c2ee",
      challenge: "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408", flags: 0x19, crossOrigin: false,
      extra: nil,
      signature: "f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd38"
        + "8480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
      isHighS: true, defect: .userNotVerified),
    .init(
      "packed-self-es256", key: "b4bbfa5d68e1693b6ef5a19a0e60ef7ee2cbcac81f7fec7006ac3a21e0c5116a",
      challenge: "4478a10b1352348dd160c1353b0d469b5db19eb91c27f7dfa6fed39fe26af20b", flags: 0x09, crossOrigin: false,
      extra: "gTb53rz6EhSWomXGzimC1Q",
      signature: "3310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf840"
        + "4e94dd00047b316061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66",
      isHighS: false, defect: .userNotVerified),
    .init(
      "none-es256-crossOrigin", key: "96c940e769bd9f1237c119f144fa61a4d56af0b3289685ae2bef7fb89620623d",
      challenge: "876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137", flags: 0x05, crossOrigin: true,
      extra: "92pcTVD0Aby-q4dtmj6efg",
      signature: "eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7"
        + "c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf",
      isHighS: true, defect: .clientData),
    .init(
      "none-es256-topOrigin", key: "a2d6de40ab974b80d8c1ef78c6d4300097754f7e016afe7f8ea0ad9798b0d420",
      challenge: "d54a5c8ca4b62a8e3bb321e3b2bc73856f85a10150db2939ac195739eb1ea066", flags: 0x05, crossOrigin: true,
      topOrigin: true,
      extra: "UiFoJMVRQHDAFWFi4vxUpQ",
      signature: "b5a70c81780d5fcc9a4f2ae9caae99058f8accaf58b91fb59329646c28ac6ffc"
        + "12e101c165db3c8e9957f0c54dd6ca9b56bc3bd2f280bd2faa6c1d02c6e5c171",
      isHighS: false, defect: .clientData),
    .init(
      "none-es256-long-credential-id", key: "6fd2149bb5f1597fe549b138794bde61893b2dc32ca316de65f04808dac211dc",
      challenge: "ef1deba56dce48f674a447ccf63b9599258ce87648e5c396f2ef0ca1da460e3b", flags: 0x0d, crossOrigin: false,
      extra: nil,
      signature: "3ecef83fb12a0cae7841055f9f87103a99fd14b424194bbf06c4623d3ee6e3fd"
        + "d2ace346db262b1374a6b70faa51f518a42ddca13a4125ce6f5052a75bac9fb6",
      isHighS: true, defect: nil),
    .init(
      "packed-es256", key: "36ed7bea2357cefa8c4ec7e134f3312d2e6ca3058519d0bcb4c1424272010432",
      challenge: "b1106fa46a57bef1781511c0557dc898a03413d5f0f17d244630c194c7e1adb5", flags: 0x0d, crossOrigin: false,
      extra: "AZMwyMxIbD8-uguFNp6r8Q",
      signature: "694969d3ee928de6f02ef23a9c644d7d779916451734a94b432542f498a1ebe9"
        + "8b0819c824218a97152cd099c55bfb1477b29d900a49a64018314f9bfccda163",
      isHighS: true, defect: nil),
    .init(
      "tpm-es256", key: "80c60805e564f6d33e7abdff9d32e3db09a6219fe378a268d23107191b18e39f",
      challenge: "00093b66c21d5b5e89f7a07082118907ea3e502d343b314b8c5a54d62db202fb", flags: 0x0d, crossOrigin: false,
      extra: nil,
      signature: "60dc76b1607ec716c6e5eba8d056695ed6bc47b2e3d7a729c34e759e3ab66aa0"
        + "d010a9e8fddcb64c439dfdca628ddb33cf245d567d157d9f66f942601bed9b38",
      isHighS: true, defect: nil),
    .init(
      "android-key-es256", key: "d4328d911acb0ebcc42aad29b29ffb55d5bc31d8af7ca9a16703d56c21abc7b4",
      challenge: "e4ee05ca9dbced74116540f24ed9adc62aae8507560522844ffa7eea14f7af86", flags: 0x09, crossOrigin: false,
      extra: "qxJxB-_xgrwyML618drSnA",
      signature: "a2b5e37da43ceb63566f6e2817c6cbef261073d0cadfd213ff6229bd33ddea6c"
        + "3d77eb3202fc92b9b5bb843ef082c7766f8c7f23194c92708ff2f3d1de765a8f",
      isHighS: false, defect: .userNotVerified),
    .init(
      "apple-es256", key: "de987bd9d43eeb44728ce0b14df11209dff931fb56b5b1948de4c0da1144ded0",
      challenge: "d3eb2964641e26fed023403a72dde093b19c4ba9008c3f9dd83fcfd347a66d05", flags: 0x09, crossOrigin: false,
      extra: nil,
      signature: "ee35db795ce28044e1f8231d68b3d79a9882f7415aa35c1b5ac74d24251073c8"
        + "dcc65691650a412d0ceef843710c09827acf26c7845bddac07eec95863e7fc4c",
      isHighS: true, defect: .userNotVerified),
    .init(
      "fido-u2f-es256", key: "51bd002938fa10b83683ac2a2032d0a7338c7f65a90228cfd1f61b81ec7288d0",
      challenge: "f90c612981d84f599438de1a500f76926e92cc84bef8e02c6e23553f00485435", flags: 0x01, crossOrigin: false,
      extra: nil,
      signature: "6172459958fea907b7292b92f555034bfd884895f287a76200c1ba2872391370"
        + "4727b166147e26a21bbc2921d192ebfed569b79438538e5c128b5e28e6926dd7",
      isHighS: false, defect: .userNotVerified),
  ]
}
