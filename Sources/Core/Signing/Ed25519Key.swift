import Coding

/// A public key of Ed25519 (RFC 8032 §5.1.5): y, least significant byte first, with the sign of x in the top bit.
///
/// Keys of small order are refused: one signature of such a key can fit every message. So are encodings whose y is
/// not below the field's prime, second names for the same key.
@frozen
public struct Ed25519Key: FixedBytes {
  @usableFromInline let value: Bytes32

  @inlinable
  init(_ value: Bytes32) { self.value = value }

  public var defect: CodingError.Reason? {
    let y = self.y
    if y >= Ed25519Key.prime { return "the Ed25519 key is not in its canonical encoding" }
    if Ed25519Key.smallOrders.contains(where: { $0 == y }) {
      return "the Ed25519 key has small order: one signature could fit every message"
    }
    return nil
  }

  /// The y coordinate, most significant byte first, without the sign of x.
  private var y: Bytes32 {
    let (word0, word1, word2, word3) = value.words
    return Bytes32(word3.byteSwapped & (.max >> 1), word2.byteSwapped, word1.byteSwapped, word0.byteSwapped)
  }

  /// 2²⁵⁵ − 19
  private static var prime: Bytes32 { Bytes32(.max >> 1, .max, .max, 0xffff_ffff_ffff_ffed) }

  /// The y coordinates of the eight points whose order divides the cofactor; those with x ≠ 0 come in pairs ±x.
  private static let smallOrders = [
    Bytes32(0, 0, 0, 1),  // order 1
    Bytes32(.max >> 1, .max, .max, 0xffff_ffff_ffff_ffec),  // order 2
    Bytes32(0, 0, 0, 0),  // order 4
    Bytes32(0x05fc_536d_8802_38b1, 0x3933_c6d3_05ac_dfd5, 0xf098_eff2_89f4_c345, 0xb027_b2c2_8f95_e826),  // order 8
    Bytes32(0x7a03_ac92_77fd_c74e, 0xc6cc_392c_fa53_202a, 0x0f67_100d_760b_3cba, 0x4fd8_4d3d_706a_17c7),  // order 8
  ]
}
