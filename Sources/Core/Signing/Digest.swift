/// A SHA-256 digest: 32 bytes, ordered as such.
@frozen
public struct Digest: FixedBytes {
  @usableFromInline let value: Bytes32

  @inlinable
  init(_ value: Bytes32) { self.value = value }

  /// 32 zero bytes.
  @inlinable
  public static var zero: Digest { Digest(Bytes32(0, 0, 0, 0)) }
}

extension Digest: Comparable {
  @inlinable
  public static func < (a: Digest, b: Digest) -> Bool { a.value < b.value }
}
