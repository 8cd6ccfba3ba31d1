/// 32 bytes. Their order is also that of the numbers they write most significant byte first.
@frozen
public struct Bytes32: FixedBytes {
  // Each word holds eight bytes in memory order, whatever the machine's byte order.
  @usableFromInline let word0, word1, word2, word3: UInt64

  /// The number `word0 · 2¹⁹² + word1 · 2¹²⁸ + word2 · 2⁶⁴ + word3`, most significant byte first.
  @inlinable
  public init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
    self.word0 = word0.bigEndian
    self.word1 = word1.bigEndian
    self.word2 = word2.bigEndian
    self.word3 = word3.bigEndian
  }

  /// The words of the number, most significant first.
  @inlinable
  public var words: (UInt64, UInt64, UInt64, UInt64) {
    (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)
  }

  @inlinable
  public static func == (a: Bytes32, b: Bytes32) -> Bool {
    (a.word0 ^ b.word0) | (a.word1 ^ b.word1) | (a.word2 ^ b.word2) | (a.word3 ^ b.word3) == 0
  }
}

extension Bytes32: Comparable {
  @inlinable
  public static func < (a: Bytes32, b: Bytes32) -> Bool { a.words < b.words }
}
