/// A signature's 64 bytes: r ‖ s of ECDSA, most significant byte first, or R ‖ S of Ed25519.
@frozen
public struct Signature: FixedBytes {
  @usableFromInline let first: Bytes32
  @usableFromInline let second: Bytes32

  /// Whether s is in the upper half. For every ECDSA signature (r, s), (r, −s) is one of the same message that anyone
  /// can compute; only the one with the low s is accepted, so that what is signed has one signature.
  public var isHighS: Bool { second > P256.halfOrder }

  /// The ECDSA signature of the same message in low-s form: for signers.
  public var normalised: Signature {
    guard isHighS, second < P256.order else { return self }
    return Signature(first: first, second: P256.order - second)
  }
}

extension Bytes32 {
  /// The difference of two numbers, the first being the larger.
  fileprivate static func - (a: Bytes32, b: Bytes32) -> Bytes32 {
    let (a, b) = (a.words, b.words)
    func subtract(_ x: UInt64, _ y: UInt64, _ borrow: inout UInt64) -> UInt64 {
      let (partial, under1) = x.subtractingReportingOverflow(y)
      let (result, under2) = partial.subtractingReportingOverflow(borrow)
      borrow = under1 || under2 ? 1 : 0
      return result
    }
    var borrow: UInt64 = 0
    let word3 = subtract(a.3, b.3, &borrow)
    let word2 = subtract(a.2, b.2, &borrow)
    let word1 = subtract(a.1, b.1, &borrow)
    return Bytes32(subtract(a.0, b.0, &borrow), word1, word2, word3)
  }
}
