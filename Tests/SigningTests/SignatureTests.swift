import Coding
import Signing
import Testing

@Suite struct SignatureTests {
  static let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
  static let half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8"
  static let halfAndOne = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9"
  static let r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"

  @Test func callsSHighFromTheMiddleUp() throws {
    #expect(try !Signature(hex: Self.r + Self.half).isHighS)
    #expect(try Signature(hex: Self.r + Self.halfAndOne).isHighS)
    #expect(try Signature(hex: Self.r + Self.order).isHighS)
  }

  @Test func normalisesToTheOtherSignature() throws {
    #expect(try Signature(hex: Self.r + Self.halfAndOne).normalised == Signature(hex: Self.r + Self.half))
    #expect(try Signature(hex: Self.r + Self.half).normalised == Signature(hex: Self.r + Self.half))
    // RFC 6979 A.2.5, "sample" with SHA-256
    let high = try Signature(hex: Self.r + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
    #expect(high.isHighS)
    let low = high.normalised
    #expect(!low.isHighS)
    #expect(
      low.description == Self.r + "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9")
  }

  @Test func leavesWhatIsNoSignatureAlone() throws {
    let signature = try Signature(hex: Self.r + Self.order)
    #expect(signature.normalised == signature)
  }

  @Test func checksRefuseHighSOfES256Only() throws {
    let high = try Signature(hex: Self.r + Self.halfAndOne)
    let point = P256Point(bytes: [UInt8](repeating: 1, count: 64))!
    let key = Ed25519Key(bytes: [UInt8](1...32))!
    #expect(throws: SignatureError.highS) { try SignatureCheck(key: .p256(point), message: [], signature: high) }
    #expect(throws: SignatureError.highS) { try SignatureCheck(key: .webAuthn(point), message: [], signature: high) }
    _ = try SignatureCheck(key: .ed25519(key), message: [], signature: high)
    #expect(throws: SignatureError.wrongLength(63)) {
      try SignatureCheck(key: .ed25519(key), message: [], signature: [UInt8](repeating: 0, count: 63))
    }
  }
}
