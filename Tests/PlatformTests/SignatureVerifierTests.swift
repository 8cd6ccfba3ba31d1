import Coding
import Platform
import Signing
import TestSupport
import Testing

@Suite struct SignatureVerifierTests {
  /// RFC 8032 §7.1: private key, public key, message, signature.
  static let rfc8032 = [
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
        + "25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
        + "87b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
        + "a7c15e9716ed28dc027beceea1ec40a",
    ],
  ]

  @Test(arguments: rfc8032)
  func signsAndVerifiesTheVectorsOfRFC8032(vector: [String]) throws {
    let key = try SigningKey(.ed25519, privateBytes: Hex.decode(vector[0]))
    let message = try Hex.decode(vector[2])
    let signature = try Signature(hex: vector[3])
    #expect(try key.publicKey == .ed25519(Ed25519Key(hex: vector[1])))
    #expect(key.sign(message) == signature)
    #expect(SignatureVerifier.verify(try SignatureCheck(key: key.publicKey, message: message, signature: signature)))
    let other = try SignatureCheck(key: key.publicKey, message: message + [0], signature: signature)
    #expect(!SignatureVerifier.verify(other))
  }

  /// RFC 6979 A.2.5, "sample" with SHA-256. Its s is high.
  @Test func verifiesTheVectorOfRFC6979OnlyNormalised() throws {
    let key = try SigningKey(
      .p256, privateBytes: Hex.decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
    let point = try P256Point(
      hex: "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
    #expect(key.publicKey == .p256(point))
    let message = [UInt8]("sample".utf8)
    let high = try Signature(
      hex: "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
    #expect(throws: SignatureError.highS) { try SignatureCheck(key: .p256(point), message: message, signature: high) }
    let low = try SignatureCheck(key: .p256(point), message: message, signature: high.normalised)
    #expect(SignatureVerifier.verify(low))
  }

  @Test func verifiesNothingWithAPointOffTheCurve() throws {
    let point = P256Point(bytes: [UInt8](repeating: 1, count: 64))!
    let signature = SigningKey.generate(.p256).sign([1])
    #expect(!SignatureVerifier.verify(try SignatureCheck(key: .p256(point), message: [1], signature: signature)))
  }

  @Test(arguments: SigningKey.Kind.allCases)
  func refusesASignatureWithAnyBitFlipped(kind: SigningKey.Kind) throws {
    let key = SigningKey(kind, seed: SHA256.hash([5]))
    let signature = key.sign([1, 2, 3]).bytes
    for index in signature.indices {
      for bit in 0..<8 {
        var flipped = signature
        flipped[index] ^= 1 << bit
        let check = try? SignatureCheck(key: key.publicKey, message: [1, 2, 3], signature: flipped)
        #expect(check.map(SignatureVerifier.verify) != true, "bit \(bit) of byte \(index)")
      }
    }
  }

  @Test func verifiesABatchInItsOrder() throws {
    var random = SplitMix64(seed: 31)
    let keys = SigningKey.Kind.allCases.map { SigningKey($0, seed: SHA256.hash(random.bytes(8))) }
    var expected: [Bool] = []
    let checks = try (0..<97).map { index in
      let key = keys[index % 2]
      let message = random.bytes(40)
      let valid = random.next() % 3 > 0
      expected.append(valid)
      return try SignatureCheck(
        key: key.publicKey, message: message, signature: key.sign(valid ? message : message + [0]))
    }
    for count in [1, 2, 3] {
      #expect(SignatureVerifier.verify(checks, lanes: PlatformLanes(count: count)) == expected, "seed \(random.seed)")
    }
    #expect(SignatureVerifier.verify(checks, lanes: SingleLane()) == expected)
    #expect(SignatureVerifier.verify([], lanes: SingleLane()).isEmpty)
  }
}
