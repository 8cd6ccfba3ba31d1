import Coding

/// A point of the curve P-256 (FIPS 186-5), uncompressed: x ‖ y, most significant byte first. Verifying with it is a
/// fifth faster than with a compressed one.
///
/// Both coordinates are below the field's prime. That the point is on the curve is left to the verifier, for which
/// every signature of a point off it is wrong.
@frozen
public struct P256Point: FixedBytes {
  public let x: Bytes32
  public let y: Bytes32

  public var defect: CodingError.Reason? {
    x < P256.prime && y < P256.prime ? nil : "a coordinate of the P-256 point is not below the field's prime"
  }

  /// x behind a byte that says whether y is even (2) or odd (3) (SEC 1 §2.3.3): 33 bytes.
  public var compressed: [UInt8] {
    [y.words.3.isMultiple(of: 2) ? 2 : 3] + x.bytes
  }
}

/// The numbers of the curve P-256 (FIPS 186-5, SP 800-186 §3.2.1.3).
enum P256 {
  static let prime = Bytes32(0xffff_ffff_0000_0001, 0, 0xffff_ffff, 0xffff_ffff_ffff_ffff)

  /// How many points the group has.
  static let order = Bytes32(
    0xffff_ffff_0000_0000, 0xffff_ffff_ffff_ffff, 0xbce6_faad_a717_9e84, 0xf3b9_cac2_fc63_2551)

  /// The largest s of a signature in low-s form: (order − 1) / 2.
  static let halfOrder = Bytes32(
    0x7fff_ffff_8000_0000, 0x7fff_ffff_ffff_ffff, 0xde73_7d56_d38b_cf42, 0x79dc_e561_7e31_92a8)
}
